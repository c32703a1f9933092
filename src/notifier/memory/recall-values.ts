import { isForgotten, meetValue } from "../../core/memory/known-value.ts";
import { type Several, severalOf } from "../../core/memory/several.ts";
import type { Observation } from "../../core/memory/sighting.ts";
import { LATENESS } from "../../core/stateful/stateful.ts";
import type { RuleMemory } from "../../ports.ts";
import type { Forgetful } from "./forgetful.ts";
import type { Recalled } from "./recall-events.ts";

/** Milliseconds of a day. */
const DAY = 86_400_000;

/** Times a value is tried to be remembered while others remember it. */
const RACES = 20;

/** What {@linkcode recallValues} works with. */
export interface ValueDeps {
  readonly memory: RuleMemory;
  /** Values that this instance knows: what comes soon after needs no table. */
  readonly met: Forgetful<Met>;
}

/** A value that is known: when it was met last, and the event that was the first to have it. */
export interface Met {
  readonly last: number;
  readonly first: string | undefined;
}

/**
 * Has the values of an event remembered, and finds out which of them are new: each value belongs to
 * the one event whose write was the first, and to that it does whenever it comes again.
 */
export async function recallValues(
  { rule, key, sighting }: Observation,
  { memory, met }: ValueDeps,
): Promise<Recalled> {
  const { firstSeen } = rule;
  if (firstSeen === undefined) return "held";
  const { identity, time } = sighting;
  const { days, learnDays } = firstSeen;
  const seconds = (days * DAY + DAY + LATENESS) / 1_000;
  const learnSeconds = seconds + learnDays * (DAY / 1_000);

  const learnedSince = async () =>
    learnDays > 0 ? await memory.learnedSince(rule.id, key, time, learnSeconds) : undefined;

  async function isNew(value: string): Promise<boolean> {
    const place = `${key}#${value}`;
    const remembered = met.get(place);
    // The first of all asks the table whenever it comes again.
    const isLater = remembered !== undefined && remembered.first !== identity;
    if (isLater && Math.abs(time - remembered.last) < DAY) return false;
    for (let races = 0; races < RACES; races++) {
      const known = await memory.value(rule.id, key, value);
      const isKnown = known !== undefined && !isForgotten(known, time, days);
      const since = isKnown ? undefined : await learnedSince();
      const meeting = meetValue({ days, learnDays }, sighting, known, since);
      const to = meeting.value;
      const isAsKnown = to === undefined || to === known;
      // What is renewed has the key's beginning kept for longer, too.
      if (isKnown && !isAsKnown) await learnedSince();
      if (isAsKnown || (await memory.meet(rule.id, key, value, { from: known, to }, seconds))) {
        const first = (to ?? known)?.identity;
        if (meeting.kind === "known") met.set(place, { last: time, first });
        return meeting.kind === "new";
      }
    }
    throw new Error("Cannot remember value as no other must change it meanwhile: others do");
  }

  const values = sighting.values ?? [];
  const found = await Promise.all(values.map(isNew));
  const fresh = values.filter((_, index) => found[index]);
  if (fresh.length === 0) return "held";
  const alert: Several = severalOf([{ ...sighting, values: fresh }], identity);
  return alert;
}
