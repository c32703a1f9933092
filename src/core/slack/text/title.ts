import { textStart } from "../../record/text-start.ts";
import type { Severity } from "../../rule/rule.ts";

/**
 * A message's title: `HIGH · Console login without MFA · production`. What is too long gives
 * way in the middle, so that the place is seen.
 *
 * @param where Account, bucket or nothing.
 */
export function titleText(severity: Severity, what: string, where?: string): string {
  const start = `${severityWord(severity)} · `;
  const end = where === undefined ? "" : ` · ${cut(where, MAX_WHERE)}`;
  return start + cut(what, MAX_TITLE - start.length - end.length) + end;
}

/** `HIGH`: a severity as a title says it. */
export function severityWord(severity: Severity): string {
  return severity.toUpperCase();
}

/** Of a header block's 150, what escaping may add to an ordinary text left out. */
const MAX_TITLE = 140;
const MAX_WHERE = 60;

function cut(text: string, max: number): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= max ? line : `${textStart(line, max - 1)}…`;
}
