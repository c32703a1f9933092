/**
 * Reading single values out of a bus event's detail, whatever their type turns out to be.
 *
 * @module
 */

import type { Scalar } from "./flatten.ts";
import { unflatten } from "./unflatten.ts";

/** A bus event's detail: flat keys, beside them the record and the pointer. */
export type Detail = Readonly<Record<string, unknown>>;

/**
 * The scalar under a flat key as text.
 *
 * @returns Undefined if there is no such own key, or it holds an object or an empty string.
 */
export function textOf(detail: Detail, path: string): string | undefined {
  const found = detail[path];
  // Most of what is asked for is not there, and that is told for less.
  if (found === undefined || !Object.hasOwn(detail, path)) return undefined;
  // Several leaves of one path: the last stands for all where one is shown.
  const value = Array.isArray(found) ? found.at(-1) : found;
  if (typeof value === "string") return value === "" ? undefined : value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

/**
 * An account id as text. CloudTrail writes strings of 12 digits; a number has lost its leading
 * zeros, which come back here.
 */
export function accountOf(detail: Detail, path: string): string | undefined {
  const text = textOf(detail, path);
  return text !== undefined && typeof detail[path] === "number" ? text.padStart(12, "0") : text;
}

/**
 * A part of the record, e.g. `requestParameters`: from the untouched record if the event carries
 * it, else rebuilt from the flat keys.
 *
 * @returns Undefined if it is missing, null or empty.
 */
export function partOf(detail: Detail, name: string): unknown {
  const { record } = detail;
  const part = isObject(record) ? own(record, name) : rebuilt(detail, name);
  if (part === null || part === "") return undefined;
  return typeof part === "object" && Object.keys(part).length === 0 ? undefined : part;
}

/** Whether a JSON value is an object, not a list or null. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Cuts text to a number of UTF-16 units, marking the cut with an ellipsis and splitting no
 * surrogate pair.
 */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text;
  return `${text.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

function own(object: Detail, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function rebuilt(detail: Detail, name: string): unknown {
  const scalar = textOf(detail, name);
  if (scalar !== undefined) return scalar;
  const prefix = `${name}.`;
  const below = Object.entries(detail).filter(
    (entry): entry is [string, Scalar] => entry[0].startsWith(prefix) && isScalar(entry[1]),
  );
  return unflatten(below)[name];
}

function isScalar(value: unknown): value is Scalar {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}
