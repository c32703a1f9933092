import { POINTER_KEY, RECORD_KEY } from "../../contract.ts";
import { objectOf } from "../function/value.ts";
import { isObject } from "../record/event-text.ts";
import { type FlatEvent, flatten, type Scalar } from "../record/flatten.ts";

/**
 * One event as rules see it: its flat keys and, beside them, the nested record.
 *
 * Made by {@linkcode viewOfRecord} or {@linkcode viewOfDetail}; the same record looks the same
 * by either way.
 */
export interface EventView {
  /** The flat key's value; undefined if there is none. */
  scalar(key: string): Scalar | undefined;
  /** The nested record: as found, or put together from the flat keys if the event lost it. */
  readonly nested: Readonly<Record<string, unknown>>;
  /** All that `@` stands for: the nested record's fields and the flat keys, which win. */
  readonly whole: Readonly<Record<string, unknown>>;
}

/**
 * Makes the view of a record.
 *
 * @param flat The record's flat keys, where the caller has them already.
 */
export function viewOfRecord(
  record: Readonly<Record<string, unknown>>,
  flat: FlatEvent = flatten(record),
): EventView {
  return new View(flat, record);
}

/**
 * Makes the view of a bus event's `detail`. What rules are judged by is what the event carries:
 * leaves that were dropped because the entry was too large are missing here too.
 */
export function viewOfDetail(detail: Readonly<Record<string, unknown>>): EventView {
  const record = Object.hasOwn(detail, RECORD_KEY) ? detail[RECORD_KEY] : undefined;
  return new View(detail, isObject(record) ? record : undefined);
}

class View implements EventView {
  /** Flat keys, maybe among others: only scalars count, and only those not named as our own parts are. */
  readonly #detail: Readonly<Record<string, unknown>>;
  #nested: Readonly<Record<string, unknown>> | undefined;
  #whole: Readonly<Record<string, unknown>> | undefined;

  constructor(
    detail: Readonly<Record<string, unknown>>,
    record: Readonly<Record<string, unknown>> | undefined,
  ) {
    this.#detail = detail;
    this.#nested = record;
  }

  scalar(key: string): Scalar | undefined {
    // What an object inherits is never a scalar, so this needs no look at ownership.
    const value = this.#detail[key];
    switch (typeof value) {
      case "string":
      case "boolean":
      case "number":
        return key === RECORD_KEY || key === POINTER_KEY ? undefined : value;
      default:
        return undefined;
    }
  }

  get nested(): Readonly<Record<string, unknown>> {
    this.#nested ??= unflatten(this.#scalars());
    return this.#nested;
  }

  get whole(): Readonly<Record<string, unknown>> {
    this.#whole ??= objectOf([...Object.entries(this.nested), ...this.#scalars()]);
    return this.#whole;
  }

  #scalars(): [string, Scalar][] {
    return Object.keys(this.#detail).flatMap((key) => {
      const value = this.scalar(key);
      return value === undefined ? [] : [[key, value] as [string, Scalar]];
    });
  }
}

/**
 * Puts nested values together from flat keys: the inverse of `flatten` for keys without dots.
 * What has only the keys 0, 1, … is a list; gaps are null, as flattening drops nulls.
 */
function unflatten(scalars: readonly [string, Scalar][]): Record<string, unknown> {
  const root: Branch = new Map();
  for (const [path, value] of scalars) {
    const keys = path.split(".");
    const last = keys.pop() as string;
    let branch = root;
    for (const key of keys) {
      let next = branch.get(key);
      if (!(next instanceof Map)) {
        // Of a leaf and a container under one path, the container goes on.
        next = new Map();
        branch.set(key, next);
      }
      branch = next;
    }
    if (!(branch.get(last) instanceof Map)) branch.set(last, value);
  }
  return fromEntries(root);
}

type Branch = Map<string, Scalar | Branch>;

function fromBranch(branch: Branch): unknown {
  const keys = [...branch.keys()];
  const isList = keys.every((key) => /^(0|[1-9]\d{0,8})$/.test(key));
  const length = isList ? keys.reduce((most, key) => Math.max(most, Number(key) + 1), 0) : 0;
  // A long list of which little is left would cost memory for its gaps.
  if (!isList || length > keys.length * MAX_GAPS) return fromEntries(branch);
  const list: unknown[] = Array(length).fill(null);
  for (const [key, value] of branch) list[Number(key)] = fromLeaf(value);
  return list;
}

function fromEntries(branch: Branch): Record<string, unknown> {
  return objectOf([...branch].map(([key, value]) => [key, fromLeaf(value)]));
}

function fromLeaf(value: Scalar | Branch): unknown {
  return value instanceof Map ? fromBranch(value) : value;
}

/** Elements a rebuilt list may have for each that is left. */
const MAX_GAPS = 16;
