import type { EventView } from "../expression/event-view.ts";
import { clip } from "../record/event-text.ts";
import { isRefusal } from "../record/outcome.ts";
import { sha256 } from "../record/sha256.ts";
import type { Verdict } from "../rule/judge.ts";
import type { Rule, Severity } from "../rule/rule.ts";
import { combinedValues, keyValues, valuesAtFirst } from "./event-key.ts";

/** One event as the memory of a rule keeps it. Plain JSON, mostly of a few hundred bytes. */
export interface Sighting {
  /** Same event, same identity. */
  readonly identity: string;
  /** When it happened, milliseconds since the epoch. */
  readonly time: number;
  /** Of a sequence, which of its expressions it holds: 0 the rule's own, then its steps'. */
  readonly step?: number;
  /** What is counted once for each value, or must be new. */
  readonly values?: readonly string[];
  /** Name of the call. */
  readonly eventName?: string;
  /** CloudTrail's id of the event. */
  readonly eventId?: string;
  /** Whether the call was refused. */
  readonly refused?: true;
  /** The rule's severity in the context of this event; absent of a rule that is the same in all. */
  readonly severity?: Severity;
}

/** That an event counts for a rule, and with which others. */
export interface Observation {
  readonly rule: Rule;
  /** Tells whose events count together: a hash of the rule's id, of what it asks, and of the values of `by`. */
  readonly key: string;
  /** The values of `by`, as the event has them. */
  readonly by: readonly (string | null)[];
  readonly sighting: Sighting;
  /** What events of one key at one time are kept apart by: of those that are alike the first is enough. */
  readonly place: string;
}

/** An event that rules of several events matched. */
export interface SeenEvent {
  readonly view: EventView;
  /** Same event, same identity. */
  readonly identity: string;
  /** When it happened, milliseconds since the epoch. */
  readonly time: number;
  /** Of a sequence, which of its expressions hold: see `Verdict.steps`. */
  readonly steps?: readonly number[];
  /** What its context makes of the severity of rules. */
  readonly severities?: Verdict["severities"];
}

/**
 * What an event is to a rule of several events that matched it: mostly one observation, of a
 * sequence one for each expression that holds.
 *
 * @returns None if it has none of the values that the rule tells apart: it does not count then.
 */
export function observationsOf(rule: Rule, seen: SeenEvent): readonly Observation[] {
  const { threshold, firstSeen, followedBy } = rule;
  const severity = seen.severities?.[rule.id]?.severity ?? rule.severity;
  const sighting = { ...sightingOf(seen), ...(rule.severityBy && { severity }) };
  const one = (
    by: readonly string[],
    asked: unknown,
    more: Partial<Sighting>,
    apart: readonly unknown[],
  ): Observation => {
    const values = keyValues(by, seen.view);
    const key = sha256(JSON.stringify([rule.id, asked, values])).slice(0, KEY_DIGITS);
    const place = sha256(JSON.stringify(apart)).slice(0, KEY_DIGITS);
    return { rule, key, by: values, sighting: { ...sighting, ...more }, place };
  };
  if (threshold !== undefined) {
    const { by, distinct, count } = threshold;
    if (distinct === undefined) return [one(by, ["threshold", by], {}, [seen.identity])];
    // One event with as many values fills the window by itself.
    const values = valuesAtFirst(distinct, seen.view, count).map(short);
    return values.length === 0 ? [] : [one(by, ["threshold", by, distinct], { values }, values)];
  }
  if (firstSeen !== undefined) {
    const { by, of } = firstSeen;
    const values = combinedValues(of, seen.view, MAX_VALUES).map(short);
    return values.length === 0 ? [] : [one(by, ["firstSeen", by, of], { values }, values)];
  }
  if (followedBy !== undefined) {
    const keys = [followedBy.by, ...followedBy.steps.map((step) => step.by)];
    const steps = seen.steps ?? [0];
    // One that holds several is none of the others that happened at its time: it must not be used twice.
    const apart = steps.length > 1 ? [seen.identity] : [];
    return steps.flatMap((step) => {
      const by = keys[step];
      return by === undefined ? [] : [one(by, ["followedBy", keys], { step }, [step, ...apart])];
    });
  }
  return [];
}

/** Values of one event that may each be new. */
const MAX_VALUES = 100;

/** Hex digits that tell keys apart. */
const KEY_DIGITS = 40;

function sightingOf({ view, identity, time }: SeenEvent): Sighting {
  const eventName = view.scalar("eventName");
  const eventId = view.scalar("eventID");
  const errorCode = view.scalar("errorCode");
  return {
    identity,
    time,
    ...(eventName !== undefined && { eventName: clip(String(eventName), MAX_TEXT) }),
    ...(eventId !== undefined && { eventId: clip(String(eventId), MAX_TEXT) }),
    ...(typeof errorCode === "string" && isRefusal(errorCode) && { refused: true as const }),
  };
}

/** UTF-16 units of a text that is shown. */
const MAX_TEXT = 128;

/** UTF-16 units of a value. */
const MAX_VALUE = 200;

/** A long value is cut and told from others that begin alike. */
function short(value: string): string {
  if (value.length <= MAX_VALUE) return value;
  return `${clip(value, MAX_VALUE - 18)} ${sha256(value).slice(0, 16)}`;
}
