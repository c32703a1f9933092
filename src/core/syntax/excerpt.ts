import { printable } from "./problem.ts";

/** A part of a line of a file. */
export interface ExcerptPlace {
  /** From 1. */
  readonly line: number;
  /** Where it begins in the line, in UTF-16 units from 0. */
  readonly column: number;
  /** How long it is in this line; 0 where something is missing. */
  readonly length: number;
  /** The whole line. */
  readonly text: string;
}

/**
 * Shows a place as compilers do: the line with its number, under it a caret for each character at
 * fault. Safe to print; what may be a secret is starred.
 *
 * @example
 * ```ts
 * excerpt({ line: 3, column: 12, length: 2, text: "severity: hi # or low" });
 * //     3 | severity: hi # or low
 * //       |           ^^
 * ```
 */
export function excerpt({ line, column, length, text }: ExcerptPlace): string {
  const shown = starred(text);
  const from = text.length <= MAX_LINE ? 0 : Math.max(0, column - LEAD);
  const to = Math.min(text.length, from + MAX_LINE);
  const end = Math.max(column, Math.min(column + length, to));
  const before = `${from > 0 ? "…" : ""}${printable(shown.slice(from, column))}`;
  const fault = printable(shown.slice(column, end));
  const after = `${printable(shown.slice(end, to))}${to < text.length ? "…" : ""}`;
  const margin = `${INDENT}${" ".repeat(String(line).length)} | `;
  const carets = "^".repeat(Math.max(1, [...fault].length));
  return [
    `${INDENT}${line} | ${before}${fault}${after}`.trimEnd(),
    `${margin}${" ".repeat([...before].length)}${carets}`,
  ].join("\n");
}

/** Below the message, which is itself indented. */
const INDENT = "      ";

/** Characters of a line that are shown, and of these before the place at fault. */
const MAX_LINE = 96;
const LEAD = 40;

/** Stars, one for each character, where there may be a secret, so that carets stay where they belong. */
function starred(text: string): string {
  return text
    .replace(/xox[a-z]?-[\w-]*/gi, stars)
    .replace(/(https?:\/\/[\w.-]+)([^\s"',}\]]*)/gi, (_, host, rest) => host + stars(rest))
    .replace(/[\w-]{24,}/g, (word) =>
      /\d/.test(word) && /[a-z]/i.test(word) ? stars(word) : word,
    );
}

function stars(secret: string): string {
  return "*".repeat(secret.length);
}
