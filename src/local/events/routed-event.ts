import { randomUUID } from "node:crypto";
import type { Place } from "../wiring/arn.ts";

/** An event on a bus. */
export interface RoutedEvent {
  readonly id: string;
  /** The event as rules see it. */
  readonly parsed: Readonly<Record<string, unknown>>;
  /** The event as targets get it; the detail is written as its sender wrote it. */
  readonly text: string;
}

/** What an event is made of. */
export interface RoutedEventParts {
  readonly source: string;
  readonly detailType: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
  /** The detail's own text. */
  readonly detailText: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
}

/**
 * Makes an event with the fields every event has.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html
 */
export function createRoutedEvent(parts: RoutedEventParts, place: Place): RoutedEvent {
  const id = randomUUID();
  const envelope = {
    version: "0",
    id,
    "detail-type": parts.detailType,
    source: parts.source,
    account: place.account,
    time: new Date(parts.time).toISOString().replace(/\.\d+Z$/, "Z"),
    region: place.region,
    resources: parts.resources,
  };
  return {
    id,
    parsed: { ...envelope, detail: parts.detail },
    text: `${JSON.stringify(envelope).slice(0, -1)},"detail":${parts.detailText}}`,
  };
}
