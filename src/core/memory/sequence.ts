import type { FollowedBy } from "../stateful/stateful.ts";
import type { Sighting } from "./sighting.ts";

/**
 * Finds the sequence that is complete the earliest: an event of each step, none of them twice, each
 * no earlier than the one before. Of several that end alike it is the one whose events are the latest.
 *
 * @param sightings By time; an event may be there for several steps.
 * @returns Its events, in order.
 */
export function firstSequence(
  { within, steps }: Pick<FollowedBy, "within" | "steps">,
  sightings: readonly Sighting[],
): readonly Sighting[] | undefined {
  const byStep: Sighting[][] = Array.from({ length: steps.length + 1 }, () => []);
  for (const sighting of sightings) byStep[sighting.step ?? 0]?.push(sighting);
  for (const last of byStep.at(-1) ?? []) {
    const sequence = endingWith([last], byStep, last.time - within);
    if (sequence !== undefined) return sequence;
  }
  return undefined;
}

/** @param later The end of the sequence. */
function endingWith(
  later: readonly [Sighting, ...Sighting[]],
  byStep: readonly (readonly Sighting[])[],
  notBefore: number,
): readonly Sighting[] | undefined {
  const step = byStep.length - later.length - 1;
  if (step < 0) return later;
  const before = byStep[step] ?? [];
  for (let at = lastUpTo(before, later[0].time); at >= 0; at--) {
    const candidate = before[at] as Sighting;
    if (candidate.time < notBefore) return undefined;
    if (later.some(({ identity }) => identity === candidate.identity)) continue;
    const found = endingWith([candidate, ...later], byStep, notBefore);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Position of the last that is no later than a time; -1 if there is none. */
function lastUpTo(sightings: readonly Sighting[], time: number): number {
  let low = 0;
  let high = sightings.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sightings[middle] as Sighting).time <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
