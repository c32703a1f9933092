import { meets, type PresentMember, type TextTest, type ValueSet } from "../condition/value-set.ts";
import { parseIpAddress } from "../pattern/ip-address.ts";
import { isWellFormed } from "../pattern/key.ts";
import type { Scalar } from "../record/flatten.ts";

/** What an event pattern can say of one field's values: any of these. */
export interface PatternField {
  /** As a pattern has it: values and operators. Undefined where it can say nothing. */
  readonly values: readonly PatternValue[] | undefined;
  /** Why the pattern says less than the set; none if it says all. */
  readonly losses: readonly string[];
  readonly wildcards: number;
}

/** A value or operator of an event pattern; never null, and never `numeric`. */
export type PatternValue = Scalar | Readonly<Record<string, unknown>>;

/**
 * Writes a set of values as a field of an event pattern. Sound: the pattern matches every value
 * of the set. What the service matches otherwise than JMESPath, or not reliably, is widened:
 *
 * - prefixes and suffixes with a double quote, which the service compares with its own quotes;
 * - numbers beyond the range in which it compares numbers as such;
 * - halves of surrogate pairs, which UTF-8 cannot carry;
 * - exclusions of two kinds at once, of booleans, and of substrings, which would cost a wildcard.
 */
export function toPatternField(set: ValueSet): PatternField {
  const parts = set.map((member): Part => {
    if (member.kind === "absent") return { value: { exists: false } };
    return member.kind === "equals" ? equals(member.value) : present(member);
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
    wildcards: [...values.values()].filter((value) => Object.hasOwn(Object(value), "wildcard"))
      .length,
  };
}

/** Longest text worth a place in a pattern, in characters; of longer text, this much is compared. */
const MAX_TEXT = 500;

/** Characters of exclusions in one field; leaving some out lets more through. */
const MAX_EXCLUDED = 1_000;

/**
 * Largest number the service compares as a number; beyond, it compares the digits.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#filtering-numeric-matching
 */
const MAX_NUMBER = 5_000_000_000;

interface Part {
  readonly value: PatternValue;
  /** Why the value says less than it should. */
  readonly loss?: string;
}

function anyFor(loss: string): Part {
  return { value: { exists: true }, loss };
}

function equals(value: Scalar): Part {
  if (typeof value === "number") {
    return isComparable(value) ? { value } : anyFor("a number beyond the range of patterns");
  }
  if (typeof value === "string") {
    if (value.length > MAX_TEXT || !isWellFormed(value)) return affix("prefix", value);
    if (parseIpAddress(value)) return { value, loss: "any spelling of an address passes" };
  }
  return { value };
}

function present(member: PresentMember): Part {
  const best = [...member.all].sort((a, b) => rank(b) - rank(a))[0];
  if (best === undefined) return excluded(member);
  const part = affix(best.by, best.text);
  const alone = member.all.length === 1 && rest(member, best).length === 0;
  return alone ? part : { ...part, loss: "a pattern tests one thing of a value" };
}

/** A wildcard is last, as a bus has few of them; otherwise the longer the text, the better. */
function rank({ by, text }: TextTest): number {
  return (by === "substring" ? 0 : 10_000) + text.length;
}

/** Exclusions that take something away from what meets a test. */
function rest({ none, not }: PresentMember, test: TextTest): readonly unknown[] {
  return [...none, ...not.filter((value) => meets(value, test))];
}

function affix(by: TextTest["by"], text: string): Part {
  // Pieces without quotes and halves of surrogate pairs; the regular expression sees whole pairs.
  const pieces = text.split(/["\ud800-\udfff]/u);
  const longest = pieces.reduce((best, piece) => (piece.length > best.length ? piece : best), "");
  const cut = {
    prefix: pieces[0]?.slice(0, MAX_TEXT) ?? "",
    suffix: pieces.at(-1)?.slice(-MAX_TEXT) ?? "",
    substring: longest.slice(0, MAX_TEXT),
  };
  const piece = trimHalves(cut[by]);
  if (piece === "") return anyFor("only part of a text can be compared");
  const value =
    by === "substring" ? { wildcard: `*${piece.replace(/[\\*]/g, "\\$&")}*` } : { [by]: piece };
  return piece === text ? { value } : { value, loss: "only part of a text can be compared" };
}

/** Cutting text may have cut a pair in two. */
function trimHalves(text: string): string {
  return text.replace(/^[\udc00-\udfff]/, "").replace(/[\ud800-\udbff]$/, "");
}

/** One `anything-but` holds values of one type or tests of one kind: the kind that says most is taken. */
function excluded({ none, not }: PresentMember): Part {
  const kinds = [
    ["prefix", textsOf(none, "prefix")],
    ["suffix", textsOf(none, "suffix")],
    [undefined, not.filter((it) => typeof it === "string" && isShort(it) && isWellFormed(it))],
    [undefined, not.filter((it) => typeof it === "number" && isComparable(it))],
  ] as const;
  const chosen = kinds.find(([, items]) => items.length > 0);
  const total = none.length + not.length;
  if (total === 0) return { value: { exists: true } };
  if (chosen === undefined) {
    const search = none.some(({ by }) => by === "substring");
    return anyFor(
      search ? "excluding text would cost a wildcard" : "a pattern cannot exclude this",
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

function textsOf(tests: readonly TextTest[], by: TextTest["by"]): readonly string[] {
  return tests
    .filter((test) => test.by === by)
    .map(({ text }) => text)
    .filter((text) => text !== "" && isShort(text) && !text.includes('"') && isWellFormed(text));
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
  return text.length <= MAX_TEXT;
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
