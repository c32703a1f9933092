import { bundleStaleHandlers } from "../../../infra/build/bundle-handlers.ts";
import type { Figure, GrowthRow, Measured } from "../figure.ts";
import { spreadOf } from "../harness/spread.ts";
import { ordinaryRecords } from "../load/records.ts";
import { startServices } from "../load/services.ts";
import { splitterConfig } from "../load/splitter-config.ts";
import { startSplitter, type Taken } from "../load/splitter-process.ts";

/** Millions of bytes of the file's text, and of one that it is compared with. */
const LARGE = 1_000;
const SMALL = 100;

/** Smaller files, and how many of them stand in for one of {@linkcode SMALL}. */
const SMALLER = [
  { millions: 1, files: 20 },
  { millions: 10, files: 2 },
] as const;

/** All figures are of the same runs, which take minutes. */
let runs: ReturnType<typeof measure> | undefined;

export const peakMemory: Figure = {
  name: "memory",
  what: "Highest resident memory of the splitter on a log file whose text has 1 GB, all of it published",
  yardstick: "MB",
  goal: 200,
  async measure() {
    runs ??= measure();
    const { large, small } = await runs;
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
    runs ??= measure();
    const { linear, growth } = await runs;
    return { ...linear, growth };
  },
};

function single(value: number): Measured {
  return { median: value, middle: [value, value] };
}

/**
 * Two processes at the same time, so that whatever else the machine does slows both down: one splits
 * the large file, the other small ones again and again, until the large one is done. Each round is a
 * ratio of what both took of the same time. Both have split a file before, as the first seconds of a
 * process are those in which its code is compiled.
 */
async function measure() {
  await bundleStaleHandlers();
  const [large, small] = await Promise.all([startOne(), startOne()]);
  try {
    const [, warmed] = await Promise.all([large.split(SMALL), small.split(SMALL)]);
    await large.records();
    let whole: Taken | undefined;
    const splitting = large.split(LARGE).then((taken) => {
      whole = taken;
    });
    const ratios: number[] = [];
    const smaller = SMALLER.map((): number[] => []);
    while (whole === undefined) {
      const before = await large.user();
      await large.records();
      const one = await small.split(SMALL);
      const user = (await large.user()) - before;
      const records = await large.records();
      // Not what it took of its last part, beside which the other was alone for a while.
      if (whole === undefined) ratios.push(user / records / userOf(one));
      for (const [n, { millions, files }] of SMALLER.entries()) {
        smaller[n]?.push(userOf(await small.split(millions, files)) / userOf(one));
      }
    }
    await splitting;
    const last = ratios.slice(-Math.ceil(ratios.length / 3));
    const growth: GrowthRow[] = [
      ...SMALLER.map(({ millions }, n) => ({
        load: `${millions} MB a file`,
        ...spreadOf(smaller[n] ?? []),
      })),
      { load: "1,000 MB, the last third of it", ...spreadOf(last) },
    ];
    return { large: whole as Taken, small: warmed, linear: spreadOf(ratios), growth };
  } finally {
    large.close();
    small.close();
  }
}

/** Of a record. */
function userOf({ user, records }: Taken): number {
  return user / records;
}

async function startOne() {
  const services = await startServices([], splitterConfig("all"));
  const splitter = await startSplitter(services.env);
  return {
    /** Files whose texts have so many millions of bytes each. */
    split: (millions: number, files = 1) =>
      splitter.split(Array.from({ length: files }, () => keyOf(millions))),
    /** User CPU so far. */
    user: splitter.user,
    /** Records put on the bus since it was last asked. */
    records: async () => (await services.counts()).entries,
    close() {
      splitter.close();
      services.close();
    },
  };
}

/** Of the account that its records are of. */
function keyOf(millions: number): string {
  const { recipientAccountId } = JSON.parse(ordinaryRecords(1)[0] as string);
  return `AWSLogs/${recipientAccountId}/CloudTrail/us-east-1/2026/01/24/big-${millions}.json.gz`;
}
