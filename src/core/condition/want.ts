import { isFalsy, typeName } from "../function/value.ts";
import type { Scalar } from "../record/flatten.ts";
import {
  ABSENT,
  containsSet,
  equalTo,
  hasValue,
  intersect,
  NOT_TEXT,
  NUMBER,
  PRESENT,
  TEXT,
  TRUTHY_VALUE,
  unite,
  type ValueSet,
} from "./value-set.ts";

/** What the value of a part of an expression is to be: one of these values. */
export interface Want {
  /** Text, numbers and booleans; `absent` stands for null. */
  readonly set: ValueSet;
  /** Which lists and objects: none, those without or with something in them, some, or all. */
  readonly containers: "none" | "empty" | "filled" | "some" | "all";
}

/** What JMESPath takes for true: what makes a rule match, if it is true itself, or fault. */
export const TRUTHY: Want = { set: unite([TRUTHY_VALUE]), containers: "filled" };

/** What JMESPath takes for false: null, false, and empty text, lists and objects. */
export const FALSY: Want = {
  set: unite([ABSENT, equalTo(""), equalTo(false)]),
  containers: "empty",
};

/** Null alone. */
export const NULL: Want = { set: [ABSENT], containers: "none" };

/** Anything but null. */
export const NOT_NULL: Want = { set: [PRESENT], containers: "all" };

/** Anything. */
export const ANYTHING: Want = { set: unite([ABSENT, PRESENT]), containers: "all" };

/** Anything that is no text, of which text functions give null. */
export const NO_TEXT: Want = { set: unite([ABSENT, NOT_TEXT]), containers: "all" };

/** Wants one of these scalar values, without lists and objects. */
export function scalarOf(...set: ValueSet): Want {
  return { set: unite(set), containers: "none" };
}

/** Wants a value that equals a constant. */
export function equal(value: unknown): Want {
  if (value === null) return NULL;
  return typeof value === "object"
    ? { set: [], containers: "some" }
    : { set: [equalTo(value as Scalar)], containers: "none" };
}

/** Wants a value that differs from a constant. */
export function unequal(value: unknown): Want {
  if (value === null) return NOT_NULL;
  return typeof value === "object"
    ? { set: ANYTHING.set, containers: "some" }
    : { set: unite([ABSENT, { ...PRESENT, not: [value as Scalar] }]), containers: "all" };
}

/** Wants a value of one of these types, as `typeName` names them. */
export function ofType(types: Iterable<string>): Want {
  const names = new Set(types);
  const key = [...names].sort().join(" ");
  const known = OF_TYPES.get(key) ?? wantOf(names);
  OF_TYPES.set(key, known);
  return known;
}

/** There are few combinations of types, and every part of an expression asks for one. */
const OF_TYPES = new Map<string, Want>();

function wantOf(names: ReadonlySet<string>): Want {
  const containers = [names.has("array"), names.has("object")];
  return {
    set: unite([
      ...(names.has("null") ? [ABSENT] : []),
      ...(names.has("string") ? [TEXT] : []),
      ...(names.has("number") ? [NUMBER] : []),
      ...(names.has("boolean") ? [equalTo(true), equalTo(false)] : []),
    ]),
    containers: containers.every(Boolean) ? "all" : containers.some(Boolean) ? "some" : "none",
  };
}

/** Any of what several want. */
export function anyOf(...all: readonly Want[]): Want {
  return {
    set: unite(all.flatMap(({ set }) => set)),
    containers: all.map(({ containers }) => containers).reduce(either, "none"),
  };
}

function either(a: Want["containers"], b: Want["containers"]): Want["containers"] {
  if (a === b || b === "none") return a;
  if (a === "none") return b;
  const isAll = [a, b].includes("all") || ([a, b].includes("empty") && [a, b].includes("filled"));
  return isAll ? "all" : "some";
}

/** What both want. */
export function allOf(a: Want, b: Want): Want {
  return { set: intersect(a.set, b.set), containers: both(a.containers, b.containers) };
}

function both(a: Want["containers"], b: Want["containers"]): Want["containers"] {
  if (a === b || b === "all") return a;
  if (a === "all") return b;
  const isNone = [a, b].includes("none") || ([a, b].includes("empty") && [a, b].includes("filled"));
  return isNone ? "none" : "some";
}

/** Whether nothing is wanted. */
export function isNothing({ set, containers }: Want): boolean {
  return set.length === 0 && containers === "none";
}

/** Whether surely everything that the second wants is wanted by the first. */
export function covers(outer: Want, inner: Want): boolean {
  const same = inner.containers === outer.containers && inner.containers !== "some";
  const containers = same || inner.containers === "none" || outer.containers === "all";
  return containers && containsSet(outer.set, inner.set);
}

/** Whether a value is wanted; undefined of a list or an object where that cannot be told. */
export function wants({ set, containers }: Want, value: unknown): boolean | undefined {
  switch (typeName(value)) {
    case "null":
      return hasValue(set, undefined);
    case "string":
    case "number":
    case "boolean":
      return hasValue(set, value as Scalar);
    default:
      if (containers === "some") return undefined;
      return containers === "all" || containers === (isFalsy(value) ? "empty" : "filled");
  }
}
