import { spawnSync } from "node:child_process";
import { bundleStaleHandlers } from "../../../infra/build/bundle-handlers.ts";
import { SPLITTER_ENV } from "../../../src/contract.ts";
import type { Rounds } from "../harness/rounds.ts";
import { spreadOf } from "../harness/spread.ts";
import type { CallCounts } from "../load/call-counts.ts";
import type { LoadFile } from "../load/files.ts";
import { type Services, SPLITTER_BUNDLE, startServices } from "../load/services.ts";
import { splitterConfig } from "../load/splitter-config.ts";
import { startSplitter, type Taken } from "../load/splitter-process.ts";

/** Log files, and what the splitter is told to publish of them. */
export interface SplitterLoad {
  readonly files: readonly LoadFile[];
  readonly publish: "all" | "matched";
}

/** What a load takes, each once. */
export interface SplitterCosts {
  readonly files: number;
  readonly records: number;
  /** Milliseconds of CPU. */
  readonly cpu: number;
  /** Milliseconds of waiting for answers. */
  readonly waited: number;
  readonly logBytes: number;
  readonly counts: CallCounts;
}

/**
 * Milliseconds after which AWS answers, which nothing here can measure: some tens for S3's first
 * byte and for the bus, a few for the table.
 */
const ANSWERS = { GetObject: 30, PutEvents: 20, UpdateItem: 5 } as const;

/**
 * Measures the deployed splitter over HTTP, a process a load, which take turns. CPU is the median of
 * the rounds; of what is waited the least, as a machine that others share only adds to it.
 */
export async function measureSplitter(
  loads: readonly SplitterLoad[],
  { rounds }: Rounds,
): Promise<SplitterCosts[]> {
  await bundleStaleHandlers();
  const splitters: Started[] = [];
  try {
    for (const load of loads) splitters.push(await start(load));
    const cpu = splitters.map((): number[] => []);
    for (let round = -WARM_UP; round < rounds; round++) {
      for (const [n, splitter] of splitters.entries()) {
        const { cpu: taken } = await splitter.split();
        if (round >= 0) cpu[n]?.push(taken);
      }
    }
    const costs: SplitterCosts[] = [];
    for (const [n, splitter] of splitters.entries()) {
      await splitter.services.counts();
      const { logBytes } = await splitter.split();
      const counts = await splitter.services.counts();
      splitter.services.wait(ANSWERS);
      const waits: number[] = [];
      for (let round = 0; round < Math.min(rounds, 3); round++) {
        waits.push((await splitter.split()).waited);
      }
      const { files } = splitter.load;
      costs.push({
        files: files.length,
        records: files.reduce((sum, { records }) => sum + records.length, 0),
        cpu: spreadOf(cpu[n] ?? []).median,
        waited: Math.min(...waits),
        logBytes,
        counts,
      });
    }
    return costs;
  } finally {
    for (const splitter of splitters) splitter.close();
  }
}

/** Rounds in which what is run often is compiled. */
const WARM_UP = 2;

/** Milliseconds of CPU until the function is ready, node's own with it. */
export async function measureColdStart({ rounds }: Rounds): Promise<number> {
  const services = await startServices([], splitterConfig("all"));
  try {
    const program = `await import(${JSON.stringify(SPLITTER_BUNDLE)}); const { user, system } = process.cpuUsage(); process.stdout.write(String((user + system) / 1000)); process.exit()`;
    const taken = Array.from({ length: Math.min(rounds, 5) }, () => {
      const { stdout, stderr } = spawnSync(
        process.execPath,
        ["--input-type=module", "--eval", program],
        { env: { ...services.env, ...TABLE, PATH: process.env.PATH }, encoding: "utf8" },
      );
      if (!(Number(stdout) > 0)) throw new Error(`Cannot measure a cold start: ${stderr}`);
      return Number(stdout);
    });
    return spreadOf(taken).median;
  } finally {
    services.close();
  }
}

/** As deployed: with the table of what files held. */
const TABLE = { [SPLITTER_ENV.publishedTableName]: "published" };

/** A load, and the splitter and the services that it goes through. */
interface Started {
  readonly load: SplitterLoad;
  readonly services: Services;
  split(): Promise<Taken>;
  close(): void;
}

async function start(load: SplitterLoad): Promise<Started> {
  const services = await startServices(load.files, splitterConfig(load.publish));
  const splitter = await startSplitter({ ...services.env, ...TABLE });
  const keys = load.files.map(({ key }) => key);
  return {
    load,
    services,
    split: () => splitter.split(keys),
    close() {
      splitter.close();
      services.close();
    },
  };
}
