import { print } from "../expression/print.ts";
import type { Tree } from "../expression/tree.ts";
import type { FlatEvent, Scalar } from "../record/flatten.ts";
import { unflatten } from "../record/unflatten.ts";
import type { IgnoreRule } from "../rule/rule.ts";
import { checkRuleFile } from "../rule-file/check.ts";
import type { AnyFile } from "../rule-file/rule-file.ts";
import type { EventTest } from "../rule-file/rule-test.ts";
import { type NarrowClause, narrowClauses } from "./narrow-clauses.ts";

/** An ignore rule for one event, with the tests of its file. */
export interface Exception {
  readonly rule: IgnoreRule;
  readonly tests: readonly EventTest[];
}

/** What a person says about an ignore rule. */
export type ExceptionWords = Pick<IgnoreRule, "reason" | "owner"> & {
  /** Last day it holds; undefined: for good. */
  readonly expires: string | undefined;
};

/**
 * Writes the narrowest ignore rule that makes sense for an event, limited to the rules it matched.
 * Its tests are the event, as far as the rule reads it, and the same call by somebody else.
 *
 * @param rules Ids of the rules that are to be silent; none means all.
 * @param taken Ids that are in use.
 * @throws {Error} If the event does not say enough, or the rule is none that could be loaded.
 */
export function exceptionFor(
  event: FlatEvent,
  rules: readonly string[],
  { reason, owner, expires }: ExceptionWords,
  taken: ReadonlySet<string>,
): Exception {
  const clauses = narrowClauses(event);
  if (clauses.length === 0) {
    throw new Error(
      "Cannot write an ignore rule as the event must say who called what: write one by hand for what it says",
    );
  }
  const rule: IgnoreRule = {
    id: freeId(clauses, taken),
    match: clauses.map(clauseText).join(" && "),
    reason,
    owner,
    ...(expires !== undefined && { expires }),
    ...(rules.length > 0 && { rules }),
  };
  const tests: readonly EventTest[] = [
    { name: "the event it was written for", expect: "match", event: eventOf(clauses) },
    {
      name: "the same by somebody else",
      expect: "no-match",
      event: eventOf(clauses.map(bySomebodyElse)),
    },
  ];
  const file: AnyFile = { path: `${rule.id}.yaml`, rule, tests };
  const [problem] = checkRuleFile(file);
  if (problem !== undefined) {
    throw new Error(
      `Cannot write an ignore rule as it must be one that loads: ${rule.match}: ${problem.message}`,
    );
  }
  return { rule, tests };
}

/** A clause as JMESPath. */
export function clauseText(clause: NarrowClause): string {
  return print(treeOf(clause));
}

function treeOf({ key, value, by }: NarrowClause): Tree {
  const path: Tree = { kind: "path", segments: [key], key, scalar: true };
  const literal: Tree = { kind: "literal", value: value ?? null };
  return by === "prefix"
    ? { kind: "call", name: "starts_with", args: [path, literal] }
    : { kind: "compare", by: "EQ", left: path, right: literal };
}

/** As little of the event as the rule reads. */
function eventOf(clauses: readonly NarrowClause[]): Readonly<Record<string, unknown>> {
  const read = clauses.flatMap(({ key, value, by }): [string, Scalar][] =>
    value === undefined ? [] : [[key, by === "prefix" ? `${value}session` : value]],
  );
  return unflatten(read);
}

function bySomebodyElse(clause: NarrowClause): NarrowClause {
  const { key, value, by, asks } = clause;
  if (asks !== "who") return clause;
  if (key === "sourceIPAddress") {
    return { ...clause, value: value === OTHER_ADDRESS ? "192.0.2.2" : OTHER_ADDRESS };
  }
  return { ...clause, value: by === "prefix" ? `OTHER${value}` : `${value}-other` };
}

/** Of a block that is for examples: RFC 5737. */
const OTHER_ADDRESS = "192.0.2.1";

/** `ci-deploy-put-bucket-policy`: who and what, in words that a file may be called. */
function freeId(clauses: readonly NarrowClause[], taken: ReadonlySet<string>): string {
  const textOf = (asks: NarrowClause["asks"]): string =>
    String(clauses.findLast((it) => it.asks === asks && it.value !== undefined)?.value ?? "");
  const who = textOf("who");
  const name = who.startsWith("arn:") ? who.split(/[:/]/).findLast((part) => part !== "") : who;
  const base = [name ?? "", textOf("what")]
    .map(wordsOf)
    .filter((words) => words !== "")
    .join("-");
  const start = base === "" ? "exception" : base;
  let id = start;
  for (let count = 2; taken.has(id); count++) id = `${start}-${count}`;
  return id;
}

/** Lower-case words joined with `-`. */
function wordsOf(text: string): string {
  return text
    .slice(0, 80)
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 45)
    .replace(/^-|-$/g, "");
}
