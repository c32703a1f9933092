import { clip } from "../record/event-text.ts";
import type { Alert } from "./alert.ts";

/**
 * What an alert is called. The title of its rule says that something happened; where the call did
 * not go through, the headline says that first.
 */
export function headline(alert: Pick<Alert, "title" | "failure" | "eventName">): string {
  const short = shortHeadline(alert);
  return alert.failure === undefined ? short : `${short} (rule: ${alert.title})`;
}

/** The same for a message that names its rule elsewhere: `StopLogging was refused`. */
export function shortHeadline(alert: Pick<Alert, "title" | "failure" | "eventName">): string {
  return alert.failure === undefined
    ? alert.title
    : `${clip(alert.eventName ?? "A call", MAX_EVENT_NAME)} ${outcomeWords(alert.failure)}`;
}

/** `was refused` or `failed`. */
export function outcomeWords(failure: NonNullable<Alert["failure"]>): string {
  return failure === "refused" ? "was refused" : "failed";
}

const MAX_EVENT_NAME = 50;
