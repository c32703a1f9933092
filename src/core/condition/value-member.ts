import type { Scalar } from "../record/flatten.ts";
import {
  ANY_TEXT,
  excludes,
  implies,
  isSame,
  meets,
  strongest,
  type TextTest,
  weakest,
} from "./text-test.ts";
import type { PresentMember, ValueMember } from "./value-set.ts";

/** Whether a member has a value; undefined is that of a key that is not there. */
export function hasMember(member: ValueMember, value: Scalar | undefined): boolean {
  if (value === undefined) return member.kind === "absent";
  if (member.kind === "equals") return member.value === value;
  if (member.kind === "absent") return false;
  return (
    member.all.every((test) => meets(value, test)) &&
    !member.none.some((test) => meets(value, test)) &&
    !member.not.includes(value)
  );
}

/** A member without what says nothing in it; none if no value can be in it. */
export function normal(member: ValueMember): readonly ValueMember[] {
  if (member.kind === "absent") return [member];
  if (member.kind === "equals") return [Object.is(member.value, -0) ? ZERO : member];
  const all = strongest(member.all);
  if (all === undefined) return [];
  // A test on what another test excludes falls away.
  const none = weakest(member.none).filter((test) => !all.some((other) => excludes(test, other)));
  if (none.some((test) => all.some((other) => implies(other, test)))) return [];
  const candidate: PresentMember = { kind: "present", all, none, not: [] };
  const not = [...new Set(member.not)].filter((value) => hasMember(candidate, value));
  const [only] = all;
  if (only?.by === "equals" && only.fold === undefined) {
    const isIn = hasMember({ ...candidate, not }, only.text);
    return isIn ? [{ kind: "equals", value: only.text }] : [];
  }
  return [{ ...candidate, not: sorted(not) }];
}

const ZERO: ValueMember = { kind: "equals", value: 0 };

/** The values in both members. */
export function overlap(a: ValueMember, b: ValueMember): readonly ValueMember[] {
  if (a.kind === "equals") return hasMember(b, a.value) ? [a] : [];
  if (b.kind === "equals") return hasMember(a, b.value) ? [b] : [];
  if (a.kind === "absent" || b.kind === "absent") return a.kind === b.kind ? [a] : [];
  return normal({
    kind: "present",
    all: [...a.all, ...b.all],
    none: [...a.none, ...b.none],
    not: [...a.not, ...b.not],
  });
}

/** Whether one member surely has every value of another; false where that is not clear. */
export function contains(outer: ValueMember, inner: ValueMember): boolean {
  if (outer === inner) return true;
  if (inner.kind === "absent" || outer.kind === "absent") return inner.kind === outer.kind;
  if (inner.kind === "equals") return hasMember(outer, inner.value);
  if (outer.kind === "equals") return false;
  return (
    outer.all.every((test) => inner.all.some((it) => implies(it, test))) &&
    outer.none.every(
      (test) =>
        inner.none.some((it) => implies(test, it)) || inner.all.some((it) => excludes(it, test)),
    ) &&
    outer.not.every((value) => !hasMember(inner, value))
  );
}

/**
 * The union of members that are {@linkcode normal}, beside single values: what one leaves out and
 * another has is left out no more; two that only leave out are one; none is within another.
 */
export function unitePresent(
  members: readonly PresentMember[],
  values: ReadonlyMap<Scalar, unknown>,
): readonly PresentMember[] {
  const [only] = members;
  // Mostly so: nothing to be left out for another, or to be put together.
  if (only === undefined || (members.length === 1 && only.none.length === 0 && values.size === 0)) {
    return members;
  }
  let before = distinct(members);
  for (;;) {
    const after = merged(absorbed(before.map((member) => filled(member, before, values))));
    if (JSON.stringify(after) === JSON.stringify(before)) return after;
    before = after;
  }
}

function distinct(members: readonly PresentMember[]): readonly PresentMember[] {
  return [...new Map(members.map((member) => [JSON.stringify(member), member]))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, member]) => member);
}

/** The member without exclusions of what others have. */
function filled(
  member: PresentMember,
  members: readonly PresentMember[],
  values: ReadonlyMap<Scalar, unknown>,
): PresentMember {
  const others = members.filter((other) => other !== member);
  const not = member.not.filter(
    (value) => !values.has(value) && !others.some((other) => hasMember(other, value)),
  );
  // One test at a time: of two that each bring back only what others have, both may bring back more.
  const had = member.none.findIndex((test, at) => {
    const left = normal({
      ...member,
      all: [...member.all, test],
      none: member.none.toSpliced(at, 1),
    });
    return left.every((piece) => others.some((other) => contains(other, piece)));
  });
  if (had !== -1) return renormal({ ...member, none: member.none.toSpliced(had, 1) });
  return not.length === member.not.length ? member : renormal({ ...member, not });
}

/** A member that has values, {@linkcode normal} once more. */
function renormal(member: PresentMember): PresentMember {
  return (normal(member)[0] as PresentMember | undefined) ?? member;
}

/** Without members that others contain; of two that contain each other, the first stays. */
function absorbed(members: readonly PresentMember[]): readonly PresentMember[] {
  const kept: PresentMember[] = [];
  const sorted = distinct(members);
  for (const [at, member] of sorted.entries()) {
    const rest = [...kept, ...sorted.slice(at + 1)];
    if (!rest.some((other) => contains(other, member))) kept.push(member);
  }
  return kept;
}

/** Two members as one, as often as that can be said exactly. */
function merged(members: readonly PresentMember[]): readonly PresentMember[] {
  const asked = members.map(({ all }) => JSON.stringify(all));
  for (const [at, a] of members.entries()) {
    for (let other = at + 1; other < members.length; other++) {
      const b = members[other] as PresentMember;
      // Most that ask for different texts are plainly two: there may be hundreds of each.
      if (asked[at] !== asked[other] && a.all.length * b.all.length > 0) continue;
      const one = joined(a, b) ?? joined(b, a);
      if (one === undefined) continue;
      return merged(distinct([...members.filter((it) => it !== a && it !== b), one]));
    }
  }
  return members;
}

function joined(a: PresentMember, b: PresentMember): PresentMember | undefined {
  const [text] = a.all;
  if (text !== undefined && a.all.length === 1 && isSame(text, ANY_TEXT) && b.all.length === 0) {
    // What is no text, and text but some: anything but some.
    const [none] = b.none;
    if (b.none.length !== 1 || none === undefined || !isSame(none, ANY_TEXT)) return undefined;
    return normal({ ...a, all: [], not: [...a.not, ...b.not] })[0] as PresentMember;
  }
  if (JSON.stringify(a.all) !== JSON.stringify(b.all)) return undefined;
  // What both leave out stays left out, if that can be told test by test.
  const none: TextTest[] = [];
  for (const left of a.none) {
    for (const right of b.none) {
      if (implies(left, right)) none.push(left);
      else if (implies(right, left)) none.push(right);
      else if (!excludes(left, right)) return undefined;
    }
  }
  const not = [
    ...a.not.filter((value) => !hasMember(b, value)),
    ...b.not.filter((value) => !hasMember(a, value)),
  ];
  return normal({ ...a, none, not })[0] as PresentMember;
}

function sorted(values: readonly Scalar[]): readonly Scalar[] {
  return [...values].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}
