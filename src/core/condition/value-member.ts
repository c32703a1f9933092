import type { Scalar } from "../record/flatten.ts";
import { excludes, implies, meets, strongest, weakest } from "./text-test.ts";
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

function sorted(values: readonly Scalar[]): readonly Scalar[] {
  return [...values].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}
