import type { Sighting } from "../../src/core/memory/sighting.ts";
import type { RuleMemory } from "../../src/ports.ts";
import type { Random } from "../support/random.ts";

/** Bugs of a memory, by name: each breaks the law on some seeds. */
export const plantedBugs: ReadonlyMap<string, (memory: RuleMemory, random: Random) => RuleMemory> =
  new Map([
    ["read-before-write", readBeforeWrite],
    ["fires-whatever-fired", (memory) => ({ ...memory, fire: fireAlways(memory) })],
    ["window-by-arrival", windowByArrival],
    ["counts-duplicates", countsDuplicates],
    ["stale-read", staleRead],
    ["forgets-who-fired", forgetsWhoFired],
    ["any-write-is-the-first", (memory) => ({ ...memory, meet: meetAlways(memory) })],
  ]);

/** What is read is what there was before the event was written. */
function readBeforeWrite(memory: RuleMemory): RuleMemory {
  const before = new Map<string, readonly Sighting[]>();
  return {
    ...memory,
    async keep(observation, seconds) {
      const { rule, key } = observation;
      before.set(key, await memory.sightings(rule.id, key, 0, Number.MAX_SAFE_INTEGER / 1_000));
      return memory.keep(observation, seconds);
    },
    async sightings(ruleId, key, from, to) {
      const all = before.get(key) ?? (await memory.sightings(ruleId, key, from, to));
      return all.filter(({ time }) => time >= from && time <= to);
    },
  };
}

function fireAlways(memory: RuleMemory): RuleMemory["fire"] {
  return async (ruleId, key, fired, seconds) => {
    const { version } = await memory.fired(ruleId, key);
    return memory.fire(ruleId, key, { ...fired, version }, seconds);
  };
}

function meetAlways(memory: RuleMemory): RuleMemory["meet"] {
  return async (...change) => {
    await memory.meet(...change);
    return true;
  };
}

function windowByArrival(memory: RuleMemory): RuleMemory {
  const arrivals = new Map<string, number>();
  return {
    ...memory,
    keep(observation, seconds) {
      const { identity, time } = observation.sighting;
      if (!arrivals.has(identity)) arrivals.set(identity, time - (time % 1_000) + arrivals.size);
      return memory.keep(observation, seconds);
    },
    async sightings(ruleId, key) {
      const all = await memory.sightings(ruleId, key, 0, Number.MAX_SAFE_INTEGER / 1_000);
      const [first] = all;
      return all
        .toSorted((a, b) => order(a) - order(b))
        .map((one, at) => ({ ...one, time: (first as Sighting).time + at }));
    },
  };
  function order({ identity }: Sighting): number {
    return [...arrivals.keys()].indexOf(identity);
  }
}

function countsDuplicates(memory: RuleMemory): RuleMemory {
  let copies = 0;
  return {
    ...memory,
    keep: (observation, seconds) =>
      memory.keep(
        {
          ...observation,
          place: `${observation.place}-${++copies}`,
          sighting: { ...observation.sighting, identity: `${observation.sighting.identity}` },
        },
        seconds,
      ),
    async sightings(ruleId, key, from, to) {
      const all = await memory.sightings(ruleId, key, from, to);
      return all.map((one, at) => ({
        ...one,
        identity: `${one.identity}#${at}`,
        ...(one.values && { values: one.values.map((value) => `${value}#${at}`) }),
      }));
    },
  };
}

function staleRead(memory: RuleMemory, random: Random): RuleMemory {
  return {
    ...memory,
    async sightings(ruleId, key, from, to) {
      const all = await memory.sightings(ruleId, key, from, to);
      return random.chance(0.3) ? all.slice(0, -1) : all;
    },
  };
}

function forgetsWhoFired(memory: RuleMemory): RuleMemory {
  return {
    ...memory,
    fire: (ruleId, key, { version, alerts }, seconds) =>
      memory.fire(
        ruleId,
        key,
        { version, alerts: alerts.map((alert) => ({ ...alert, firedBy: "" })) },
        seconds,
      ),
  };
}
