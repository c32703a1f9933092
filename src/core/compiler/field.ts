import { isSame, meets, type TextTest } from "../condition/text-test.ts";
import { NOT_TEXT, type PresentMember, type ValueSet } from "../condition/value-set.ts";
import { parseIpAddress } from "../pattern/ip-address.ts";
import { isWellFormed } from "../pattern/key.ts";
import type { Scalar } from "../record/flatten.ts";
import {
  anyFor,
  LONGEST_TEXT,
  type PatternValue,
  textOperator,
  type WrittenValue,
} from "./text-operator.ts";

/** What an event pattern can say of one field's values: any of these. */
export interface PatternField {
  /** As a pattern has it: values and operators. Undefined where it can say nothing. */
  readonly values: readonly PatternValue[] | undefined;
  /** Why the pattern says less than the set; none if it says all. */
  readonly losses: readonly string[];
}

/** How a field is written. */
export interface FieldOptions {
  /** Whether exclusions may cost a wildcard, of which a bus takes few. */
  readonly wildcards: boolean;
}

/**
 * Writes a set of values as a field of an event pattern. Sound: the pattern matches every value
 * of the set. What the service matches otherwise than JMESPath, or not reliably, is widened:
 *
 * - text with a double quote, which the service compares with its own quotes;
 * - numbers beyond the range in which it compares numbers as such;
 * - halves of surrogate pairs, which UTF-8 cannot carry;
 * - letters of which it takes another view of upper and lower case;
 * - exclusions of two kinds at once and of booleans.
 */
export function toPatternField(set: ValueSet, options: FieldOptions): PatternField {
  const parts = set.map((member): WrittenValue => {
    if (member.kind === "absent") return { value: { exists: false } };
    return member.kind === "equals" ? equals(member.value) : present(member, options);
  });
  const hasAny = parts.some(({ value }) => isAny(value));
  const values = new Map(
    parts
      // Where any value will do, only absence adds to it.
      .filter(({ value }) => !hasAny || isAny(value) || isAbsence(value))
      .map(({ value }) => [JSON.stringify(value), value]),
  );
  const everything = hasAny && parts.some(({ value }) => isAbsence(value));
  return {
    values: everything ? undefined : [...values].sort(byName).map(([, value]) => value),
    losses: [...new Set(parts.flatMap(({ loss }) => loss ?? []))],
  };
}

/** Whether a value costs a wildcard, which may stand within `anything-but`. */
export function isWildcard(value: PatternValue): boolean {
  const operator = Object(value);
  return (
    Object.hasOwn(operator, "wildcard") ||
    Object.hasOwn(Object(operator["anything-but"]), "wildcard")
  );
}

/** Characters of exclusions in one field; leaving some out lets more through. */
const MAX_EXCLUDED = 1_000;

/**
 * Largest number the service compares as a number; beyond, it compares the digits.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#filtering-numeric-matching
 */
const MAX_NUMBER = 5_000_000_000;

function equals(value: Scalar): WrittenValue {
  if (typeof value === "number") {
    return isComparable(value) ? { value } : anyFor("a number beyond the range of patterns");
  }
  if (typeof value === "string") {
    if (value.length > LONGEST_TEXT || !isWellFormed(value)) {
      return textOperator({ by: "prefix", text: value });
    }
    if (parseIpAddress(value)) return { value, loss: "any spelling of an address passes" };
  }
  return { value };
}

function present(member: PresentMember, options: FieldOptions): WrittenValue {
  const written = member.all.map((test) => ({ test, ...textOperator(test) }));
  const best = written.sort((a, b) => rank(b) - rank(a))[0];
  if (best === undefined) return excluded(member, options);
  const isAlone = member.all.length === 1 && rest(member, best.test).length === 0;
  const { value, loss = isAlone ? undefined : "a pattern tests one thing of a value" } = best;
  return loss === undefined ? { value } : { value, loss };
}

/** A wildcard is last, as a bus has few of them; otherwise the longer the text, the better. */
function rank({ value }: { readonly value: PatternValue }): number {
  if (isAny(value)) return 0;
  return (isWildcard(value) ? 1 : 10_000) + JSON.stringify(value).length;
}

/** Exclusions that take something away from what meets a test. */
function rest({ none, not }: PresentMember, test: TextTest): readonly unknown[] {
  return [...none, ...not.filter((value) => meets(value, test))];
}

/** One `anything-but` holds values of one type or tests of one kind: the kind that says most is taken. */
function excluded({ none, not }: PresentMember, { wildcards }: FieldOptions): WrittenValue {
  const total = none.length + not.length;
  if (total === 0) return { value: { exists: true } };
  const kinds: readonly (readonly [operator: string | undefined, items: readonly unknown[]])[] = [
    ["prefix", none.flatMap((test) => exclusion(test, "prefix"))],
    ["suffix", none.flatMap((test) => exclusion(test, "suffix"))],
    ["equals-ignore-case", none.flatMap((test) => exclusion(test, "equals-ignore-case"))],
    [undefined, not.filter((it) => typeof it === "string" && isShort(it) && isWellFormed(it))],
    [undefined, not.filter((it) => typeof it === "number" && isComparable(it))],
    ["wildcard", wildcards ? none.flatMap((test) => exclusion(test, "wildcard")) : []],
  ];
  const chosen = kinds.find(([, items]) => items.length > 0);
  if (chosen === undefined) {
    const search = none.some(({ by }) => by === "substring" || by === "wildcard");
    return anyFor(
      search && !wildcards
        ? "excluding text would cost a wildcard"
        : "a pattern cannot exclude this",
    );
  }
  const [operator, all] = chosen;
  const items = withinLength(all);
  const list = items.length === 1 ? items[0] : items;
  const value = { "anything-but": operator === undefined ? list : { [operator]: list } };
  return items.length === total
    ? { value }
    : { value, loss: "a pattern excludes one kind of thing" };
}

/** The test's text as one operator tells it, if it tells no more and no less. */
function exclusion(test: TextTest, name: string): readonly unknown[] {
  if (NOT_TEXT.none.some((other) => isSame(test, other))) return [];
  const { value, loss } = textOperator(test);
  const text = Object(value)[name];
  return loss === undefined && typeof text === "string" ? [text] : [];
}

/** At least one. */
function withinLength(items: readonly unknown[]): readonly unknown[] {
  let length = 0;
  return items.filter((item, index) => {
    length += JSON.stringify(item).length + 1;
    return index === 0 || length <= MAX_EXCLUDED;
  });
}

function isShort(text: string): boolean {
  return text.length <= LONGEST_TEXT;
}

function isComparable(value: number): boolean {
  return Math.abs(value) <= MAX_NUMBER && !Object.is(value, -0);
}

function isAny(value: PatternValue): boolean {
  return Object(value).exists === true;
}

function isAbsence(value: PatternValue): boolean {
  return Object(value).exists === false;
}

function byName([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}
