import { viewOfRecord } from "../../src/core/expression/event-view.ts";
import type { Several } from "../../src/core/memory/several.ts";
import type { Sighting } from "../../src/core/memory/sighting.ts";
import { createJudge } from "../../src/core/rule/judge.ts";
import type { Rule } from "../../src/core/rule/rule.ts";
import { createRecall, type Found } from "../../src/notifier/memory/recall.ts";
import type { RuleMemory } from "../../src/ports.ts";
import { memoryRuleMemory } from "../support/memory-rule-memory.ts";
import type { Random } from "../support/random.ts";
import { createScheduler } from "./scheduler.ts";

/** One event, as it comes to notifiers: maybe more than once. */
export interface LawEvent {
  readonly identity: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly record: Readonly<Record<string, unknown>>;
}

/** What happened in a run, in this order. */
export type LawStep =
  /** An event was written. */
  | { readonly kind: "kept"; readonly sighting: Sighting }
  /** An alert was fired. */
  | { readonly kind: "fired"; readonly alert: Several }
  /** A notifier ended its work on an event, and recorded what it came to. */
  | { readonly kind: "done"; readonly identity: string; readonly found: Found | undefined };

/** How a run goes. */
export interface LawOptions {
  readonly rule: Rule;
  readonly events: readonly LawEvent[];
  readonly random: Random;
  /** Function instances that work at once. */
  readonly notifiers: number;
  /** The port as it is tried: a bug may be planted in it. */
  readonly plant?: (memory: RuleMemory) => RuleMemory;
}

/** Share of events that come once more, of calls that crash, and of these which the table had done. */
const DUPLICATES = 0.3;
const CRASHES = 0.01;
const DONE_BEFORE = 0.5;

/**
 * Has notifiers work at once on events in any order, some of them twice. Each call to the table
 * waits its turn before and after; some crash the notifier, whose batch then comes to another.
 *
 * @returns What happened.
 */
export async function runLaw(options: LawOptions): Promise<readonly LawStep[]> {
  const { rule, events, random, notifiers, plant = (memory) => memory } = options;
  const scheduler = createScheduler(random);
  const steps: LawStep[] = [];
  const { memory } = memoryRuleMemory();
  const told: RuleMemory = {
    ...memory,
    async keep(observation, seconds) {
      const whose = await memory.keep(observation, seconds);
      if (whose === "own") steps.push({ kind: "kept", sighting: observation.sighting });
      return whose;
    },
    async fire(ruleId, key, fired, seconds) {
      const went = await memory.fire(ruleId, key, fired, seconds);
      const alert = fired.alerts.at(-1);
      if (went && alert !== undefined) steps.push({ kind: "fired", alert });
      return went;
    },
  };
  const planted = plant(told);
  const judge = createJudge({ rules: [rule], ignoreRules: [] }, { self: [], now: 0 });
  const queue = shuffled(
    events.flatMap((event) => (random.chance(DUPLICATES) ? [event, event] : [event])),
    random,
  );

  /** The port of one invocation, which may crash at any call. */
  function mortal(): { readonly memory: RuleMemory; isDead: boolean } {
    const made = { isDead: false, memory: planted };
    const call =
      <Args extends unknown[], T>(of: (...args: Args) => Promise<T>) =>
      async (...args: Args): Promise<T> => {
        await scheduler.turn();
        const crashes = made.isDead || random.chance(CRASHES);
        if (crashes) {
          const isDone = !made.isDead && random.chance(DONE_BEFORE);
          made.isDead = true;
          if (isDone) await of(...args);
          throw new Error("crash");
        }
        const answer = await of(...args);
        await scheduler.turn();
        return answer;
      };
    made.memory = {
      keep: call(planted.keep),
      sightings: call(planted.sightings),
      fired: call(planted.fired),
      fire: call(planted.fire),
      value: call(planted.value),
      meet: call(planted.meet),
      learnedSince: call(planted.learnedSince),
    };
    return made;
  }

  async function work(): Promise<void> {
    const log = { info() {}, warn() {}, error() {}, metrics() {} };
    const clock = { now: () => 0, sleep: async () => {} };
    let life = mortal();
    const recallOf = (memory: RuleMemory) => createRecall({ memory, clock, log });
    let recall = recallOf(life.memory);
    while (queue.length > 0) {
      const batch = queue.splice(0, 1 + random.below(4));
      const asked = batch.map(({ identity, time, record }) => {
        const view = viewOfRecord(record);
        const { steps } = judge(view);
        return { rules: [rule], event: { view, identity, time }, ...(steps && { steps }) };
      });
      const answers = await recall(asked, Number.POSITIVE_INFINITY);
      // It may die before it has recorded what it knows now.
      if (life.isDead || random.chance(CRASHES)) {
        queue.splice(random.below(queue.length + 1), 0, ...batch);
        life = mortal();
        recall = recallOf(life.memory);
        continue;
      }
      for (const one of asked) {
        const answer = answers.get(one);
        if (answer === undefined || answer.unanswered.length > 0) throw new Error("no answer");
        const found = answer.alerts.get(rule.id);
        steps.push({ kind: "done", identity: one.event.identity, found });
      }
    }
  }

  const all = Promise.all(Array.from({ length: notifiers }, work));
  await scheduler.run();
  await all;
  return steps;
}

/** A list in another order. */
export function shuffled<T>(list: readonly T[], random: Random): T[] {
  return [...random.some(list, list.length)];
}
