/**
 * What an expression knows of values: types, truth, equality, own fields. JSON values alone,
 * and the references (`&expression`) that functions take.
 *
 * @module
 */

import { fieldCount } from "./budget.ts";

/** `&expression` as a function receives it. A class of its own, so that no event can pose as one. */
export class Reference {
  readonly apply: (value: unknown) => unknown;

  constructor(apply: (value: unknown) => unknown) {
    this.apply = apply;
  }
}

/** Name of a value's type, as JMESPath's `type()` gives it. */
export type TypeName = "string" | "number" | "boolean" | "array" | "object" | "null" | "expression";

/** Names the type of a value; `undefined` counts as null. */
export function typeName(value: unknown): TypeName {
  switch (typeof value) {
    case "string":
    case "number":
    case "boolean":
      return typeof value as "string" | "number" | "boolean";
    default:
      if (value === null || value === undefined) return "null";
      if (Array.isArray(value)) return "array";
      return value instanceof Reference ? "expression" : "object";
  }
}

/** Whether JMESPath takes the value for false: null, false, and empty text, list or object. 0 is true. */
export function isFalsy(value: unknown): boolean {
  if (value === null || value === undefined || value === false || value === "") return true;
  if (typeof value !== "object") return false;
  if (Array.isArray(value)) return value.length === 0;
  return !(value instanceof Reference) && fieldCount(value) === 0;
}

/** Equality of `==`: by value, whatever the order of keys. */
export function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((element, index) => isEqual(element, b[index]));
  }
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && isEqual(fieldOf(a, key), fieldOf(b, key)))
  );
}

/** An object's own field; null for a missing one, an inherited one, and of anything but an object. */
export function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  return Object.hasOwn(value, name) ? ((value as Record<string, unknown>)[name] ?? null) : null;
}

/** A list's element, from the end when negative; null outside the list and of anything but a list. */
export function elementOf(value: unknown, index: number): unknown {
  return Array.isArray(value) ? (value.at(index) ?? null) : null;
}

/** Makes an object of own fields only, for which `__proto__` is a name like any other. */
export function objectOf(entries: Iterable<readonly [string, unknown]>): Record<string, unknown> {
  const object: Record<string, unknown> = Object.create(null);
  for (const [key, value] of entries) object[key] = value;
  return object;
}
