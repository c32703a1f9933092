import type { Scalar } from "../record/flatten.ts";
import { unitePresent } from "./member-union.ts";
import { ANY_TEXT, isSame, type TextTest } from "./text-test.ts";
import { contains, hasMember, normal, overlap } from "./value-member.ts";

/**
 * Values that one flat key may have: a union of members. Sets are what conditions on events are
 * made of; they say exactly what an expression asks for, whatever a pattern can express of it.
 */
export type ValueSet = readonly ValueMember[];

/** One member of a {@linkcode ValueSet}. */
export type ValueMember =
  | {
      /** The event has no such key. */
      readonly kind: "absent";
    }
  | {
      /** The key has one value alone. */
      readonly kind: "equals";
      /** That value. */
      readonly value: Scalar;
    }
  | PresentMember;

/** Any value that meets every test of `all`, no test of `none`, and is none of `not`. */
export interface PresentMember {
  /** The key has a value. */
  readonly kind: "present";
  /** Tests each of which it meets. */
  readonly all: readonly TextTest[];
  /** Tests none of which it meets. */
  readonly none: readonly TextTest[];
  /** Values that it is none of. */
  readonly not: readonly Scalar[];
}

/** The event has no such key. */
export const ABSENT: ValueMember = { kind: "absent" };

/** The event has the key, with any value. */
export const PRESENT: PresentMember = { kind: "present", all: [], none: [], not: [] };

/** What JMESPath takes for true among a flat key's values. */
export const TRUTHY_VALUE: PresentMember = { ...PRESENT, not: ["", false] };

/** Any text. */
export const TEXT: PresentMember = { ...PRESENT, all: [ANY_TEXT] };

/** Any value that is no text. */
export const NOT_TEXT: PresentMember = { ...PRESENT, none: [ANY_TEXT] };

/** Any number. */
export const NUMBER: PresentMember = { ...NOT_TEXT, not: [false, true] };

/** Whether a member has every value that is no text, and no other. */
export function isNotText({ all, none, not }: PresentMember): boolean {
  const [test] = none;
  return all.length + not.length === 0 && test !== undefined && isSame(test, ANY_TEXT);
}

/** Makes the member of one value. */
export function equalTo(value: Scalar): ValueMember {
  return { kind: "equals", value };
}

/** Makes the member of text that meets a test. */
export function textBy(by: TextTest["by"], text: string, fold?: TextTest["fold"]): PresentMember {
  return { ...PRESENT, all: [{ by, text, ...(fold && { fold }) }] };
}

/** Makes the member of whatever does not meet a test; what is no text never does. */
export function textNotBy(
  by: TextTest["by"],
  text: string,
  fold?: TextTest["fold"],
): PresentMember {
  return { ...PRESENT, none: [{ by, text, ...(fold && { fold }) }] };
}

/** Whether a key's value, undefined for none, is in the set. */
export function hasValue(set: ValueSet, value: Scalar | undefined): boolean {
  return set.some((member) => hasMember(member, value));
}

/** The values in both sets; no member if there is none. */
export function intersect(a: ValueSet, b: ValueSet): ValueSet {
  return unite(a.flatMap((left) => b.flatMap((right) => overlap(left, right))));
}

/**
 * The union of members, each as short as it can be: in one order, none within another, and none
 * that leaves out what another has. It has the values of its members, no more and no fewer. One
 * set in two spellings mostly comes out the same; where tests may fall away in more than one way,
 * which do depends on the spelling.
 */
export function unite(members: ValueSet): ValueSet {
  const values = new Map<Scalar, ValueMember>();
  const wide: PresentMember[] = [];
  let absent = false;
  for (const member of members.flatMap(normal)) {
    if (member.kind === "absent") absent = true;
    else if (member.kind === "present") wide.push(member);
    else values.set(member.value, member);
  }
  const present = unitePresent(wide, values);
  const single = [...values.values()]
    .filter((member) => !present.some((other) => contains(other, member)))
    .map((member) => [JSON.stringify(member), member] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, member]) => member);
  return [...(absent ? [ABSENT] : []), ...single, ...present];
}

/** Whether the set is all there is: present or not, whatever the value. */
export function isEverything(set: ValueSet): boolean {
  return (
    set.some(({ kind }) => kind === "absent") && set.some((member) => contains(member, PRESENT))
  );
}

/** Whether every value of `inner` is surely in `outer`. */
export function containsSet(outer: ValueSet, inner: ValueSet): boolean {
  if (outer === inner) return true;
  return inner.every((member) => outer.some((candidate) => contains(candidate, member)));
}
