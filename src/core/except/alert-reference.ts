import { isObject } from "../record/event-text.ts";

/** The event that an alert is about, and where it lies. */
export interface AlertReference {
  readonly eventId: string;
  /** `s3://bucket/key` of its log file; undefined where the alert does not say. */
  readonly place: string | undefined;
  /** Ids of the rules it matched. */
  readonly ruleIds: readonly string[];
}

/**
 * Reads an alert as a program is told of it: an alert event of the bus, its detail alone, the body
 * of an SNS message, or what SNS puts around one.
 *
 * @returns Undefined for anything else, a record among it.
 */
export function alertReference(value: unknown): AlertReference | undefined {
  if (!isObject(value)) return undefined;
  if (isObject(value.detail)) return alertReference(value.detail);
  if (typeof value.Message === "string") return alertReference(parsed(value.Message));
  const { eventId, record, ruleIds, display } = value;
  if (typeof eventId === "string" && isObject(display)) {
    return reference(eventId, isObject(record) ? record : {}, ruleIds);
  }
  const { event_id, bucket, source_file, rules, kind } = value;
  return typeof event_id === "string" && event_id !== "N/A" && kind === "alert"
    ? reference(event_id, { bucket, key: source_file }, rules)
    : undefined;
}

function reference(
  eventId: string,
  { bucket, key }: Readonly<Record<string, unknown>>,
  ruleIds: unknown,
): AlertReference {
  const isPlace = typeof bucket === "string" && typeof key === "string";
  return {
    eventId,
    place: isPlace ? `s3://${bucket}/${key}` : undefined,
    ruleIds: Array.isArray(ruleIds) ? ruleIds.filter((id) => typeof id === "string") : [],
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What is no JSON is no alert.
    return undefined;
  }
}
