import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { Script } from "node:vm";
import type { Suite } from "./suite.ts";
import { answered, isStopped, processorTime, withinTime } from "./time-limit.ts";

// The test runner that StrykerJS loads: it keeps the bundles of `bundle-tests.ts` in memory and
// evaluates one anew for each mutant. That takes a few milliseconds; a process of its own, two hundred.
// (https://stryker-mutator.io/docs/stryker-js/guides/create-a-plugin/)

/** What an instrumented source file reads and counts, in a variable of all files. */
interface Instrumented {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
  mutantCoverage?: { static: Hits; perTest: Record<string, Hits> };
}

/** Id of a mutant → how often its place was passed. */
type Hits = Record<string, number>;

interface MutantRun {
  readonly activeMutant: { readonly id: string };
  readonly testFilter?: readonly string[];
  readonly hitLimit?: number;
}

/** Id of a test → how many milliseconds of the processor it takes. */
type Times = Readonly<Record<string, number>>;

interface Failure {
  readonly test: string;
  readonly message: string;
  readonly endless: boolean;
}

const FOLDER = "mutation-tests";
const TIMES = join(FOLDER, "times.json");

/** What takes more of the processor, in milliseconds, runs for no mutant: each test of thousands of
 * examples would run thousands of times. Fewer tests can only let more mutants survive. */
const SLOW = 300;

/** What takes so many milliseconds more of the processor than it did without a mutant does not end. */
const ENDLESS = 800;

/** A wait of so many milliseconds more than a test took on the processor, twenty times, has no end. */
const NEVER = 2_000;

/** Longer than any test or module takes. */
const UNKNOWN = 20_000;

const instrumented: Instrumented = {};
Object.assign(globalThis, { __stryker__: instrumented });

class BundleRunner {
  readonly #load = createRequire(resolve(FOLDER, "bundle.cjs"));
  readonly #bundleOf: Readonly<Record<string, string>> = JSON.parse(
    readFileSync(join(FOLDER, "mutants.json"), "utf8"),
  );
  readonly #scripts = new Map<string, Script>();
  /** Quick tests run first. */
  #times: Times = existsSync(TIMES) ? JSON.parse(readFileSync(TIMES, "utf8")) : {};

  capabilities() {
    return { reloadEnvironment: true };
  }

  /** Runs every test without a mutant and tells which mutants each one passes. */
  async dryRun() {
    const times: Record<string, number> = {};
    const perTest: Record<string, Hits> = {};
    for (const name of new Set(Object.values(this.#bundleOf))) {
      const coverage = { static: {}, perTest: {} as Record<string, Hits> };
      instrumented.mutantCoverage = coverage;
      const passed = new Set<string>();
      const failure = await this.#run(name, everyTest, (id, ms) => {
        times[id] = ms;
        if (ms <= SLOW) passed.add(id);
      });
      if (failure !== undefined) {
        return { status: "error", errorMessage: `${failure.test}: ${failure.message}` };
      }
      for (const id of passed) {
        perTest[id] = this.#ownHits(name, coverage.static, coverage.perTest[id] ?? {});
      }
    }
    this.#times = times;
    writeFileSync(TIMES, JSON.stringify(times));
    const tests = Object.entries(times).map(([id, ms]) => ({
      id,
      name: id,
      timeSpentMs: ms,
      status: 0,
    }));
    return { status: "complete", tests, mutantCoverage: { static: {}, perTest } };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit }: MutantRun) {
    const wanted = new Set(testFilter);
    Object.assign(instrumented, { activeMutant: activeMutant.id, hitCount: 0, hitLimit });
    const name = this.#bundleOf[activeMutant.id] as string;
    const failure = await this.#run(name, (id) => wanted.has(id));
    Object.assign(instrumented, { activeMutant: undefined, hitLimit: undefined });
    if (failure?.endless || (instrumented.hitCount ?? 0) > (hitLimit ?? Number.POSITIVE_INFINITY)) {
      return { status: "timeout", reason: "does not end" };
    }
    if (failure === undefined) return { status: "survived", nrOfTests: wanted.size };
    const { test, message } = failure;
    return { status: "killed", killedBy: [test], failureMessage: message, nrOfTests: wanted.size };
  }

  /** Of a bundle, what its tests pass of the mutants it tests. What loading passes, every test does. */
  #ownHits(name: string, loading: Hits, test: Hits): Hits {
    const own: Hits = {};
    for (const hits of [loading, test]) {
      for (const [id, count] of Object.entries(hits)) {
        if (this.#bundleOf[id] === name) own[id] = (own[id] ?? 0) + count;
      }
    }
    return own;
  }

  async #run(name: string, wanted: Wanted, told: Told = () => {}): Promise<Failure | undefined> {
    // A mutant may break a promise that nobody waits for: as in a process of its own, the test fails.
    let stray: unknown;
    const onStray = (error: unknown) => {
      stray ??= error ?? "nothing";
    };
    process.on("uncaughtException", onStray).on("unhandledRejection", onStray);
    try {
      for (const suite of this.#chosen(name, wanted)) {
        const failure = await runSuite(suite, this.#times, told);
        if (failure !== undefined) return failure;
        if (stray !== undefined) return failureOf(suite.name, stray);
      }
      return undefined;
    } catch (error) {
      return failureOf(name, error);
    } finally {
      process.off("uncaughtException", onStray).off("unhandledRejection", onStray);
    }
  }

  /** The wanted tests of a bundle that was evaluated anew, the quick ones first. */
  #chosen(name: string, wanted: Wanted): readonly ChosenSuite[] {
    const time = ({ id }: { id: string }) => this.#times[id] ?? 0;
    const times = ({ tests }: ChosenSuite) => tests.reduce((sum, test) => sum + time(test), 0);
    return this.#suitesOf(name)
      .map((suite, place) => ({
        ...suite,
        tests: suite.tests
          .map((test, index) => ({
            ...test,
            id: `${name} ${place}.${index} ${suite.name} ${test.name}`,
          }))
          .filter(({ id }) => wanted(id))
          .sort((one, other) => time(one) - time(other)),
      }))
      .filter(({ tests }) => tests.length > 0)
      .sort((one, other) => times(one) - times(other));
  }

  #suitesOf(name: string): readonly Suite[] {
    let script = this.#scripts.get(name);
    if (script === undefined) {
      const code = readFileSync(join(FOLDER, `${name}.cjs`), "utf8");
      script = new Script(`(function (require, module, exports) {${code}\n})`);
      this.#scripts.set(name, script);
    }
    const module: { exports: { suites?: readonly Suite[] } } = { exports: {} };
    const evaluate = script.runInThisContext();
    withinTime(() => evaluate(this.#load, module, module.exports), UNKNOWN);
    return module.exports.suites ?? [];
  }
}

interface ChosenSuite extends Suite {
  readonly tests: readonly (Suite["tests"][number] & { readonly id: string })[];
}

type Wanted = (id: string) => boolean;
const everyTest: Wanted = () => true;

/** Called with how many milliseconds of the processor each test took that passed. */
type Told = (id: string, ms: number) => void;

/** @returns the first failure; what follows it need not run. */
async function runSuite(
  { name, tests, before, after, beforeEach, afterEach }: ChosenSuite,
  times: Times,
  told: Told,
): Promise<Failure | undefined> {
  const state = {};
  let running = name;
  try {
    for (const step of before) await step(state);
    for (const { id, handler } of tests) {
      const start = processorTime();
      running = id;
      instrumented.currentTestId = id;
      try {
        for (const step of beforeEach) await step(state);
        const time = times[id] ?? UNKNOWN;
        await answered(
          withinTime(() => handler(state), ENDLESS + 10 * time),
          NEVER + 20 * time,
        );
      } finally {
        for (const step of afterEach) await step(state);
      }
      told(id, processorTime() - start);
    }
    return undefined;
  } catch (error) {
    return failureOf(running, error);
  } finally {
    instrumented.currentTestId = undefined;
    for (const step of after) await step(state);
  }
}

function failureOf(test: string, error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  return { test, message, endless: isStopped(error) };
}

/** How StrykerJS finds the runner. */
export const strykerPlugins = [
  { kind: "TestRunner", name: "bundles", injectableClass: BundleRunner },
];
