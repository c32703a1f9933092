import { suite } from "uvu";
import * as assert from "uvu/assert";
import { VirtualTime } from "../../src/backtest/virtual-time.ts";
import { createRandom } from "../support/random.ts";
import { LambdaFunction } from "./lambda/function.ts";
import { startMapping } from "./lambda/mapping.ts";
import { Faults } from "./network/faults.ts";
import { Instance } from "./network/instance.ts";
import { Network } from "./network/network.ts";
import { Queue } from "./services/queue.ts";
import { Slack } from "./services/slack.ts";
import { partitionLimit } from "./table/partition-limit.ts";

const time = suite("VirtualTime");

time("lets things happen in their order, and time stand still meanwhile", async () => {
  const clock = new VirtualTime(1_000);
  const seen: string[] = [];
  const note = (what: string) => seen.push(`${what} ${clock.now()}`);
  clock.after(20, () => note("second"));
  clock.after(10, () => {
    note("first");
    clock.sleep(5).then(() => note("after first"));
  });
  clock.after(15, () => note("cancelled")).cancel();
  clock.after(20, () => note("third"));
  assert.is(await clock.runUntil(() => false), false);
  assert.equal(seen, ["first 1010", "after first 1015", "second 1020", "third 1020"]);
});

time("stops at an instant and goes on from there", async () => {
  const clock = new VirtualTime(0);
  let ran = false;
  clock.after(100, () => {
    ran = true;
  });
  await clock.runUntil(() => false, 50);
  assert.equal([clock.now(), ran], [50, false]);
  await clock.runUntil(() => ran);
  assert.equal([clock.now(), ran], [100, true]);
});

time.run();

const network = suite("Network");

/** One call of an instance with one fault at it. */
async function callWith(fault: Parameters<typeof shares>[0] | undefined) {
  const clock = new VirtualTime(0);
  const faults = new Faults(createRandom(1), clock.now);
  if (fault !== undefined) faults.add({ of: () => true, shares: shares(fault) });
  const net = new Network(clock, createRandom(2), faults);
  const instance = new Instance("one");
  let performed = 0;
  let unknown = 0;
  let answer = "none";
  net
    .call(instance, "function", {
      service: "table",
      operation: "Put",
      perform: () => {
        performed++;
        return "done";
      },
      refuse: (how) => how,
      latency: [10, 10],
      timeout: 2_000,
      onUnknown: () => {
        unknown++;
      },
    })
    .then(
      (text) => {
        answer = text;
      },
      (error: Error & { code?: string }) => {
        answer = error.code ?? error.name;
      },
    );
  await clock.runUntil(() => false);
  return { answer, performed, unknown, alive: instance.alive, took: clock.now() };
}

function shares(
  fault: "error" | "throttle" | "lost" | "late" | "silence" | "death-before" | "death-after",
) {
  return { [fault]: 1 };
}

network("gives the answer after the way there and back", async () => {
  const found = await callWith(undefined);
  assert.equal(found, { answer: "done", performed: 1, unknown: 0, alive: true, took: 10 });
});

for (const [fault, expected] of [
  ["error", { answer: "error", performed: 0, unknown: 0, alive: true, took: 10 }],
  ["throttle", { answer: "throttle", performed: 0, unknown: 0, alive: true, took: 10 }],
  ["lost", { answer: "ECONNRESET", performed: 1, unknown: 1, alive: true, took: 10 }],
  ["late", { answer: "TimeoutError", performed: 1, unknown: 1, alive: true, took: 2_000 }],
  ["silence", { answer: "TimeoutError", performed: 0, unknown: 0, alive: true, took: 2_000 }],
  ["death-before", { answer: "none", performed: 0, unknown: 0, alive: false, took: 5 }],
  ["death-after", { answer: "none", performed: 1, unknown: 1, alive: false, took: 5 }],
] as const) {
  network(`makes the fault ${fault}`, async () => {
    assert.equal(await callWith(fault), expected);
  });
}

network("lets the dead do nothing", async () => {
  const clock = new VirtualTime(0);
  const net = new Network(clock, createRandom(2), new Faults(createRandom(1), clock.now));
  const instance = new Instance("one");
  instance.kill();
  let performed = false;
  net.call(instance, "function", {
    service: "table",
    operation: "Put",
    perform: () => {
      performed = true;
    },
    refuse: () => undefined,
    latency: [1, 1],
    timeout: 1,
  });
  await clock.runUntil(() => false);
  assert.is(performed, false);
});

network.run();

const queues = suite("Queue");

queues("delays, hides what is received, and gives up what comes too often", async () => {
  const clock = new VirtualTime(0);
  const random = createRandom(1);
  const deadLetters = new Queue({ name: "dead", visibilitySeconds: 30 }, clock, random);
  const queue = new Queue(
    { name: "q", visibilitySeconds: 30, maxReceiveCount: 2, deadLetters },
    clock,
    random,
  );
  queue.send("a", 5_000);
  await clock.runUntil(() => false, 4_999);
  assert.is(queue.receive(), undefined);
  await clock.runUntil(() => false, 5_000);
  const first = queue.receive();
  const handle = first?.receiptHandle ?? "";
  assert.is(queue.receive(), undefined);
  assert.is(queue.changeVisibility(handle, 10), true);
  await clock.runUntil(() => false, 15_000);
  assert.is(queue.changeVisibility(handle, 10), false, "it is visible again");
  assert.is(queue.receive()?.receiveCount, 2);
  queue.delete(handle);
  assert.is(queue.size, 1, "an old handle deletes nothing");
  await clock.runUntil(() => false, 60_000);
  assert.is(queue.receive(), undefined);
  assert.equal([queue.size, deadLetters.size], [0, 1]);
});

queues("becomes a function's batches, of which the failed part comes again", async () => {
  const clock = new VirtualTime(0);
  const random = createRandom(3);
  const queue = new Queue({ name: "q", visibilitySeconds: 60 }, clock, random);
  const batches: string[][] = [];
  const target = new LambdaFunction(
    {
      name: "f",
      timeoutSeconds: 10,
      compose: async () => async (event) => {
        const { Records } = event as { Records: { messageId: string; body: string }[] };
        batches.push(Records.map(({ body }) => body).sort());
        const bad = Records.filter(({ body }) => body === "bad" && batches.length === 1);
        return { batchItemFailures: bad.map(({ messageId }) => ({ itemIdentifier: messageId })) };
      },
    },
    clock,
    random,
  );
  startMapping(
    { queue, target, batchSize: 10, windowSeconds: 1, maxConcurrency: 2, duplicates: 0 },
    clock,
    random,
    new Faults(random, clock.now),
  );
  for (const body of ["good", "bad", "fine"]) queue.send(body);
  await clock.runUntil(() => queue.size === 0, 600_000);
  assert.equal(batches, [["bad", "fine", "good"], ["bad"]]);
  assert.ok(clock.now() > 60_000, "after its visibility timeout");
});

queues("gets its messages back from a function that dies or takes too long", async () => {
  const clock = new VirtualTime(0);
  const random = createRandom(3);
  const queue = new Queue({ name: "q", visibilitySeconds: 60 }, clock, random);
  let invocations = 0;
  const target = new LambdaFunction(
    {
      name: "f",
      timeoutSeconds: 10,
      compose: async (instance) => async () => {
        invocations++;
        if (invocations === 1) instance.kill();
        if (invocations === 2) await new Promise(() => {});
        return null;
      },
    },
    clock,
    random,
  );
  startMapping(
    { queue, target, batchSize: 10, windowSeconds: 0, maxConcurrency: 2, duplicates: 0 },
    clock,
    random,
    new Faults(random, clock.now),
  );
  queue.send("a");
  await clock.runUntil(() => queue.size === 0, 600_000);
  assert.equal([invocations, target.timeouts, queue.size], [3, 1, 0]);
});

queues.run();

const limits = suite("limits");

limits("hold a Slack channel to a post a second, the workspace to fifty edits a minute", () => {
  let now = 0;
  const slack = new Slack(["C1", "C2"], "token", () => now);
  const post = (channel: string) =>
    slack.answer("chat.postMessage", "token", { channel, text: "x" });
  const statuses = Array.from({ length: 8 }, () => post("C1").status);
  assert.equal(statuses, [200, 200, 200, 200, 200, 429, 429, 429]);
  assert.is(post("C2").status, 200);
  now += 1_000;
  assert.is(post("C1").status, 200);
  const { ts } = (post("C2").body as { message?: { ts?: string } }).message ?? {};
  let edits = 0;
  for (; now < 121_000; now += 100) {
    const { status } = slack.answer("chat.update", "token", {
      channel: "C2",
      ts,
      text: String(now),
    });
    if (status === 200) edits++;
  }
  assert.is(edits, 100, "in two minutes");
});

limits("hold a table's partition to a thousand writes a second", () => {
  let now = 0;
  const limit = partitionLimit(() => now);
  const writes = () =>
    Array.from({ length: 1_500 }, () => limit.take("p", "write", 100)).filter(Boolean);
  assert.is(writes().length, 1_000);
  assert.is(limit.take("q", "write", 100), true);
  now += 500;
  assert.is(writes().length, 500);
});

limits.run();
