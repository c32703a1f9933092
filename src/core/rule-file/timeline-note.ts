import type { Occurrence } from "../memory/history.ts";
import { type Observation, observationsOf, type SeenEvent } from "../memory/sighting.ts";
import type { Verdict } from "../rule/judge.ts";
import { isStateful, type Rule } from "../rule/rule.ts";
import type { TimelineNote } from "./rule-file.ts";

/** Says what one event came to. */
export type Notes = (verdict: Verdict, seen: SeenEvent, came: Occurrence) => string;

/**
 * Makes the notes of a rule's timeline: whether an event matches, what it counts for, under which
 * key, and where the rule alerts. Events come by time.
 */
export function createNotes(rule: Rule): Notes {
  const keys = new Map<string, { readonly time: number; readonly texts: readonly string[] }[]>();
  let shownKey: string | undefined;

  /** The key where it is another than that of the event before. */
  function keyText({ by }: Observation): string {
    const names = keysOf(rule);
    const text = by.map((value, at) => `${names[at]} ${quoted(value)}`).join(", ");
    if (text === shownKey) return "";
    shownKey = text;
    return ` of ${text}`;
  }

  function countText(one: Observation, isAlert: boolean, belongs: boolean): string {
    const { time, values = [], identity, step = 0 } = one.sighting;
    const before = keys.get(one.key) ?? [];
    const texts =
      rule.threshold?.distinct === undefined && values.length === 0 ? [identity] : values;
    const since = time - (rule.threshold?.within ?? Number.POSITIVE_INFINITY);
    const near = before.filter((it) => it.time >= since);
    keys.set(one.key, isAlert ? [] : [...near, { time, texts }]);
    const shown = values.map(quoted).join(", ");
    if (rule.firstSeen !== undefined) {
      const isKnown = values.every((value) => before.some((it) => it.texts.includes(value)));
      keys.set(one.key, [...before, { time, texts }]);
      return `${shown} is ${isAlert ? "new" : isKnown ? "known" : "learned"}${keyText(one)}`;
    }
    if (rule.followedBy !== undefined) {
      return `step ${step + 1} of ${rule.followedBy.steps.length + 1}${keyText(one)}`;
    }
    const count = new Set([...near.flatMap((it) => it.texts), ...texts]).size;
    const number = belongs ? "counts" : `${count} of ${rule.threshold?.count}`;
    return `${number}${keyText(one)}${shown === "" ? "" : `: ${shown}`}`;
  }

  return ({ matched, faults }, seen, { alerts, belongs }) => {
    const [fault] = faults;
    if (matched.length === 0) return fault === undefined ? "no match" : `fault: ${fault.message}`;
    const isAlert = alerts.length > 0;
    const counted = observationsOf(rule, seen).map((it) =>
      countText(it, isAlert, belongs.length > 0),
    );
    return [
      ...(counted.length > 0 ? counted : [isStateful(rule) ? noValueText(rule) : "match"]),
      ...(isAlert ? ["ALERT"] : []),
      ...(belongs.length > 0 ? ["belongs to the alert before"] : []),
    ].join("; ");
  };
}

function keysOf({ threshold, firstSeen, followedBy }: Rule): readonly string[] {
  return (threshold ?? firstSeen ?? followedBy)?.by ?? [];
}

/** Why an event that matches does not count. */
function noValueText({ threshold, firstSeen }: Rule): string {
  const paths = threshold?.distinct ?? firstSeen?.of ?? [];
  return `match, not counted: it has no ${paths.join(" or ")}`;
}

function quoted(value: string | null): string {
  return value === null ? "absent" : JSON.stringify(value);
}

/** Writes what a rule made of the events of a test: `00:04:48  GetSecretValue  3 of 20: "app-3"`. */
export function noteLines(timeline: readonly TimelineNote[]): readonly string[] {
  const width = Math.max(...timeline.map(({ eventName }) => eventName.length));
  const lines = timeline.map(({ at, eventName, says }) =>
    `${clock(at)}  ${eventName.padEnd(width)}  ${says}`.trimEnd(),
  );
  if (lines.length <= MOST_NOTES) return lines;
  const left = lines.length - MOST_NOTES + 1;
  return [...lines.slice(0, SHOWN_FIRST), `… ${left} more`, ...lines.slice(SHOWN_FIRST + left)];
}

/** Events of a test that are shown: the first ones, and those at the end, which decide. */
const MOST_NOTES = 40;
const SHOWN_FIRST = 15;

/** Days, where there are some, and the time of day since the begin. */
function clock(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1_000);
  const parts = [Math.floor(seconds / 3_600) % 24, Math.floor(seconds / 60) % 60, seconds % 60];
  const days = Math.floor(seconds / 86_400);
  const time = parts.map((part) => String(part).padStart(2, "0")).join(":");
  return days === 0 ? time : `${days}d ${time}`;
}
