/** One thing that is wrong with an expression. */
export interface ExpressionProblem {
  /** What is wrong and what to write instead, without the place. */
  readonly message: string;
  /** Where it begins in the expression's text, in UTF-16 units from 0. */
  readonly start: number;
  /** Where it ends, exclusive; `start` where something is missing. */
  readonly end: number;
}

/**
 * Shows a problem to people: the message, under it the line of the expression, under that a
 * caret for each character at fault. Safe to print, whatever the expression holds.
 *
 * @example
 * ```ts
 * showProblem("eventName = 'A'", { message: "Equality is written ==", start: 10, end: 11 });
 * // Equality is written ==
 * //     eventName = 'A'
 * //               ^
 * ```
 */
export function showProblem(text: string, { message, start, end }: ExpressionProblem): string {
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const lineEnd = text.indexOf("\n", start);
  const to = lineEnd < 0 ? text.length : lineEnd;
  // A rule's expression is often folded into one long line.
  const first = to - from <= MAX_LINE ? from : Math.max(from, start - LEAD);
  const last = Math.min(to, first + MAX_LINE);
  const before = `${first > from ? "…" : ""}${printable(text.slice(first, start))}`;
  const fault = printable(text.slice(start, Math.max(start, Math.min(end, last))));
  const after = `${printable(text.slice(Math.max(start, Math.min(end, last)), last))}${last < to ? "…" : ""}`;
  const carets = "^".repeat(Math.max(1, [...fault].length));
  return `${message}\n    ${before}${fault}${after}\n    ${" ".repeat([...before].length)}${carets}`;
}

/** Characters of a line that are shown, and of these before the place at fault. */
const MAX_LINE = 96;
const LEAD = 40;

/** What moves the cursor, hides or reorders text is shown as its code point. */
export function printable(text: string): string {
  return text
    .replaceAll("\t", " ")
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`);
}
