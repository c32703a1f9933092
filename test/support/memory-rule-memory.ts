import {
  FIRED_SORT,
  LEARNING_SORT,
  memoryPartition,
  sightingSort,
  sightingSorts,
  valueSort,
} from "../../src/core/memory/memory-key.ts";
import type { Sighting } from "../../src/core/memory/sighting.ts";
import type { FiredAlerts, RuleMemory } from "../../src/ports.ts";

/** The memory of rules in memory, with the port's semantics. */
export interface MemoryRuleMemory {
  readonly memory: RuleMemory;
  /** Items by partition and sort key, as JSON. */
  readonly items: Map<string, Map<string, string>>;
  /** Has every call reject. */
  fail: boolean;
}

/** Makes an empty one. */
export function memoryRuleMemory(): MemoryRuleMemory {
  const partition = (ruleId: string, key: string): Map<string, string> => {
    const pk = memoryPartition(ruleId, key);
    const found = made.items.get(pk) ?? new Map<string, string>();
    made.items.set(pk, found);
    return found;
  };
  const answer = async <T>(value: () => T): Promise<T> => {
    await Promise.resolve();
    if (made.fail) throw new Error("table is down");
    return value();
  };
  const read = <T>(text: string | undefined): T | undefined =>
    text === undefined ? undefined : (JSON.parse(text) as T);
  const made: MemoryRuleMemory = {
    items: new Map(),
    fail: false,
    memory: {
      keep: (observation) =>
        answer(() => {
          const { rule, key, sighting } = observation;
          const items = partition(rule.id, key);
          const sk = sightingSort(observation);
          const found = read<Sighting>(items.get(sk));
          if (found === undefined) items.set(sk, JSON.stringify(sighting));
          return found === undefined || found.identity === sighting.identity ? "own" : "other";
        }),
      sightings: (ruleId, key, from, to) =>
        answer(() => {
          const [first, last] = sightingSorts(from, to);
          return [...partition(ruleId, key)]
            .filter(([sk]) => sk >= first && sk <= last)
            .map(([, text]) => JSON.parse(text));
        }),
      fired: (ruleId, key) =>
        answer(
          () =>
            read<FiredAlerts>(partition(ruleId, key).get(FIRED_SORT)) ?? { version: 0, alerts: [] },
        ),
      fire: (ruleId, key, { version, alerts }) =>
        answer(() => {
          const items = partition(ruleId, key);
          if ((read<FiredAlerts>(items.get(FIRED_SORT))?.version ?? 0) !== version) return false;
          items.set(FIRED_SORT, JSON.stringify({ version: version + 1, alerts }));
          return true;
        }),
      value: (ruleId, key, value) =>
        answer(() => read(partition(ruleId, key).get(valueSort(value)))),
      meet: (ruleId, key, value, { from, to }) =>
        answer(() => {
          const items = partition(ruleId, key);
          const found = items.get(valueSort(value));
          if (found !== (from && JSON.stringify(from))) return false;
          items.set(valueSort(value), JSON.stringify(to));
          return true;
        }),
      learnedSince: (ruleId, key, time) =>
        answer(() => {
          const items = partition(ruleId, key);
          const found = items.get(LEARNING_SORT);
          if (found === undefined) items.set(LEARNING_SORT, String(time));
          return found === undefined ? time : Number(found);
        }),
    },
  };
  return made;
}
