import { POINTER_KEY, RECORD_KEY } from "../../contract.ts";
import { objectOf } from "../function/value.ts";
import { isObject } from "../record/event-text.ts";
import {
  type Collisions,
  type FlatEvent,
  flatten,
  hasPlainPaths,
  leafAt,
  type Scalar,
} from "../record/flatten.ts";
import { unflatten } from "../record/unflatten.ts";

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
  /** Flat keys that have several values; of these, `scalar` gives the last. */
  readonly collisions: ReadonlyMap<string, readonly Scalar[]>;
  /** The same event with one value chosen for each of some keys. */
  reading(chosen: FlatEvent): EventView;
}

/**
 * Makes the view of a record. Most are met without being flattened: rules ask for a few keys, and
 * each is looked up where it stands. Only where paths could be read in two ways are all made first.
 *
 * @param flat The record's flat keys, where the caller has them already.
 */
export function viewOfRecord(
  record: Readonly<Record<string, unknown>>,
  flat?: FlatEvent,
): EventView {
  if (flat === undefined && hasPlainPaths(record)) return new RecordView(record);
  const collisions: Collisions = new Map();
  return new View(flat ?? flatten(record, collisions), record, collisions);
}

/**
 * Makes the view of a bus event's `detail`. What rules are judged by is what the event carries:
 * leaves that were dropped because the entry was too large are missing here too.
 */
export function viewOfDetail(detail: Readonly<Record<string, unknown>>): EventView {
  const record = Object.hasOwn(detail, RECORD_KEY) ? detail[RECORD_KEY] : undefined;
  return new View(detail, isObject(record) ? record : undefined, collisionsIn(detail));
}

/** A list under a flat key is what the splitter makes of several leaves with one path. */
function collisionsIn(detail: Readonly<Record<string, unknown>>): Collisions {
  let found: Collisions | undefined;
  for (const key in detail) {
    const value = detail[key];
    if (!Array.isArray(value) || key === RECORD_KEY || key === POINTER_KEY) continue;
    const scalars = value.filter((it) => ["string", "number", "boolean"].includes(typeof it));
    if (scalars.length === 0) continue;
    found ??= new Map();
    found.set(key, scalars);
  }
  return found ?? NONE;
}

const NONE: Collisions = new Map();

/** A record whose flat keys are looked up one by one. */
class RecordView implements EventView {
  readonly nested: Readonly<Record<string, unknown>>;
  readonly collisions = NONE;
  #flat: EventView | undefined;

  constructor(record: Readonly<Record<string, unknown>>) {
    this.nested = record;
  }

  scalar(key: string): Scalar | undefined {
    return key === RECORD_KEY || key === POINTER_KEY ? undefined : leafAt(this.nested, key);
  }

  get whole(): Readonly<Record<string, unknown>> {
    return this.#flattened().whole;
  }

  reading(chosen: FlatEvent): EventView {
    return this.#flattened().reading(chosen);
  }

  #flattened(): EventView {
    this.#flat ??= new View(flatten(this.nested), this.nested, NONE);
    return this.#flat;
  }
}

class View implements EventView {
  /** Flat keys, maybe among others: only scalars count, and only those not named as our own parts are. */
  readonly #detail: Readonly<Record<string, unknown>>;
  readonly collisions: Collisions;
  #nested: Readonly<Record<string, unknown>> | undefined;
  #whole: Readonly<Record<string, unknown>> | undefined;

  constructor(
    detail: Readonly<Record<string, unknown>>,
    record: Readonly<Record<string, unknown>> | undefined,
    collisions: Collisions,
  ) {
    this.#detail = detail;
    this.#nested = record;
    this.collisions = collisions;
  }

  reading(chosen: FlatEvent): EventView {
    return new View({ ...this.#detail, ...chosen }, this.#nested, NONE);
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
        return this.collisions.get(key)?.at(-1);
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
