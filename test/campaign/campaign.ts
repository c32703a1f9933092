/**
 * `npm run campaign -- --scenario NAME [--seeds A..B] [--share S] [--jobs N] [--first] [--json]
 * [--log]`:
 * runs the functions through bad days in virtual time and says whether all held. A share from 0.01
 * to 1 is that part of the load. Exit status 1 if a seed fails, 2 for arguments that cannot be read.
 */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Figures } from "./figures.ts";
import { runSeed } from "./run-seed.ts";
import { SCENARIOS } from "./scenarios/all.ts";
import type { Scenario } from "./scenarios/scenario.ts";

/** The figures people compare; of several seeds the largest, of delays all. */
type Shown = Omit<Figures, "windows" | "mostEditsInMinute" | "slowestElsewhereSeconds">;

interface Arguments {
  readonly scenario: Scenario;
  readonly seeds: readonly number[];
  /** Of the scenario's load. */
  readonly share: number;
  /** Processes that share the seeds. */
  readonly jobs: number;
  /** Whether the first seed that fails ends the run. */
  readonly first: boolean;
  readonly json: boolean;
  readonly log: boolean;
}

class ArgumentError extends Error {}

function readArguments(args: readonly string[]): Arguments {
  const names = [...SCENARIOS.keys()].join(", ");
  let values: {
    scenario?: string;
    seeds?: string;
    share?: string;
    jobs?: string;
    first?: boolean;
    json?: boolean;
    log?: boolean;
  };
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        scenario: { type: "string" },
        seeds: { type: "string" },
        share: { type: "string" },
        jobs: { type: "string" },
        first: { type: "boolean" },
        json: { type: "boolean" },
        log: { type: "boolean" },
      },
    }));
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
    throw new ArgumentError(
      `${reason}. Options: --scenario NAME, --seeds A..B, --share S, --jobs N, --first, --json, --log`,
    );
  }
  const {
    scenario: name,
    seeds = "1",
    share = "1",
    jobs = "1",
    first = false,
    json = false,
    log = false,
  } = values;
  if (name === undefined) throw new ArgumentError(`Name a scenario with --scenario: ${names}`);
  const scenario = SCENARIOS.get(name);
  if (scenario === undefined) {
    throw new ArgumentError(`There is no scenario "${name}". Scenarios: ${names}`);
  }
  if (!/^[1-9]\d?$/.test(jobs)) {
    throw new ArgumentError(`Cannot read --jobs "${jobs}" as it must be a number from 1 to 99`);
  }
  if (!(Number(share) >= 0.01 && Number(share) <= 1)) {
    throw new ArgumentError(`Cannot read --share "${share}" as it must be a number from 0.01 to 1`);
  }
  return {
    scenario,
    seeds: seedsOf(seeds),
    share: Number(share),
    jobs: Number(jobs),
    first,
    json,
    log,
  };
}

function seedsOf(text: string): readonly number[] {
  const [, first, last] = /^(\d{1,9})(?:\.\.(\d{1,9}))?$/.exec(text) ?? [];
  const from = Number(first);
  const to = last === undefined ? from : Number(last);
  if (first === undefined || to < from) {
    throw new ArgumentError(
      `Cannot read --seeds "${text}" as it must be a number or a range like 1..20`,
    );
  }
  return Array.from({ length: to - from + 1 }, (_, n) => from + n);
}

async function run(args: Arguments): Promise<number> {
  const { scenario, seeds, json, jobs } = args;
  if (!json) console.log(`${scenario.name}: ${scenario.about}\n${HEAD.join("  ")}`);
  const result = jobs === 1 ? await runHere(args) : await runInProcesses(args);
  const { failed } = result;
  if (json) {
    const { figures } = result;
    console.log(JSON.stringify({ scenario: scenario.name, seeds: seeds.length, failed, figures }));
  } else {
    const held = `${seeds.length - failed.length} of ${seeds.length} seeds hold`;
    console.log(failed.length === 0 ? held : `${held}; failed: ${failed.join(", ")}`);
  }
  return failed.length === 0 ? 0 : 1;
}

interface Result {
  readonly failed: readonly number[];
  readonly figures: Shown;
}

async function runHere({ scenario, seeds, share, first, json, log }: Arguments): Promise<Result> {
  const failed: number[] = [];
  const all: Shown[] = [];
  const say = json ? console.error : console.log;
  for (const seed of seeds) {
    const began = process.cpuUsage();
    const { faults, figures } = await runSeed(
      scenario,
      seed,
      share,
      log ? console.error : undefined,
    );
    const { user, system } = process.cpuUsage(began);
    if (figures !== undefined) all.push(figures);
    if (!json && figures !== undefined) {
      console.log(row(seed, figures, (user + system) / 1_000_000, faults.length === 0));
    }
    if (faults.length === 0) continue;
    failed.push(seed);
    say(`seed ${seed} failed: npm run campaign -- --scenario ${scenario.name} --seeds ${seed}`);
    for (const fault of faults.slice(0, 12)) say(`  ${fault}`);
    if (first) break;
  }
  return { failed, figures: together(all) };
}

/** Shares the seeds among processes; each says what it found by itself, the sums come here. */
async function runInProcesses({
  scenario,
  seeds,
  share: part,
  jobs,
  json,
}: Arguments): Promise<Result> {
  const size = Math.ceil(seeds.length / jobs);
  const shares = Array.from({ length: jobs }, (_, n) => seeds.slice(n * size, (n + 1) * size));
  const results = await Promise.all(
    shares
      .filter((share) => share.length > 0)
      .map((share) => runProcess(scenario, `${share[0]}..${share.at(-1)}`, part, json)),
  );
  return {
    failed: results.flatMap(({ failed }) => failed),
    figures: together(results.map(({ figures }) => figures)),
  };
}

function runProcess(
  { name }: Scenario,
  seeds: string,
  part: number,
  json: boolean,
): Promise<Result> {
  const script = fileURLToPath(import.meta.url);
  const args = [...process.execArgv, script, "--scenario", name, "--seeds", seeds];
  args.push("--share", String(part), "--json");
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  child.stdout.on("data", (text) => {
    output += text;
  });
  child.stderr.pipe(json ? process.stderr : process.stdout);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", () => {
      try {
        resolve(JSON.parse(output.trim().split("\n").at(-1) ?? ""));
      } catch {
        reject(
          new Error(`Cannot read what the process for seeds ${seeds} says: ${output.slice(-200)}`),
        );
      }
    });
  });
}

const HEAD = [
  "     seed",
  "messages",
  "edits",
  "  429",
  "recorded",
  " shown",
  "parents",
  "deaths",
  " lost",
  "drained s",
  "critical s",
  "CPU s",
];

function row(seed: number, figures: Shown, cpu: number, holds: boolean): string {
  const critical = Math.max(0, ...figures.criticalDelaySeconds);
  const cells = [
    `${holds ? " " : "!"} ${seed}`,
    figures.messages,
    figures.edits,
    figures.limited,
    figures.recorded,
    figures.shown,
    figures.parents,
    figures.deaths,
    figures.lostAnswers,
    figures.drainedSeconds.toFixed(1),
    critical.toFixed(1),
    cpu.toFixed(2),
  ];
  return cells.map((cell, n) => String(cell).padStart(HEAD[n]?.length ?? 0)).join("  ");
}

/** Of several seeds the largest of each figure, and all delays. */
function together(all: readonly Shown[]): Shown {
  const most = (of: (figures: Shown) => number) =>
    all.reduce((max, it) => Math.max(max, of(it)), 0);
  return {
    messages: most((it) => it.messages),
    edits: most((it) => it.edits),
    limited: most((it) => it.limited),
    recorded: most((it) => it.recorded),
    shown: most((it) => it.shown),
    parents: most((it) => it.parents),
    deaths: most((it) => it.deaths),
    lostAnswers: most((it) => it.lostAnswers),
    drainedSeconds: most((it) => it.drainedSeconds),
    criticalDelaySeconds: all.flatMap((it) => it.criticalDelaySeconds),
    details: most((it) => it.details),
  };
}

// A reader that has seen enough, such as `head`.
process.stdout.on("error", () => process.exit());

try {
  process.exitCode = await run(readArguments(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof ArgumentError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
