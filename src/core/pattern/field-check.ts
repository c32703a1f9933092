import { POINTER_KEY } from "../../contract.ts";
import { fieldPartProblem, fieldValueProblem } from "../record/field-value.ts";
import { flatFieldAt, isUnknownField, summaryFieldProblem } from "../record/record-field.ts";
import type { FieldShape } from "../record/record-shape.ts";

/** What is wrong with one field of the `detail` of a pattern. */
export interface FieldPatternProblem {
  /** The flat key, or what leads to it. */
  readonly field: readonly (string | number)[];
  /** What is wrong and what to write instead. */
  readonly message: string;
}

/**
 * Finds what a pattern asks of records that none can have: fields that CloudTrail does not have,
 * values and operators of another kind than the field's. What EventBridge refuses is not looked at.
 *
 * @param fields Flat key → values and operators; `$or` may hold more of the kind.
 */
export function fieldPatternProblems(
  fields: Readonly<Record<string, unknown>>,
): readonly FieldPatternProblem[] {
  return Object.entries(fields).flatMap(([key, alternatives]) => {
    if (!Array.isArray(alternatives)) return [];
    if (key === "$or") return alternatives.flatMap(armProblems);
    if (key === POINTER_KEY || key.startsWith(`${POINTER_KEY}.`)) return [];
    const found = flatFieldAt(key);
    if (isUnknownField(found)) {
      const { reason, suggestion } = found;
      // Elements of lists have keys of their own in a flat event.
      const meant = suggestion?.replace("[*]", ".0").replace(/\[(\d+)\]/g, ".$1");
      const hint = meant === undefined ? "" : `; did you mean ${meant}?`;
      return [{ field: [key], message: `${reason}${hint}` }];
    }
    const summary = summaryFieldProblem(key, Object.keys(fields));
    if (summary !== undefined) return [{ field: [key], message: summary }];
    if (found.kind === "object" || found.kind === "list") {
      const kind = found.kind === "list" ? "a list" : "an object";
      return [
        {
          field: [key],
          message: `it is ${kind}, and a flat event has only the values in it: name one`,
        },
      ];
    }
    return alternatives.flatMap((value: unknown, index) => {
      const message = valueProblem(key, found.kind, value);
      return message === undefined ? [] : [{ field: [key, index], message }];
    });
  });
}

function armProblems(arm: unknown, index: number): readonly FieldPatternProblem[] {
  if (typeof arm !== "object" || arm === null) return [];
  return fieldPatternProblems(arm as Record<string, unknown>).map(({ field, message }) => ({
    field: ["$or", index, ...field],
    message,
  }));
}

type Kind = FieldShape["kind"];

function valueProblem(key: string, kind: Kind, value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) return exactProblem(key, kind, value);
  const [[name, argument] = ["", undefined]] = Object.entries(value);
  if (name === "exists" || kind === "any") return undefined;
  if (name === "anything-but") return exceptionProblem(key, kind, argument);
  if (name === "numeric") return `it is ${article(kind)}, and numeric never matches that`;
  if (TEXT_OPERATORS.has(name) && kind !== "text") {
    return `it is ${article(kind)}, and ${name} matches only text: list the values`;
  }
  const search = SEARCHES.get(name);
  if (search !== undefined && typeof argument === "string") {
    const reason = fieldPartProblem(key, search, argument);
    return reason && `no event has "${argument}" there: ${inPatternWords(reason)}`;
  }
  if (name === "cidr" && key !== "sourceIPAddress") return "it is no address: cidr never matches";
  return undefined;
}

function exceptionProblem(key: string, kind: Kind, argument: unknown): string | undefined {
  const items: readonly unknown[] = Array.isArray(argument) ? argument : [argument];
  const [first] = items;
  if (typeof first === "object" && first !== null) {
    return kind === "text" ? undefined : `it is ${article(kind)}: list the values`;
  }
  return items.map((item) => exactProblem(key, kind, item)).find((it) => it !== undefined);
}

function exactProblem(key: string, kind: Kind, value: unknown): string | undefined {
  if (value === null) return undefined;
  if (kind === "text") {
    if (typeof value === "string") {
      const reason = fieldValueProblem(key, value);
      return reason && `no event has "${value}" there: ${inPatternWords(reason)}`;
    }
    return `it is text in every event: put ${String(value)} in quotes, "${String(value)}"`;
  }
  if (kind !== "boolean" || typeof value === "boolean") return undefined;
  const meant = /^(true|false)$/i.test(String(value))
    ? String(value).toLowerCase()
    : "true or false";
  return `it is a boolean in every event: write ${meant} without quotes instead of ${JSON.stringify(value)}`;
}

function article(kind: Kind): string {
  return kind === "text" ? "text" : `a ${kind}`;
}

/** Operators that look for a text, and the function of rules that does. */
const SEARCHES: ReadonlyMap<string, string> = new Map([
  ["prefix", "starts_with"],
  ["suffix", "ends_with"],
]);

/** What rules say for an operator of patterns; the longer before the shorter. */
const CALLS: readonly (readonly [call: string, operator: string])[] = [
  ["in_cidr", "cidr"],
  ["like", "wildcard"],
  ["a rule with starts_with", "prefix"],
  ["starts_with", "prefix"],
];

/** What is said of rules, said of patterns. */
function inPatternWords(reason: string): string {
  return CALLS.reduce((said, [call, operator]) => withOperator(said, call, operator), reason);
}

/** Writes `call(field, 'value')` as `{"operator": "value"}`; by places, as a value may be long. */
function withOperator(text: string, call: string, operator: string): string {
  const start = text.indexOf(`${call}(`);
  const open = text.indexOf(", '", start);
  const close = text.lastIndexOf("')");
  if (start < 0 || open < 0 || close < open) return text;
  const value = text.slice(open + 3, close);
  return `${text.slice(0, start)}{"${operator}": "${value}"}${text.slice(close + 2)}`;
}

const TEXT_OPERATORS: ReadonlySet<string> = new Set([
  "prefix",
  "suffix",
  "wildcard",
  "equals-ignore-case",
  "cidr",
]);

/** A problem as text, with what holds the pattern: `consumers.lake.only`. */
export function fieldPatternText(holder: string, { field, message }: FieldPatternProblem): string {
  const [key, ...rest] = field;
  const place = rest
    .map((part) => (typeof part === "number" ? `[${part}]` : ` "${part}"`))
    .join("");
  return `Cannot use ${holder} "${key}"${place} as a record must be able to match: ${message}`;
}
