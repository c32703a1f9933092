import { isObject } from "../record/event-text.ts";
import type { Alert, AlertFacts } from "./alert.ts";
import type { Notice } from "./notice.ts";
import type { RemovedObject } from "./removed-object.ts";

/** What a message is about. */
export type Subject = Alert | RemovedObject | Notice;

/** The same, without what only a message says. */
export type SubjectFacts = AlertFacts | RemovedObject | Notice;

/**
 * Reads a subject that was kept as JSON text.
 *
 * @returns Undefined if it is none, as another version of this program may have written it.
 */
export function subjectOfText(text: string): Subject | undefined {
  if (text !== last.text) last = { text, subject: parsed(text) };
  return last.subject;
}

/** Who draws a window asks for its subject several times. */
let last: { readonly text: string; readonly subject: Subject | undefined } = {
  text: "",
  subject: undefined,
};

function parsed(text: string): Subject | undefined {
  let subject: unknown;
  try {
    subject = JSON.parse(text);
  } catch {
    // Not JSON: then nothing can be drawn from it, which the caller counts.
    return undefined;
  }
  return isObject(subject) && isSubject(subject) ? (subject as unknown as Subject) : undefined;
}

function isSubject(value: Readonly<Record<string, unknown>>): boolean {
  switch (value.kind) {
    case "alert":
      return isObject(value.actor) && isObject(value.source);
    case "removed-object":
      return typeof value.key === "string";
    case "notice":
      return typeof value.title === "string" && Array.isArray(value.facts);
    default:
      return false;
  }
}
