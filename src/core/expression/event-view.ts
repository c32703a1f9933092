import { POINTER_KEY, RECORD_KEY } from "../../contract.ts";
import { objectOf } from "../function/value.ts";
import { isObject } from "../record/event-text.ts";
import { type FlatEvent, flatten, type Scalar } from "../record/flatten.ts";
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
