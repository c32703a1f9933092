import type { Several } from "../../core/memory/several.ts";
import { type Observation, observationsOf, type SeenEvent } from "../../core/memory/sighting.ts";
import type { Verdict } from "../../core/rule/judge.ts";
import type { Rule } from "../../core/rule/rule.ts";
import type { Clock, Log, RuleMemory } from "../../ports.ts";
import { atMost } from "../record/at-most.ts";
import { Forgetful } from "./forgetful.ts";
import { patientMemory } from "./patient-memory.ts";
import { recallEvents } from "./recall-events.ts";
import { type Met, recallValues } from "./recall-values.ts";

/** An event that rules of several events matched. */
export interface AskedEvent {
  readonly rules: readonly Rule[];
  readonly event: Omit<SeenEvent, "steps">;
  readonly steps?: Verdict["steps"];
}

/** An alert of a rule that an event belongs to, and what the event is there. */
export interface Found {
  readonly rule: Rule;
  readonly alert: Several;
  /** Tells whose events belong together. */
  readonly key: string;
  /** The values of the rule's `by`. */
  readonly by: readonly (string | null)[];
  /** What of the event is counted, or is new. */
  readonly values: readonly string[];
}

/** What an event comes to under the rules of several events that matched it. */
export interface Recollection {
  /** The alerts it belongs to, by the id of the rule; under all other rules it is held. */
  readonly alerts: ReadonlyMap<string, Found>;
  /** Ids of rules of which the table did not say: the event comes again. */
  readonly unanswered: readonly string[];
  /** Those of them for whose key it is to be told meanwhile: the first event of the key that was asked in vain. */
  readonly standsFor: readonly string[];
}

/**
 * Finds out what the events of a batch come to. Never rejects.
 *
 * @param deadline Until when calls to the table may be begun, milliseconds since the epoch.
 */
export type Recall = (
  asked: readonly AskedEvent[],
  deadline: number,
) => Promise<ReadonlyMap<AskedEvent, Recollection>>;

/** What {@linkcode createRecall} needs. */
export interface RecallPorts {
  readonly memory: RuleMemory;
  readonly clock: Clock;
  readonly log: Log;
}

/** Calls to the table at once. */
const MAX_CALLS = 32;

/** Makes what asks the memory of rules, with what this instance remembers of it. */
export function createRecall({ memory: table, clock, log }: RecallPorts): Recall {
  const known = new Forgetful<readonly Several[]>();
  const met = new Forgetful<Met>();
  /** By key, the event that is told of while the table does not answer. */
  const inVain = new Forgetful<string | undefined>();

  return async (asked, deadline) => {
    const memory = patientMemory(table, { clock, limit: atMost(MAX_CALLS), deadline });
    const results = new Map(asked.map((one) => [one, emptyRecollection()]));
    const errors: unknown[] = [];
    const told = (one: AskedEvent, observation: Observation, alert: Several | "held") => {
      if (alert === "held") return;
      const { rule, key, by, sighting } = observation;
      const isValue = rule.firstSeen !== undefined;
      const values = (isValue ? alert.sightings[0]?.values : sighting.values) ?? [];
      results.get(one)?.alerts.set(rule.id, { rule, alert, key, by, values });
    };
    const answered = async (
      asking: readonly [Noticed, ...Noticed[]],
      work: () => Promise<void>,
    ): Promise<void> => {
      const [{ observation: first }] = asking;
      try {
        await work();
        if (inVain.get(first.key) !== undefined) inVain.set(first.key, undefined);
      } catch (error) {
        errors.push(error);
        const waiting = inVain.get(first.key) ?? first.sighting.identity;
        inVain.set(first.key, waiting);
        for (const { asked, observation } of asking) {
          const result = results.get(asked);
          result?.unanswered.push(observation.rule.id);
          const isFirst = observation.sighting.identity === waiting;
          if (isFirst) result?.standsFor.push(observation.rule.id);
        }
      }
    };
    await Promise.all(
      keysOf(asked).map((group) => {
        const [first] = group;
        if (first.observation.rule.firstSeen === undefined) {
          return answered(group, async () => {
            const [head, ...others] = group.map(({ observation }) => observation);
            const found = await recallEvents([head as Observation, ...others], { memory, known });
            for (const [index, { asked, observation }] of group.entries()) {
              told(asked, observation, found[index] ?? "held");
            }
          });
        }
        return Promise.all(
          group.map((one) =>
            answered([one], async () => {
              told(
                one.asked,
                one.observation,
                await recallValues(one.observation, { memory, met }),
              );
            }),
          ),
        );
      }),
    );
    if (errors.length > 0) {
      log.error("Events cannot be counted: their messages come again", {
        events: [...results.values()].filter(({ unanswered }) => unanswered.length > 0).length,
        error: errors[0],
      });
    }
    return results;
  };
}

function emptyRecollection() {
  return {
    alerts: new Map<string, Found>(),
    unanswered: [] as string[],
    standsFor: [] as string[],
  };
}

interface Noticed {
  readonly asked: AskedEvent;
  readonly observation: Observation;
}

/** What is observed, by rule and key. */
function keysOf(asked: readonly AskedEvent[]): readonly (readonly [Noticed, ...Noticed[]])[] {
  const groups = new Map<string, [Noticed, ...Noticed[]]>();
  for (const one of asked) {
    for (const rule of one.rules) {
      const steps = one.steps?.[rule.id];
      const seen = { ...one.event, ...(steps && { steps }) };
      for (const observation of observationsOf(rule, seen)) {
        const noticed = { asked: one, observation };
        const group = groups.get(observation.key);
        if (group === undefined) groups.set(observation.key, [noticed]);
        else group.push(noticed);
      }
    }
  }
  return [...groups.values()];
}
