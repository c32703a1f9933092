import type { Verdict } from "../rule/judge.ts";
import { isStateful, type Rule } from "../rule/rule.ts";
import { type KnownValue, meetValue } from "./known-value.ts";
import { belongsTo, firstAlert, type Several, severalOf, withinOf } from "./several.ts";
import { type Observation, observationsOf, type SeenEvent, type Sighting } from "./sighting.ts";

/** What one event comes to under the rules that matched it. */
export interface Occurrence {
  /** Ids of the rules that alert there, in rule order: those of one event, and those of several that fire. */
  readonly alerts: readonly string[];
  /** Of those that fire, what they are about. */
  readonly fired: ReadonlyMap<string, Several>;
  /** Ids of rules that fired before, and to whose alert the event belongs. */
  readonly belongs: readonly string[];
}

/** Tells what an event comes to, after all that were told before. */
export type History = (
  verdict: Pick<Verdict, "matched" | "steps">,
  event: Omit<SeenEvent, "steps">,
) => Occurrence;

/** How {@linkcode createHistory} remembers. */
export interface HistoryOptions {
  /** Whether `firstSeen` learns values for its days, from the first event on; else learning is over. */
  readonly learning: boolean;
}

/**
 * Makes a memory of events in this process, for rules of several events: the decisions that the
 * notifier makes with its table. Events should come in the order of their times; what is forgotten
 * is what no later event can need.
 */
export function createHistory(rules: readonly Rule[], { learning }: HistoryOptions): History {
  const stateful = new Map(rules.filter(isStateful).map((rule) => [rule.id, rule]));
  const several = new Map<string, KeyHistory>();
  const values = new Map<string, Map<string, KnownValue>>();
  const learnedSince = new Map<string, number>();

  function meet({ rule, key, sighting }: Observation): Several | undefined {
    const { firstSeen } = rule;
    if (firstSeen === undefined) return undefined;
    if (learning && !learnedSince.has(key)) learnedSince.set(key, sighting.time);
    const known = entryOf(values, key, () => new Map<string, KnownValue>());
    const fresh = (sighting.values ?? []).filter((text) => {
      const met = meetValue(firstSeen, sighting, known.get(text), learnedSince.get(key));
      if (met.value !== undefined) known.set(text, met.value);
      return met.kind === "new";
    });
    if (fresh.length === 0) return undefined;
    return severalOf([{ ...sighting, values: fresh }], sighting.identity);
  }

  return ({ matched, steps }, event) => {
    const fired = new Map<string, Several>();
    const belongs: string[] = [];
    const alerts = matched.filter((id) => {
      const rule = stateful.get(id);
      if (rule === undefined) return true;
      const held = steps?.[id];
      for (const one of observationsOf(rule, { ...event, ...(held && { steps: held }) })) {
        const alert =
          rule.firstSeen === undefined
            ? entryOf(several, one.key, () => new KeyHistory(rule)).add(one)
            : meet(one);
        if (alert === "belongs") belongs.push(id);
        else if (alert !== undefined && !fired.has(id)) fired.set(id, alert);
      }
      return fired.has(id);
    });
    return { alerts, fired, belongs: [...new Set(belongs)].filter((id) => !fired.has(id)) };
  };
}

function entryOf<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}

/** What happened of one key of one rule. */
class KeyHistory {
  readonly #rule: Rule;
  readonly #within: number;
  /** By time. */
  #sightings: Placed[] = [];
  #fired: Several[] = [];
  /** When each value was met last. */
  readonly #met = new Map<string, number>();
  #latest = Number.NEGATIVE_INFINITY;

  constructor(rule: Rule) {
    this.#rule = rule;
    this.#within = withinOf(rule);
  }

  add({ sighting: seen, place }: Observation): Several | "belongs" | undefined {
    const sighting = { ...seen, place };
    const { time, identity } = sighting;
    const within = this.#within;
    if (this.#fired.some((alert) => belongsTo(alert, time, within))) return "belongs";
    const isNewest = time > this.#latest;
    this.#latest = Math.max(this.#latest, time);
    this.#insert(sighting);
    const isMore = this.#adds(sighting);
    if (isNewest && !isMore) return undefined;
    const near = this.#sightings.slice(this.#from(time - within), this.#from(time + within + 1));
    const events = firstAlert(this.#rule, near, this.#fired);
    if (events === undefined) return undefined;
    const alert = severalOf(events, identity);
    this.#fired.push(alert);
    this.#sightings = this.#sightings.filter((one) => !belongsTo(alert, one.time, within));
    return alert;
  }

  /** The position of the first that is no earlier than a time. */
  #from(time: number): number {
    let low = 0;
    let high = this.#sightings.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#sightings[middle] as Sighting).time < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Whether an event that none is later than can complete anything: ends a sequence, or has a value that the time before it does not hold. */
  #adds({ time, step, values }: Sighting): boolean {
    const { followedBy } = this.#rule;
    if (followedBy !== undefined) return step === followedBy.steps.length;
    if (this.#rule.threshold?.distinct === undefined || values === undefined) return true;
    const isMore = values.some((value) => {
      const before = this.#met.get(value);
      return before === undefined || before < time - this.#within;
    });
    for (const value of values) {
      this.#met.set(value, Math.max(time, this.#met.get(value) ?? time));
    }
    return isMore;
  }

  #insert(sighting: Placed): void {
    const all = this.#sightings;
    let at = all.length;
    for (; at > 0 && (all[at - 1] as Placed).time >= sighting.time; at--) {
      const { time, place } = all[at - 1] as Placed;
      if (time === sighting.time && place === sighting.place) return;
    }
    all.splice(at, 0, sighting);
    this.#forget();
  }

  /** What is too old for anything that may still come. */
  #forget(): void {
    const limit = this.#latest - this.#within - KEPT;
    const [oldest] = this.#sightings;
    if (oldest === undefined || oldest.time >= limit - KEPT) return;
    this.#sightings = this.#sightings.filter((one) => one.time >= limit);
    this.#fired = this.#fired.filter(({ last }) => last + this.#within >= limit);
  }
}

type Placed = Sighting & Pick<Observation, "place">;

/** Milliseconds that an event may come behind others that happened later. */
const KEPT = 3_600_000;
