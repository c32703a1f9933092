/**
 * The deployed splitter, in a process that is the function and nothing else: no loader of
 * TypeScript has a part in what it takes. Started by `startSplitter`; a message `{events}` has it
 * invoked with them one after the other, and is answered by `{taken}`; `{asked}`, at any time, by
 * the `{user}` CPU so far.
 */

// An hour, so that any file is one invocation's.
const context = {
  getRemainingTimeInMillis: () => 3_600_000,
  invokedFunctionArn: "arn:aws:lambda:eu-central-1:111122223333:function:trailbridge-splitter",
};
const [bundle, lineBytes] = process.argv.slice(2);
let logBytes = 0;
console.log = (line) => {
  logBytes += Buffer.byteLength(line) + Number(lineBytes);
};

const { handler } = await import(bundle);
process.on("message", async ({ events }) => {
  if (events === undefined) process.send({ user: process.cpuUsage().user / 1_000 });
  else process.send({ taken: await invoke(events) });
});
process.send({ ready: true });

async function invoke(events) {
  logBytes = 0;
  let records = 0;
  const began = performance.now();
  const before = process.cpuUsage();
  for (const event of events) {
    const { counters } = await handler(event, context);
    const { published, filtered, waiting, misplaced, handedOn } = counters;
    records += published + filtered;
    if (published + filtered === 0 || waiting + misplaced + handedOn > 0) {
      throw new Error(`Cannot measure as all files must be split: ${JSON.stringify(counters)}`);
    }
  }
  const { user, system } = process.cpuUsage(before);
  const cpu = (user + system) / 1_000;
  return {
    cpu,
    user: user / 1_000,
    waited: Math.max(0, performance.now() - began - cpu),
    logBytes,
    records,
    residentMb: process.resourceUsage().maxRSS / 1_000,
  };
}
