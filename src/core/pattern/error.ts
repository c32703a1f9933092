import { textStart } from "../record/text-start.ts";

/** An event pattern that EventBridge would refuse. */
export class PatternError extends Error {
  override readonly name = "PatternError";
  /** Where in the pattern, keys joined with `.`; empty for the pattern as a whole. */
  readonly path: string;

  constructor(path: string, rule: string, found: unknown) {
    const place = path === "" ? "event pattern" : `event pattern at "${path}"`;
    super(`Cannot compile ${place} as ${rule}: ${shorten(found)}`);
    this.path = path;
  }
}

/** Longest excerpt of the pattern in a message, in characters. */
const MAX_EXCERPT = 120;

function shorten(found: unknown): string {
  const text = typeof found === "number" ? String(found) : (JSON.stringify(found) ?? String(found));
  return text.length > MAX_EXCERPT ? `${textStart(text, MAX_EXCERPT)}…` : text;
}
