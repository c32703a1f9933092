import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { bundleStaleHandlers } from "../../../infra/build/bundle-handlers.ts";
import { newsOf } from "../../support/splitter-world.ts";
import type { Figure, Measured } from "../figure.ts";
import { SPLITTER_BUNDLE, startServices } from "../load/services.ts";
import { splitterConfig } from "../load/splitter-config.ts";

/** Millions of bytes of the file's text, and of one that it is compared with. */
const LARGE = 1_000;
const SMALL = 100;

/** What one file took of a process that is the deployed function and nothing else. */
interface Taken {
  readonly records: number;
  /** At its highest, in MB. */
  readonly residentMb: number;
  /** User CPU. */
  readonly seconds: number;
}

/** Both figures are of the same two runs, which take minutes. */
let runs: Promise<readonly [large: Taken, small: Taken]> | undefined;

export const peakMemory: Figure = {
  name: "memory",
  what: "Highest resident memory of the splitter on a log file whose text has 1 GB, all of it published",
  yardstick: "MB",
  goal: 200,
  async measure() {
    const [large, small] = await bothRuns();
    return {
      ...single(large.residentMb),
      growth: [{ load: "100 MB", ...single(small.residentMb) }],
    };
  },
};

export const linearTime: Figure = {
  name: "memory-linear",
  what: "CPU of a record of that file",
  yardstick: "CPU of a record of a file of 100 MB",
  goal: 1.15,
  async measure() {
    const [large, small] = await bothRuns();
    return single(large.seconds / large.records / (small.seconds / small.records));
  },
};

function single(value: number): Measured {
  return { median: value, middle: [value, value] };
}

function bothRuns(): NonNullable<typeof runs> {
  runs ??= (async () => [await take(LARGE), await take(SMALL)] as const)();
  return runs;
}

async function take(millions: number): Promise<Taken> {
  await bundleStaleHandlers();
  const services = await startServices([], splitterConfig("all"));
  try {
    const event = newsOf([
      `AWSLogs/111122223333/CloudTrail/us-east-1/2026/01/24/big-${millions}.json.gz`,
    ]);
    const env = {
      ...services.env,
      PATH: process.env.PATH,
      BENCH: JSON.stringify({ bundle: SPLITTER_BUNDLE, event }),
    };
    const child: ChildProcess = spawn(
      process.execPath,
      ["--input-type=module", "--eval", FUNCTION],
      { env, stdio: ["ignore", "ignore", "inherit", "ipc"] },
    );
    const ended = once(child, "exit").then(([code]) => {
      throw new Error(`Cannot measure as the splitter must end: its process ended by ${code}`);
    });
    const [taken] = (await Promise.race([once(child, "message"), ended])) as [Taken];
    child.disconnect();
    return taken;
  } finally {
    services.close();
  }
}

/** Lambda, as far as it matters: an hour for a file, so that it is one invocation's. */
const FUNCTION = `
const { bundle, event } = JSON.parse(process.env.BENCH);
const { handler } = await import(bundle);
const { counters } = await handler(event, {
  getRemainingTimeInMillis: () => 3_600_000,
  invokedFunctionArn: "arn:aws:lambda:eu-central-1:111122223333:function:trailbridge-splitter",
});
if (counters.published < 1_000 || counters.handedOn > 0) throw new Error(JSON.stringify(counters));
process.send({
  records: counters.published,
  residentMb: process.resourceUsage().maxRSS / 1_000,
  seconds: process.cpuUsage().user / 1e6,
});
`;
