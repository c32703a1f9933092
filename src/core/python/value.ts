/**
 * Python's values: text (a string), int (a bigint), float (a number), bool, None (null), and the
 * classes below.
 *
 * @module
 */

import { PythonError, PythonUnsupported } from "./syntax/error.ts";

/** Any value. */
export type PythonValue =
  | string
  | bigint
  | number
  | boolean
  | null
  | PythonSequence
  | PythonDict
  | PythonSet
  | PythonIterator
  | PythonCallable;

/** A list, a tuple, or what `keys()`, `values()` and `items()` give. */
export class PythonSequence {
  readonly kind: "list" | "tuple" | "view";
  readonly items: readonly PythonValue[];

  constructor(kind: "list" | "tuple" | "view", items: readonly PythonValue[]) {
    this.kind = kind;
    this.items = items;
  }
}

/** A dict. */
export class PythonDict {
  readonly #entries: Map<unknown, readonly [PythonValue, PythonValue]>;

  constructor(entries: Iterable<readonly [PythonValue, PythonValue]>) {
    this.#entries = new Map();
    for (const [key, value] of entries) {
      const hash = hashOf(key);
      this.#entries.set(hash, [this.#entries.get(hash)?.[0] ?? key, value]);
    }
  }

  get(key: PythonValue): PythonValue | undefined {
    return this.#entries.get(hashOf(key))?.[1];
  }

  entries(): readonly (readonly [PythonValue, PythonValue])[] {
    return [...this.#entries.values()];
  }
}

/** A set. */
export class PythonSet {
  readonly items: ReadonlyMap<unknown, PythonValue>;

  constructor(items: Iterable<PythonValue>) {
    this.items = new Map([...items].map((item) => [hashOf(item), item]));
  }
}

/** A generator: its elements are made as they are asked for. */
export class PythonIterator {
  readonly iterate: () => Iterator<PythonValue>;

  constructor(iterate: () => Iterator<PythonValue>) {
    this.iterate = iterate;
  }
}

/** What can be called: a lambda, a built-in function or class, a method of a value. */
export class PythonCallable {
  readonly name: string;
  readonly call: (args: readonly PythonValue[], keywords: Keywords) => PythonValue;

  constructor(name: string, call: PythonCallable["call"]) {
    this.name = name;
    this.call = call;
  }
}

/** Arguments with names. */
export type Keywords = ReadonlyMap<string, PythonValue>;

/** Name of a value's class. */
export function classOf(value: PythonValue): string {
  switch (typeof value) {
    case "string":
      return "str";
    case "bigint":
      return "int";
    case "number":
      return "float";
    case "boolean":
      return "bool";
    default:
      if (value === null) return "NoneType";
      if (value instanceof PythonSequence) return value.kind === "view" ? "dict_keys" : value.kind;
      if (value instanceof PythonDict) return "dict";
      if (value instanceof PythonSet) return "set";
      return value instanceof PythonIterator ? "generator" : "function";
  }
}

/** Whether `if` takes a value for true. */
export function isTrue(value: PythonValue): boolean {
  switch (typeof value) {
    case "string":
      return value !== "";
    case "bigint":
      return value !== 0n;
    case "number":
      return value !== 0;
    case "boolean":
      return value;
    default:
      if (value === null) return false;
      if (value instanceof PythonSequence) return value.items.length > 0;
      if (value instanceof PythonDict) return value.entries().length > 0;
      if (value instanceof PythonSet) return value.items.size > 0;
      return true;
  }
}

/** A number's value: True is 1. Undefined of what is no number. */
export function asNumber(value: PythonValue): bigint | number | undefined {
  if (typeof value === "boolean") return value ? 1n : 0n;
  return typeof value === "bigint" || typeof value === "number" ? value : undefined;
}

/** `==`. */
export function isEqualTo(a: PythonValue, b: PythonValue): boolean {
  const [x, y] = [asNumber(a), asNumber(b)];
  // JavaScript compares an int with a float by value, as Python does.
  // biome-ignore lint/suspicious/noDoubleEquals: 1n == 1.0
  if (x !== undefined && y !== undefined) return x == y;
  if (a instanceof PythonSequence && b instanceof PythonSequence) {
    if (a.kind === "view" || b.kind === "view")
      throw new PythonUnsupported("views of a dict compared");
    const isLike = a.kind === b.kind && a.items.length === b.items.length;
    return isLike && a.items.every((item, index) => isEqualTo(item, b.items[index] as PythonValue));
  }
  if (a instanceof PythonDict && b instanceof PythonDict) {
    const [left, right] = [a.entries(), b.entries()];
    return (
      left.length === right.length &&
      left.every(([key, value]) => {
        const other = b.get(key);
        return other !== undefined && isEqualTo(value, other);
      })
    );
  }
  if (a instanceof PythonSet && b instanceof PythonSet) {
    return a.items.size === b.items.size && [...a.items.keys()].every((key) => b.items.has(key));
  }
  return a === b;
}

/** What equal values have in common, as a key of a map. */
function hashOf(value: PythonValue): unknown {
  const number = asNumber(value);
  if (number !== undefined) {
    return Number.isSafeInteger(Number(number)) ? `n${Number(number)}` : `n${number}`;
  }
  if (typeof value === "string") return `s${value}`;
  if (value instanceof PythonSequence && value.kind === "tuple") {
    return `t${JSON.stringify(value.items.map(hashOf))}`;
  }
  if (
    value instanceof PythonSequence ||
    value instanceof PythonDict ||
    value instanceof PythonSet
  ) {
    throw new PythonError("TypeError", `unhashable type: '${classOf(value)}'`);
  }
  return value;
}

/** The elements of what can be walked. */
export function iterate(value: PythonValue): Iterable<PythonValue> {
  if (typeof value === "string") return value;
  if (value instanceof PythonSequence) return value.items;
  if (value instanceof PythonDict) return value.entries().map(([key]) => key);
  if (value instanceof PythonSet) return value.items.values();
  if (value instanceof PythonIterator) return { [Symbol.iterator]: value.iterate };
  throw new PythonError("TypeError", `'${classOf(value)}' object is not iterable`);
}
