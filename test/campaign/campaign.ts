/**
 * `npm run campaign -- --scenario NAME [--seeds A..B] [--json] [--log]`: runs the functions through
 * bad days in virtual time and says whether all held. Exit status 1 if a seed fails, 2 for
 * arguments that cannot be read.
 */
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
  readonly json: boolean;
  readonly log: boolean;
}

class ArgumentError extends Error {}

function readArguments(args: readonly string[]): Arguments {
  const names = [...SCENARIOS.keys()].join(", ");
  let values: { scenario?: string; seeds?: string; json?: boolean; log?: boolean };
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        scenario: { type: "string" },
        seeds: { type: "string" },
        json: { type: "boolean" },
        log: { type: "boolean" },
      },
    }));
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
    throw new ArgumentError(`${reason}. Options: --scenario NAME, --seeds A..B, --json, --log`);
  }
  const { scenario: name, seeds = "1", json = false, log = false } = values;
  if (name === undefined) throw new ArgumentError(`Name a scenario with --scenario: ${names}`);
  const scenario = SCENARIOS.get(name);
  if (scenario === undefined) {
    throw new ArgumentError(`There is no scenario "${name}". Scenarios: ${names}`);
  }
  return { scenario, seeds: seedsOf(seeds), json, log };
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

async function run({ scenario, seeds, json, log }: Arguments): Promise<number> {
  const failed: number[] = [];
  const all: Figures[] = [];
  const say = json ? console.error : console.log;
  if (!json) console.log(`${scenario.name}: ${scenario.about}\n${HEAD.join("  ")}`);
  for (const seed of seeds) {
    const began = process.cpuUsage();
    const { faults, figures } = await runSeed(scenario, seed, 1, log ? console.error : undefined);
    const { user, system } = process.cpuUsage(began);
    if (figures !== undefined) all.push(figures);
    if (!json && figures !== undefined) {
      console.log(row(seed, figures, (user + system) / 1_000_000, faults.length === 0));
    }
    if (faults.length === 0) continue;
    failed.push(seed);
    say(`seed ${seed} failed: npm run campaign -- --scenario ${scenario.name} --seeds ${seed}`);
    for (const fault of faults.slice(0, 12)) say(`  ${fault}`);
  }
  if (json) {
    console.log(
      JSON.stringify({
        scenario: scenario.name,
        seeds: seeds.length,
        failed,
        figures: together(all),
      }),
    );
  } else {
    console.log(
      `${seeds.length - failed.length} of ${seeds.length} seeds hold${failed.length === 0 ? "" : `; failed: ${failed.join(", ")}`}`,
    );
  }
  return failed.length === 0 ? 0 : 1;
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

function row(seed: number, figures: Figures, cpu: number, holds: boolean): string {
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

function together(all: readonly Figures[]): Shown {
  const most = (of: (figures: Figures) => number) => Math.max(0, ...all.map(of));
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

try {
  process.exitCode = await run(readArguments(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof ArgumentError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
