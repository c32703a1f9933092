import type { Threshold } from "../stateful/stateful.ts";
import type { Sighting } from "./sighting.ts";

/**
 * Finds the first window of time in which a threshold is reached: the one that ends the earliest.
 *
 * @param sightings By time.
 * @returns What fills it, by time: that many events, or the first event of each distinct value, with
 * the values of which it is the first.
 */
export function firstFullWindow(
  { count, within, distinct }: Pick<Threshold, "count" | "within" | "distinct">,
  sightings: readonly Sighting[],
): readonly Sighting[] | undefined {
  if (distinct === undefined && sightings.length < count) return undefined;
  const held = new Map<string, number>();
  const valuesOf = ({ identity, values }: Sighting): readonly string[] =>
    distinct === undefined ? [identity] : (values ?? []);
  let start = 0;
  for (const [end, sighting] of sightings.entries()) {
    for (const value of valuesOf(sighting)) held.set(value, (held.get(value) ?? 0) + 1);
    for (; (sightings[start] as Sighting).time < sighting.time - within; start++) {
      for (const value of valuesOf(sightings[start] as Sighting)) {
        const left = (held.get(value) ?? 0) - 1;
        if (left > 0) held.set(value, left);
        else held.delete(value);
      }
    }
    if (held.size < count) continue;
    const met = new Set<string>();
    return sightings.slice(start, end + 1).flatMap((one) => {
      const fresh = valuesOf(one).filter((value) => !met.has(value));
      for (const value of fresh) met.add(value);
      if (fresh.length === 0) return [];
      return [distinct === undefined ? one : { ...one, values: fresh }];
    });
  }
  return undefined;
}
