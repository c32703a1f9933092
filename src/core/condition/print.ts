import type { Scalar } from "../record/flatten.ts";
import type { Condition, Term } from "./condition.ts";
import type { TextTest } from "./text-test.ts";
import type { ValueMember, ValueSet } from "./value-set.ts";

/**
 * Writes a condition for people, one line per term, e.g. `eventName: "A", "B…"; errorCode: none`.
 *
 * `…` stands for any text, `none` for a key that is not there, `any` for any value.
 */
export function printCondition({ terms }: Pick<Condition, "terms">): readonly string[] {
  return terms.length === 0 ? ["no event"] : terms.map(printTerm).sort();
}

function printTerm(term: Term): string {
  if (term.size === 0) return "every event";
  return [...term]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, set]) => `${key}: ${printSet(set)}`)
    .join("; ");
}

function printSet(set: ValueSet): string {
  const members = set.map(printMember);
  const shown = members.slice(0, MAX_MEMBERS).join(", ");
  return members.length > MAX_MEMBERS ? `${shown} and ${members.length - MAX_MEMBERS} more` : shown;
}

const MAX_MEMBERS = 20;

function printMember(member: ValueMember): string {
  if (member.kind === "absent") return "none";
  if (member.kind === "equals") return printValue(member.value);
  const wanted = member.all.map(printTest).join(" and ") || "any";
  const unwanted = [...member.none.map(printTest), ...member.not.map(printValue)].join(" or ");
  return unwanted === "" ? wanted : `${wanted} but ${unwanted}`;
}

function printTest({ by, text, fold }: TextTest): string {
  const before = by === "suffix" || by === "substring" ? "…" : "";
  const after = by === "prefix" || by === "substring" ? "…" : "";
  const shown = by === "wildcard" ? text.replaceAll("*", "…") : `${before}${text}${after}`;
  const value = by === "cidr" ? `in ${text}` : JSON.stringify(shown);
  return fold === undefined ? value : `${value} in ${fold} case`;
}

function printValue(value: Scalar): string {
  return JSON.stringify(value);
}
