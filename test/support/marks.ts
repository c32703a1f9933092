import { undrawn } from "../../src/core/thread/drawn.ts";
import type { Mark } from "../../src/core/thread/mark.ts";
import type { Storm, StormRules } from "../../src/core/thread/storm.ts";

/** When the tests' channels are looked at, milliseconds since the epoch. */
export const MARKS_NOW = 1_700_000_000_000;

/** Decides on storms as the defaults do. */
export const STORM_RULES: StormRules = {
  windowSeconds: 900,
  canStorm: true,
  inhibit: false,
  isDown: false,
  mutes: [],
};

/** A window of a medium rule that opened just now and waits, unless told otherwise. */
export function markOf(window: string, about: Partial<Mark> = {}): Mark {
  const openedAt = about.openedAt ?? MARKS_NOW;
  return {
    window,
    rank: 2,
    ruleId: "rule",
    openedAt,
    closesAt: openedAt + 900_000,
    since: openedAt,
    due: openedAt,
    version: "v1",
    ...about,
  };
}

/** A storm of that rule, open now, unless told otherwise. */
export function stormOf(id: string, about: Partial<Storm> = {}): Storm {
  const openedAt = about.openedAt ?? MARKS_NOW;
  return {
    id,
    kind: "storm",
    ruleId: "rule",
    severity: "medium",
    rank: 2,
    openedAt,
    closesAt: openedAt + 900_000,
    endsAt: openedAt + 900_000,
    drawn: undrawn("alone"),
    ...about,
  };
}
