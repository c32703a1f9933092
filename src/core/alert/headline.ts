import { clip } from "../record/event-text.ts";
import type { Alert } from "./alert.ts";

/**
 * What an alert is called. The title of its rule says that something happened; where the call did
 * not go through, the headline says that first.
 */
export function headline(alert: Pick<Alert, "title" | "failure" | "eventName">): string {
  if (alert.failure === undefined) return alert.title;
  return `${clip(alert.eventName ?? "A call", MAX_EVENT_NAME)} ${outcomeWords(alert.failure)} (rule: ${alert.title})`;
}

/** `was refused` or `failed`. */
export function outcomeWords(failure: NonNullable<Alert["failure"]>): string {
  return failure === "refused" ? "was refused" : "failed";
}

const MAX_EVENT_NAME = 50;
