import type { Stateful } from "../stateful/stateful.ts";
import { firstSequence } from "./sequence.ts";
import type { Sighting } from "./sighting.ts";
import { firstFullWindow } from "./window.ts";

/** An alert about several events, or about a value that is new: what a rule of several events fires. */
export interface Several {
  /** When the first and the last of its events happened, milliseconds since the epoch. */
  readonly first: number;
  readonly last: number;
  /** Its events, by time: of a threshold those of the first full window, of a sequence one for each step, of a new value the one that has it. */
  readonly sightings: readonly Sighting[];
  /** Identity of the event at which it fired. */
  readonly firedBy: string;
}

/** Milliseconds in which events of a rule belong together. */
export function withinOf({ threshold, followedBy }: Stateful): number {
  return threshold?.within ?? followedBy?.within ?? 0;
}

/**
 * Whether an event of the same key belongs to an alert that fired: it happened no longer than
 * `within` before its first or after its last event. It is counted there, and nowhere else.
 */
export function belongsTo(
  { first, last }: Pick<Several, "first" | "last">,
  time: number,
  within: number,
): boolean {
  return time >= first - within && time <= last + within;
}

/**
 * Decides whether the events of a key come to an alert: of a threshold the first window, by the
 * events' own times, that is full; of a sequence the one that is complete first.
 *
 * @param sightings All of the key that may matter, in any order, also such as belong to an alert.
 * @param fired Alerts of the key that fired already.
 * @returns Its events, by time; undefined if there is none.
 */
export function firstAlert(
  rule: Stateful,
  sightings: readonly Sighting[],
  fired: readonly Pick<Several, "first" | "last">[],
): readonly Sighting[] | undefined {
  const within = withinOf(rule);
  const free = sightings
    .filter(({ time }) => !fired.some((alert) => belongsTo(alert, time, within)))
    .sort(byTime);
  if (rule.threshold !== undefined) return firstFullWindow(rule.threshold, free);
  if (rule.followedBy !== undefined) return firstSequence(rule.followedBy, free);
  return undefined;
}

/**
 * Whether an event is told of by the alert it belongs to already: it is one of its events, and not
 * the one at which it fired. When it comes again it is no further one.
 */
export function isToldIn({ sightings, firedBy }: Several, identity: string): boolean {
  return identity !== firedBy && sightings.some((one) => one.identity === identity);
}

/** The alert of such events. */
export function severalOf(sightings: readonly Sighting[], firedBy: string): Several {
  const times = sightings.map(({ time }) => time);
  return { first: Math.min(...times), last: Math.max(...times), sightings, firedBy };
}

/** Times have whole seconds: of several in one, the order is any, and always the same. */
function byTime(a: Sighting, b: Sighting): number {
  return a.time - b.time || (a.step ?? 0) - (b.step ?? 0) || (a.identity < b.identity ? -1 : 1);
}
