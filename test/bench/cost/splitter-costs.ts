import { type ChildProcess, fork, spawnSync } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { bundleStaleHandlers } from "../../../infra/build/bundle-handlers.ts";
import { SPLITTER_ENV } from "../../../src/contract.ts";
import type { Rounds } from "../harness/rounds.ts";
import { spreadOf } from "../harness/spread.ts";
import type { CallCounts } from "../load/call-counts.ts";
import type { LoadFile } from "../load/files.ts";
import { type Services, SPLITTER_BUNDLE, startServices } from "../load/services.ts";
import { splitterConfig } from "../load/splitter-config.ts";
import type { Invoked } from "./splitter-process.ts";

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
export const ANSWERS = { GetObject: 30, PutEvents: 20, UpdateItem: 5 } as const;

/**
 * Measures the deployed splitter over HTTP, a process a load, which take turns. CPU is the median of
 * the rounds; of what is waited the least, as a machine that others share only adds to it.
 */
export async function measureSplitter(
  loads: readonly SplitterLoad[],
  { rounds }: Rounds,
): Promise<SplitterCosts[]> {
  await bundleStaleHandlers();
  const splitters: Splitter[] = [];
  try {
    for (const load of loads) splitters.push(await startSplitter(load));
    const cpu = splitters.map((): number[] => []);
    for (let round = -WARM_UP; round < rounds; round++) {
      for (const [n, splitter] of splitters.entries()) {
        const { cpu: taken } = await splitter.invoke();
        if (round >= 0) cpu[n]?.push(taken);
      }
    }
    const costs: SplitterCosts[] = [];
    for (const [n, splitter] of splitters.entries()) {
      await splitter.services.counts();
      const { logBytes } = await splitter.invoke();
      const counts = await splitter.services.counts();
      splitter.services.wait(ANSWERS);
      const waits: number[] = [];
      for (let round = 0; round < Math.min(rounds, 3); round++) {
        waits.push((await splitter.invoke()).waited);
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

interface Splitter {
  readonly load: SplitterLoad;
  readonly services: Services;
  invoke(): Promise<Invoked>;
  close(): void;
}

/** As deployed: with the table of what files held. */
const TABLE = { [SPLITTER_ENV.publishedTableName]: "published" };

async function startSplitter(load: SplitterLoad): Promise<Splitter> {
  const services = await startServices(load.files, splitterConfig(load.publish));
  const child: ChildProcess = fork(
    fileURLToPath(new URL("splitter-process.ts", import.meta.url)),
    [SPLITTER_BUNDLE],
    {
      execArgv: ["--import", fileURLToPath(new URL("../plain-types.mjs", import.meta.url))],
      env: { PATH: process.env.PATH, ...services.env, ...TABLE },
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    },
  );
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`Cannot measure as the splitter must go on: its process ended by ${code}`);
  });
  ended.catch(() => {});
  const answer = async () => (await Promise.race([once(child, "message"), ended]))[0];
  const close = () => {
    child.disconnect();
    services.close();
  };
  await answer();
  const keys = load.files.map(({ key }) => key);
  return {
    load,
    services,
    invoke() {
      child.send(keys);
      return answer() as Promise<Invoked>;
    },
    close,
  };
}
