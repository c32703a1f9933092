import { ExpressionError } from "../syntax/error.ts";
import { deepSize, shallowSize, textSize } from "./budget.ts";
import type { FunctionSpec } from "./function-spec.ts";
import { isEqual, typeName } from "./value.ts";

/** Functions on text. Positions and lengths count code points, as JMESPath does. */
export const TEXT_FUNCTIONS: Readonly<Record<string, FunctionSpec>> = {
  contains: {
    parameters: ["array|string", "any"],
    returns: "boolean",
    cost: (subject: unknown[] | string, search: unknown) =>
      typeof subject === "string" ? textSize(subject) : subject.length * deepSize(search),
    run: (subject: unknown[] | string, search: unknown) => {
      if (typeof subject !== "string") return subject.some((item) => isEqual(item, search));
      return typeof search === "string" ? subject.includes(search) : null;
    },
  },
  ends_with: {
    parameters: ["string", "string"],
    returns: "boolean",
    cost: (_subject: string, affix: string) => textSize(affix),
    run: (subject: string, suffix: string) => subject.endsWith(suffix),
  },
  find_first: {
    parameters: ["string", "string", "number", "number"],
    returns: "number",
    cost: ({ length }: { readonly length: number }) => length,
    optional: 2,
    run: (subject: string, search: string, start?: number, end?: number) =>
      find(subject, search, start, end, "first"),
  },
  find_last: {
    parameters: ["string", "string", "number", "number"],
    returns: "number",
    cost: ({ length }: { readonly length: number }) => length,
    optional: 2,
    run: (subject: string, search: string, start?: number, end?: number) =>
      find(subject, search, start, end, "last"),
  },
  join: {
    parameters: ["string", "array of string"],
    returns: "string",
    cost: (glue: string, parts: unknown[]) =>
      parts.reduce<number>((steps, part) => steps + shallowSize(part) + textSize(glue), 0),
    run: (glue: string, parts: string[]) => parts.join(glue),
  },
  lower: {
    parameters: ["string"],
    returns: "string",
    run: (subject: string) => subject.toLowerCase(),
  },
  pad_left: {
    parameters: ["string", "number", "string"],
    returns: "string",
    cost: (subject: string, width: number) => subject.length + Math.min(width, MAX_WIDTH),
    optional: 1,
    run: (subject: string, width: number, pad = " ") => padding(subject, width, pad) + subject,
  },
  pad_right: {
    parameters: ["string", "number", "string"],
    returns: "string",
    cost: (subject: string, width: number) => subject.length + Math.min(width, MAX_WIDTH),
    optional: 1,
    run: (subject: string, width: number, pad = " ") => subject + padding(subject, width, pad),
  },
  replace: {
    parameters: ["string", "string", "string", "number"],
    returns: "string",
    cost: (subject: string, search: string, by: string) =>
      subject.length + (subject.split(search).length - 1) * textSize(by),
    optional: 1,
    run: (subject: string, search: string, by: string, count?: number) => {
      const most = count === undefined ? Number.POSITIVE_INFINITY : whole("replace", count);
      const parts = subject.split(search);
      if (parts.length - 1 <= most) return parts.join(by);
      return `${parts.slice(0, most).join(by)}${most > 0 ? by : ""}${parts.slice(most).join(search)}`;
    },
  },
  split: {
    parameters: ["string", "string", "number"],
    returns: "array",
    cost: (subject: string) => subject.length,
    optional: 1,
    run: (subject: string, separator: string, count?: number) => {
      const parts = subject.split(separator);
      if (count === undefined || whole("split", count) >= parts.length - 1) return parts;
      return [...parts.slice(0, count), parts.slice(count).join(separator)];
    },
  },
  starts_with: {
    parameters: ["string", "string"],
    returns: "boolean",
    cost: (_subject: string, affix: string) => textSize(affix),
    run: (subject: string, prefix: string) => subject.startsWith(prefix),
  },
  to_string: {
    parameters: ["any"],
    returns: "string",
    cost: deepSize,
    run: (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value)),
  },
  to_number: {
    parameters: ["any"],
    returns: "number",
    run: (value: unknown) => {
      if (typeof value === "number") return value;
      if (typeof value !== "string" || !DECIMAL.test(value.trim())) return null;
      const number = Number(value);
      return Number.isFinite(number) ? number : null;
    },
  },
  trim: {
    parameters: ["string", "string"],
    returns: "string",
    cost: (subject: string) => 1 + subject.length,
    optional: 1,
    run: (subject: string, chars?: string) => trim(subject, chars, "both"),
  },
  trim_left: {
    parameters: ["string", "string"],
    returns: "string",
    cost: (subject: string) => 1 + subject.length,
    optional: 1,
    run: (subject: string, chars?: string) => trim(subject, chars, "left"),
  },
  trim_right: {
    parameters: ["string", "string"],
    returns: "string",
    cost: (subject: string) => 1 + subject.length,
    optional: 1,
    run: (subject: string, chars?: string) => trim(subject, chars, "right"),
  },
  type: { parameters: ["any"], returns: "string", cost: () => 1, run: typeName },
  upper: {
    parameters: ["string"],
    returns: "string",
    run: (subject: string) => subject.toUpperCase(),
  },
};

/** Zeros may lead, as in the hour of a time. */
const DECIMAL = /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i;

/** Longest text the padding functions make, so that a slip in a rule cannot exhaust memory. */
const MAX_WIDTH = 100_000;

function padding(subject: string, width: number, pad: string): string {
  const missing = whole("pad", width) - [...subject].length;
  if ([...pad].length !== 1 || width > MAX_WIDTH) {
    throw new ExpressionError(
      `Cannot pad text as the padding must be one character and the width <= ${MAX_WIDTH}: they are ${[...pad].length} and ${width}`,
    );
  }
  return pad.repeat(Math.max(0, missing));
}

/** Position of a text within a part of another; null where it is not found or either is empty. */
function find(
  subject: string,
  search: string,
  start: number | undefined,
  end: number | undefined,
  which: "first" | "last",
): number | null {
  const chars = [...subject];
  if (chars.length === 0 || search === "") return null;
  const from = position(start ?? 0);
  const part = chars.slice(from, position(end ?? chars.length)).join("");
  const at = which === "first" ? part.indexOf(search) : part.lastIndexOf(search);
  return at < 0 ? null : from + [...part.slice(0, at)].length;
}

/** Before the start counts as the start. */
function position(value: number): number {
  if (Number.isInteger(value)) return Math.max(0, value);
  throw new ExpressionError(`Cannot find text as a position must be whole: it is ${value}`);
}

function whole(what: string, value: number): number {
  if (Number.isInteger(value) && value >= 0) return value;
  throw new ExpressionError(
    `Cannot ${what} text as a count must be whole and >= 0: it is ${value}`,
  );
}

/** Written out: the obvious regular expression takes quadratic time on long runs of blanks. */
function trim(subject: string, chars: string | undefined, side: "both" | "left" | "right"): string {
  const dropped = new Set(chars?.split(""));
  const drops = (char: string): boolean =>
    dropped.size === 0 ? /[\s\u0085]/.test(char) : dropped.has(char);
  let [from, to] = [0, subject.length];
  while (side !== "right" && from < to && drops(subject.charAt(from))) from++;
  while (side !== "left" && to > from && drops(subject.charAt(to - 1))) to--;
  return subject.slice(from, to);
}
