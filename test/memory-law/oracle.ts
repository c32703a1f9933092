import type { Sighting } from "../../src/core/memory/sighting.ts";
import type { Rule } from "../../src/core/rule/rule.ts";

/**
 * The first full window, or complete sequence, as one would find it by hand: each end is tried, the
 * earliest first.
 *
 * @param isTaken Whether an event of a time belongs to an alert.
 * @returns Its events, by time.
 */
export function firstWindowByHand(
  { threshold, followedBy }: Rule,
  sightings: readonly Sighting[],
  isTaken: (time: number) => boolean,
): readonly Sighting[] | undefined {
  const free = sightings
    .filter(({ time }) => !isTaken(time))
    .toSorted(
      (a, b) =>
        a.time - b.time || (a.step ?? 0) - (b.step ?? 0) || (a.identity < b.identity ? -1 : 1),
    );
  for (let end = 0; end < free.length; end++) {
    const last = free[end] as Sighting;
    if (threshold !== undefined) {
      const window = free
        .slice(0, end + 1)
        .filter(({ time }) => last.time - time <= threshold.within);
      const isFirst = (value: string, at: number) =>
        !window.slice(0, at).some((before) => valuesOf(before).includes(value));
      const valuesOf = ({ identity, values }: Sighting) =>
        threshold.distinct === undefined ? [identity] : (values ?? []);
      const telling = window.filter((one, at) => valuesOf(one).some((value) => isFirst(value, at)));
      const values = new Set(window.flatMap(valuesOf));
      if (values.size >= threshold.count) return telling;
    }
    if (followedBy !== undefined && last.step === followedBy.steps.length) {
      const from = last.time - followedBy.within;
      const first = free.filter(
        ({ time, step }) => step === 0 && time >= from && time <= last.time,
      );
      if (followedBy.steps.length === 1) {
        const before = first.at(-1);
        if (before !== undefined) return [before, last];
        continue;
      }
      for (const middle of free.toReversed()) {
        if (middle.step !== 1 || middle.time > last.time || middle.time < from) continue;
        const before = first.findLast(({ time }) => time <= middle.time);
        if (before !== undefined) return [before, middle, last];
      }
    }
  }
  return undefined;
}
