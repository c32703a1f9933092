import type { Scalar } from "../record/flatten.ts";

/**
 * Values that one flat key may have: a union of members. Sets are what conditions on events are
 * made of; they say exactly what an expression asks for, whatever a pattern can express of it.
 */
export type ValueSet = readonly ValueMember[];

/** One member of a {@linkcode ValueSet}. */
export type ValueMember =
  /** The event has no such key. */
  { readonly kind: "absent" } | { readonly kind: "equals"; readonly value: Scalar } | PresentMember;

/** Any value that meets every test of `all`, no test of `none`, and is none of `not`. */
export interface PresentMember {
  readonly kind: "present";
  readonly all: readonly TextTest[];
  readonly none: readonly TextTest[];
  readonly not: readonly Scalar[];
}

/** A test that only text can meet. */
export interface TextTest {
  readonly by: "prefix" | "suffix" | "substring";
  readonly text: string;
}

/** The event has no such key. */
export const ABSENT: ValueMember = { kind: "absent" };

/** The event has the key, with any value. */
export const PRESENT: PresentMember = { kind: "present", all: [], none: [], not: [] };

/** What JMESPath takes for true among a flat key's values. */
export const TRUTHY: PresentMember = { ...PRESENT, not: ["", false] };

/** Any value that is no text, as all text has the empty prefix. */
export const NOT_TEXT: PresentMember = { ...PRESENT, none: [{ by: "prefix", text: "" }] };

/** Whether a member is {@linkcode NOT_TEXT}. */
export function isNotText({ all, none, not }: PresentMember): boolean {
  const [test] = none;
  return (
    all.length === 0 &&
    not.length === 0 &&
    none.length === 1 &&
    test?.by === "prefix" &&
    test.text === ""
  );
}

/** Makes the member of one value. */
export function equalTo(value: Scalar): ValueMember {
  return { kind: "equals", value };
}

/** Makes the member of text that meets a test. */
export function textBy(by: TextTest["by"], text: string): PresentMember {
  return { ...PRESENT, all: [{ by, text }] };
}

/** Makes the member of whatever does not meet a test; what is no text never does. */
export function textNotBy(by: TextTest["by"], text: string): PresentMember {
  return { ...PRESENT, none: [{ by, text }] };
}

/** Whether a key's value, undefined for none, is in the set. */
export function hasValue(set: ValueSet, value: Scalar | undefined): boolean {
  return set.some((member) => memberHas(member, value));
}

/** Whether a text, or what is no text, meets a test. */
export function meets(value: Scalar, { by, text }: TextTest): boolean {
  if (typeof value !== "string") return false;
  if (by === "prefix") return value.startsWith(text);
  return by === "suffix" ? value.endsWith(text) : value.includes(text);
}

/** The values in both sets; no member if there is none. */
export function intersect(a: ValueSet, b: ValueSet): ValueSet {
  return unite(a.flatMap((left) => b.flatMap((right) => intersectMembers(left, right))));
}

/** The union of members, in a stable order and without those that others contain. */
export function unite(members: ValueSet): ValueSet {
  const byText = new Map(members.map((member) => [JSON.stringify(member), member]));
  const distinct = [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, member]) => member);
  // One value contains no other, and lists of values can be long.
  const wide = distinct.filter(({ kind }) => kind === "present");
  return distinct.filter(
    (member) => !wide.some((other) => other !== member && contains(other, member)),
  );
}

/** Whether the set is all there is: present or not, whatever the value. */
export function isEverything(set: ValueSet): boolean {
  return (
    set.some(({ kind }) => kind === "absent") && set.some((member) => contains(member, PRESENT))
  );
}

/** Whether every value of `inner` is surely in `outer`. */
export function containsSet(outer: ValueSet, inner: ValueSet): boolean {
  return inner.every((member) =>
    outer.some((candidate) => candidate === member || contains(candidate, member)),
  );
}

function memberHas(member: ValueMember, value: Scalar | undefined): boolean {
  if (value === undefined) return member.kind === "absent";
  if (member.kind === "equals") return member.value === value;
  if (member.kind === "absent") return false;
  return (
    member.all.every((test) => meets(value, test)) &&
    !member.none.some((test) => meets(value, test)) &&
    !member.not.includes(value)
  );
}

function intersectMembers(a: ValueMember, b: ValueMember): ValueSet {
  if (a.kind === "equals") return memberHas(b, a.value) ? [a] : [];
  if (b.kind === "equals") return memberHas(a, b.value) ? [b] : [];
  if (a.kind === "absent" || b.kind === "absent") return a.kind === b.kind ? [a] : [];
  const all = strongest([...a.all, ...b.all]);
  const none = weakest([...a.none, ...b.none]);
  if (all === undefined || all.some((test) => none.some((other) => implies(test, other))))
    return [];
  const not = [...new Set([...a.not, ...b.not])].filter(
    (value) => all.every((test) => meets(value, test)) && !none.some((test) => meets(value, test)),
  );
  return [{ kind: "present", all, none, not: sorted(not) }];
}

/** Whether one member surely has every value of another; false where that is not clear. */
function contains(outer: ValueMember, inner: ValueMember): boolean {
  if (inner.kind === "absent" || outer.kind === "absent") return inner.kind === outer.kind;
  if (inner.kind === "equals") return memberHas(outer, inner.value);
  if (outer.kind === "equals") return false;
  return (
    outer.all.every((test) => inner.all.some((it) => implies(it, test))) &&
    outer.none.every(
      (test) =>
        inner.none.some((it) => implies(test, it)) || inner.all.some((it) => excludes(it, test)),
    ) &&
    outer.not.every((value) => !memberHas(inner, value))
  );
}

/** Whether whatever meets one test meets the other. */
function implies({ by, text }: TextTest, other: TextTest): boolean {
  if (other.by === "substring") return text.includes(other.text);
  return by === other.by && meets(text, other);
}

/** Whether nothing meets both tests. */
function excludes(a: TextTest, b: TextTest): boolean {
  if (a.by !== b.by || a.by === "substring") return false;
  return !meets(a.text, b) && !meets(b.text, a);
}

/** Tests without those that others imply; undefined if nothing can meet them all. */
function strongest(tests: readonly TextTest[]): readonly TextTest[] | undefined {
  if (tests.some((a) => tests.some((b) => excludes(a, b)))) return undefined;
  return sortedTests(tests, (test, other) => implies(other, test));
}

/** Tests to fail without those that failing others implies. */
function weakest(tests: readonly TextTest[]): readonly TextTest[] {
  return sortedTests(tests, (test, other) => implies(test, other));
}

function sortedTests(
  tests: readonly TextTest[],
  redundant: (test: TextTest, other: TextTest) => boolean,
): readonly TextTest[] {
  const distinct = [...new Map(tests.map((test) => [`${test.by}:${test.text}`, test]))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, test]) => test);
  return distinct.filter(
    (test, index) =>
      !distinct.some(
        (other, at) =>
          at !== index && redundant(test, other) && (!redundant(other, test) || at < index),
      ),
  );
}

function sorted(values: readonly Scalar[]): readonly Scalar[] {
  return [...values].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}
