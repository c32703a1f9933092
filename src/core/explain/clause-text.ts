import { printable } from "../syntax/problem.ts";
import type { Clause } from "./clause.ts";
import type { Joint } from "./clause-plan.ts";

/** How a line of an explanation is shown; plain text by default. */
export interface ClauseStyle {
  /** Styles a result: the value, or the fault. */
  readonly result?: (text: string, result: Clause["result"]) => string;
  /** Styles what is beside the point: branches, what is read, what is not reached. */
  readonly aside?: (text: string) => string;
}

/**
 * Draws an explanation as a tree: a line for each clause with its value and what it reads. Long
 * texts are shown in part. Safe to print, whatever expression and event hold.
 *
 * @example
 * ```ts
 * clauseLines(explainExpression("eventName == 'A' && readOnly", viewOfRecord({ eventName: "B" }), { self: [] }));
 * // all of these: false
 * // ├─ eventName == 'A': false (eventName is "B")
 * // └─ readOnly: null, not reached
 * ```
 */
export function clauseLines(clause: Clause, style: ClauseStyle = {}): readonly string[] {
  const { aside = (text) => text } = style;
  const last = clause.children.length - 1;
  return [
    lineOf(clause, style),
    ...clause.children.flatMap((child, index) => {
      const [head, ...rest] = clauseLines(child, style);
      const [branch, stem] = index === last ? ["└─ ", "   "] : ["├─ ", "│  "];
      return [`${aside(branch)}${head}`, ...rest.map((line) => `${aside(stem)}${line}`)];
    }),
  ];
}

function lineOf(clause: Clause, { result = (text) => text, aside = (text) => text }: ClauseStyle) {
  const { joint, text, fault, value, reads, reached } = clause;
  const name = joint === undefined ? printable(excerpt(text, MAX_CLAUSE)) : JOINTS[joint];
  const given = fault === undefined ? valueText(value) : `a fault: ${printable(fault)}`;
  // A path alone says its value itself.
  const told = reads.filter(({ path }) => path !== text);
  const read = told.map(({ path, value: it }) => `${printable(path)} is ${valueText(it)}`);
  const after = `${reached ? "" : ", not reached"}${read.length === 0 ? "" : ` (${read.join(", ")})`}`;
  return `${name}: ${result(given, clause.result)}${after === "" ? "" : aside(after)}`;
}

const JOINTS: Readonly<Record<Joint, string>> = {
  all: "all of these",
  any: "any of these",
  not: "not this",
  choice: "the first chooses between the others",
};

/** Characters of a clause, and of a value, that are shown. */
const MAX_CLAUSE = 160;
const MAX_VALUE = 80;

function valueText(value: unknown): string {
  return value === undefined ? "a fault" : printable(excerpt(JSON.stringify(value), MAX_VALUE));
}

function excerpt(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}
