import type { Scalar } from "../record/flatten.ts";
import { excludes, implies, type TextTest } from "./text-test.ts";
import { contains, hasMember, normal } from "./value-member.ts";
import type { PresentMember, ValueMember } from "./value-set.ts";

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
  let before = absorbed(members);
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
  for (const { wider, more } of eased(member)) {
    const lacking = missing(normal(more), others);
    if (lacking === undefined) continue;
    const missed = lacking.filter((value) => !values.has(value));
    return renormal({ ...wider, not: [...wider.not, ...missed] });
  }
  return not.length === member.not.length ? member : renormal({ ...member, not });
}

/** The member without one of its tests each, and what that brings in. */
function* eased(member: PresentMember): Generator<{ wider: PresentMember; more: PresentMember }> {
  const { all, none } = member;
  for (const [at, test] of none.entries()) {
    const wider = { ...member, none: none.toSpliced(at, 1) };
    yield { wider, more: { ...wider, all: [...all, test] } };
  }
  for (const [at, test] of all.entries()) {
    const wider = { ...member, all: all.toSpliced(at, 1) };
    yield { wider, more: { ...wider, none: [...none, test] } };
  }
}

/** The values of `pieces` that no other member has, if they are surely no more than some values. */
function missing(
  pieces: readonly ValueMember[],
  others: readonly PresentMember[],
): readonly Scalar[] | undefined {
  const lacking: Scalar[] = [];
  for (const piece of pieces) {
    const nearly = others.find((other) => contains({ ...other, not: [] }, piece));
    if (nearly === undefined) return undefined;
    lacking.push(...nearly.not.filter((value) => hasMember(piece, value)));
  }
  return lacking.filter((value) => !others.some((other) => hasMember(other, value)));
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
      if (asked[at] !== asked[other]) continue;
      const one = joined(a, b) ?? joined(b, a);
      if (one === undefined) continue;
      return merged(distinct([...members.filter((it) => it !== a && it !== b), one]));
    }
  }
  return members;
}

function joined(a: PresentMember, b: PresentMember): PresentMember | undefined {
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
