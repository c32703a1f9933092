import { POINTER_KEY, RECORD_KEY } from "../../contract.ts";
import { objectOf } from "../function/value.ts";
import { isObject } from "../record/event-text.ts";
import {
  type Collisions,
  type FlatEvent,
  flatten,
  hasPlainPaths,
  leafAt,
  leavesAt,
  type Scalar,
} from "../record/flatten.ts";
import type { RawRecord, Walked } from "../record/record.ts";
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
  /** Flat keys that have several values; of these, `scalar` gives the last. Looked for when they are asked for. */
  readonly collisions: ReadonlyMap<string, readonly Scalar[]>;
  /** Whether something was read, other than by {@linkcode single}, of which there are several values. */
  readonly isAmbiguous: boolean;
  /** As {@linkcode scalar}; null for a key that has several values. */
  single(key: string): Scalar | undefined | null;
  /** The same event with one value chosen for each of some keys. */
  reading(chosen: FlatEvent): EventView;
}

/**
 * Makes the view of a record. Rules ask for a few keys, and each is looked up where it stands.
 *
 * @param flat The record's flat keys, where the caller has them already.
 */
export function viewOfRecord(
  record: Readonly<Record<string, unknown>>,
  flat?: FlatEvent,
): EventView {
  if (flat !== undefined) return new View(flat, record, NONE);
  return new RecordView(record, hasPlainPaths(record));
}

/**
 * Makes the view of a record as it was found in a log file. One that was walked over is not even
 * parsed, unless rules ask for more of it than the walk looked for.
 */
export function viewOfFound(found: RawRecord): EventView {
  const { walked } = found;
  return walked === undefined ? viewOfRecord(found.value) : new WalkedView(found, walked);
}

/**
 * Makes the view of a bus event's `detail`. What rules are judged by is what the event carries:
 * leaves that were dropped because the entry was too large are missing here too.
 */
export function viewOfDetail(detail: Readonly<Record<string, unknown>>): EventView {
  return new View(detail);
}

/** What an event carries of the record as CloudTrail wrote it. */
function recordIn(
  detail: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> | undefined {
  const record = Object.hasOwn(detail, RECORD_KEY) ? detail[RECORD_KEY] : undefined;
  return isObject(record) ? record : undefined;
}

/** A list under a flat key is what the splitter makes of several leaves with one path. */
function collisionsIn(detail: Readonly<Record<string, unknown>>): Collisions {
  const found: Collisions = new Map();
  for (const key in detail) {
    const value = detail[key];
    if (!Array.isArray(value) || key === RECORD_KEY || key === POINTER_KEY) continue;
    const scalars = value.filter((it) => ["string", "number", "boolean"].includes(typeof it));
    if (scalars.length > 0) found.set(key, scalars);
  }
  return found;
}

const NONE: Collisions = new Map();

/** A record of which some leaves are known. What is walked over has no keys that collide. */
class WalkedView implements EventView {
  readonly collisions = NONE;
  readonly isAmbiguous = false;
  readonly #found: RawRecord;
  readonly #walked: Walked;
  #record: EventView | undefined;

  constructor(found: RawRecord, walked: Walked) {
    this.#found = found;
    this.#walked = walked;
  }

  scalar(key: string): Scalar | undefined {
    const leaf = this.#walked.leaf(key);
    return leaf === undefined ? this.#parsed().scalar(key) : (leaf ?? undefined);
  }

  single(key: string): Scalar | undefined {
    return this.scalar(key);
  }

  get nested(): Readonly<Record<string, unknown>> {
    return this.#parsed().nested;
  }

  get whole(): Readonly<Record<string, unknown>> {
    return this.#parsed().whole;
  }

  reading(chosen: FlatEvent): EventView {
    return this.#parsed().reading(chosen);
  }

  #parsed(): EventView {
    this.#record ??= new RecordView(this.#found.value, true);
    return this.#record;
  }
}

/** A record whose flat keys are looked up one by one. */
class RecordView implements EventView {
  isAmbiguous = false;
  readonly nested: Readonly<Record<string, unknown>>;
  /** Whether no two leaves can have one path. */
  readonly #isPlain: boolean;
  #flat: EventView | undefined;

  constructor(record: Readonly<Record<string, unknown>>, isPlain: boolean) {
    this.nested = record;
    this.#isPlain = isPlain;
  }

  scalar(key: string): Scalar | undefined {
    const value = this.single(key);
    if (value !== null) return value;
    this.isAmbiguous = true;
    return leavesAt(this.nested, key).last;
  }

  single(key: string): Scalar | undefined | null {
    if (key === RECORD_KEY || key === POINTER_KEY) return undefined;
    if (this.#isPlain) return leafAt(this.nested, key);
    const { last, values } = leavesAt(this.nested, key);
    return values.size > 1 ? null : last;
  }

  get collisions(): ReadonlyMap<string, readonly Scalar[]> {
    return this.#isPlain ? NONE : this.#flattened().collisions;
  }

  get whole(): Readonly<Record<string, unknown>> {
    return this.#flattened().whole;
  }

  reading(chosen: FlatEvent): EventView {
    return this.#flattened().reading(chosen);
  }

  #flattened(): EventView {
    const collisions: Collisions = new Map();
    this.#flat ??= new View(flatten(this.nested, collisions), this.nested, collisions);
    return this.#flat;
  }
}

class View implements EventView {
  isAmbiguous = false;
  /** Flat keys, maybe among others: only scalars count, and only those not named as our own parts are. */
  readonly #detail: Readonly<Record<string, unknown>>;
  #collisions: Collisions | undefined;
  #nested: Readonly<Record<string, unknown>> | undefined;
  #whole: Readonly<Record<string, unknown>> | undefined;

  constructor(
    detail: Readonly<Record<string, unknown>>,
    record?: Readonly<Record<string, unknown>>,
    collisions?: Collisions,
  ) {
    this.#detail = detail;
    this.#nested = record;
    this.#collisions = collisions;
  }

  get collisions(): Collisions {
    this.#collisions ??= collisionsIn(this.#detail);
    return this.#collisions;
  }

  single(key: string): Scalar | undefined | null {
    const value = this.#detail[key];
    if (value === undefined) return undefined;
    // A list is how the splitter has several values; a record's collisions are known from the first.
    const isScalar = typeof value !== "object";
    const collisions = isScalar ? this.#collisions : this.collisions;
    if (collisions?.has(key)) return null;
    return isScalar && key !== RECORD_KEY && key !== POINTER_KEY ? (value as Scalar) : undefined;
  }

  reading(chosen: FlatEvent): EventView {
    const others = [...this.collisions].filter(([key]) => !Object.hasOwn(chosen, key));
    return new View({ ...this.#detail, ...chosen }, this.#nested, new Map(others));
  }

  scalar(key: string): Scalar | undefined {
    // What an object inherits is never a scalar, so this needs no look at ownership.
    const value = this.#detail[key];
    switch (typeof value) {
      case "string":
      case "boolean":
      case "number":
        if (this.#collisions?.has(key)) this.isAmbiguous = true;
        return key === RECORD_KEY || key === POINTER_KEY ? undefined : value;
      case "undefined":
        return undefined;
      default: {
        const values = this.collisions.get(key);
        if (values !== undefined) this.isAmbiguous = true;
        return values?.at(-1);
      }
    }
  }

  get nested(): Readonly<Record<string, unknown>> {
    this.#nested ??= recordIn(this.#detail) ?? unflatten(this.#scalars());
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
