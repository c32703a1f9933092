import { isObject } from "../record/event-text.ts";
import { builtin } from "./builtins.ts";
import { PythonUnsupported } from "./syntax/error.ts";
import { PythonDict, type PythonValue } from "./value.ts";

/**
 * The names that are seen at a place. `eval` gives an expression a namespace that it alone sees:
 * generators and lambdas are scopes of their own, which do not; comprehensions of lists, sets and
 * dicts do (since Python 3.12).
 */
export interface PythonScope {
  readonly names: Map<string, PythonValue>;
  readonly outer: PythonScope | undefined;
  /** Whether what is inside is a function, which does not see the namespace of `eval`. */
  readonly isFunction: boolean;
}

/** A scope with the flat event in it, as rules are evaluated in. */
export function eventScope(event: PythonDict): PythonScope {
  return { names: new Map([["event", event]]), outer: undefined, isFunction: false };
}

/**
 * One record as the module flattens it: paths joined with dots, lists by index; null leaves are
 * None, and empty lists and objects leave no key.
 */
export function moduleEvent(record: unknown): PythonDict {
  const entries: [string, PythonValue][] = [];
  const walk = (value: unknown, path: string): void => {
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) walk(item, `${path}${index}.`);
    } else if (isObject(value)) {
      for (const [key, child] of Object.entries(value)) walk(child, `${path}${key}.`);
    } else entries.push([path.slice(0, -1), toPython(value)]);
  };
  walk(record, "");
  return new PythonDict(entries);
}

/** JSON does not keep whether a whole number was written with a point: it is taken for an int. */
function toPython(value: unknown): PythonValue {
  if (typeof value === "number") return Number.isInteger(value) ? BigInt(value) : value;
  return typeof value === "string" || typeof value === "boolean" ? value : null;
}

/** What a name stands for. @throws {PythonError} NameError if nothing. */
export function lookUp(name: string, scope: PythonScope): PythonValue {
  let isHidden = false;
  for (let at: PythonScope | undefined = scope; at !== undefined; at = at.outer) {
    const value = at.names.get(name);
    if (value !== undefined && !(isHidden && at.outer === undefined)) return value;
    if (at.isFunction) isHidden = true;
  }
  return builtin(name);
}

/** The scope that `:=` writes to:  in a comprehension that is what is around it. */
export function scopeOfWalrus(scope: PythonScope): PythonScope {
  let at = scope;
  while (at.outer !== undefined) {
    if (at.isFunction) throw new PythonUnsupported(":= in a generator or a lambda");
    at = at.outer;
  }
  return at;
}
