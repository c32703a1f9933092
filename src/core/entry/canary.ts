import {
  CANARY_DETAIL_TYPE,
  CANARY_KEY,
  CANARY_WAYS,
  EVENT_SOURCE,
  EVENT_VERSION,
  POINTER_KEY,
} from "../../contract.ts";
import { isObject } from "../record/event-text.ts";
import type { BusEntry } from "./bus-entry.ts";

/**
 * An event that passes the whole way an alert would, and ends as a receipt. What does not come is
 * missed: that is how a way that is closed shows, though nothing fails on it.
 */
export interface Canary {
  /** The AWS rule it passes, and no other. */
  readonly rule: string;
  /** The way that it proves: the rule's name, or one of {@linkcode CANARY_WAYS}. */
  readonly way: string;
  /** When it set out, milliseconds since the epoch. */
  readonly at: number;
}

/** What the splitter is asked to do about canaries. */
export type CanaryRequest =
  /** Send one to each of these AWS rules, and one by the continuation queue. */
  | { readonly kind: "fly"; readonly rules: readonly string[] }
  /** Send on one that came by the continuation queue. */
  | { readonly kind: "land"; readonly canary: Canary };

/** A canary as the bus takes it: of a detail-type no record has, so none can be taken for one. */
export function canaryEntry({ rule, way, at }: Canary): BusEntry {
  return {
    source: EVENT_SOURCE,
    detailType: CANARY_DETAIL_TYPE,
    resources: [],
    detail: JSON.stringify({
      [CANARY_KEY]: rule,
      [POINTER_KEY]: { version: EVENT_VERSION, way, at },
    }),
  };
}

/** Reads a canary off the detail of its event; undefined if it is odd. */
export function canaryOfDetail(
  detail: Readonly<Record<string, unknown>>,
): Pick<Canary, "way" | "at"> | undefined {
  const { way, at } = Object(detail[POINTER_KEY]) as Partial<Canary>;
  return typeof way === "string" && isInstant(at) ? { way, at } : undefined;
}

/** The message by which one goes through the continuation queue. */
export function canaryMessage({ rule, at }: Pick<Canary, "rule" | "at">) {
  return { trailbridge: { canary: { rule, at } } } as const;
}

/**
 * Reads what the splitter is asked to do about canaries, off the schedule's input or the one message
 * of an invocation by its continuation queue.
 *
 * @returns Undefined for anything else, a notification of log files, say.
 */
export function canaryRequestOf(event: unknown, ownQueue: string): CanaryRequest | undefined {
  const asked = askedOf(event, "canary", ownQueue);
  if (asked === undefined) return undefined;
  const { rules, rule, at } = asked;
  if (Array.isArray(rules) && rules.every((it) => typeof it === "string")) {
    return { kind: "fly", rules };
  }
  return typeof rule === "string" && isInstant(at)
    ? { kind: "land", canary: { rule, way: CANARY_WAYS.continuations, at } }
    : undefined;
}

/**
 * What the splitter is asked to do beside reading log files, off a schedule's input or the one message
 * of an invocation by its continuation queue.
 *
 * @param what Which of the things it may be asked.
 * @param ownQueue Name of that queue: by others anybody may ask.
 */
export function askedOf(
  event: unknown,
  what: "canary" | "validate",
  ownQueue: string,
): Readonly<Record<string, unknown>> | undefined {
  for (const it of [event, messageOf(event, ownQueue)]) {
    if (!isObject(it) || !Object.hasOwn(it, "trailbridge")) continue;
    const { trailbridge } = it;
    const asked = isObject(trailbridge) ? trailbridge[what] : undefined;
    if (isObject(asked)) return asked;
  }
  return undefined;
}

function messageOf(event: unknown, ownQueue: string): unknown {
  const records = isObject(event) ? event.Records : undefined;
  const [record] = Array.isArray(records) && records.length === 1 ? records : [];
  if (!isObject(record) || typeof record.body !== "string") return undefined;
  if (String(record.eventSourceARN).split(":").at(-1) !== ownQueue) return undefined;
  try {
    return JSON.parse(record.body);
  } catch {
    // No canary's message: whoever reads notifications says what is wrong with it.
    return undefined;
  }
}

function isInstant(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
