import { POINTER_KEY, RECORD_KEY } from "../../contract.ts";
import type { FlatEvent, Scalar } from "../record/flatten.ts";
import type { RawRecord } from "../record/record.ts";
import { isPlainNumber } from "./trim/bus-numbers.ts";

/**
 * The flat event of a record that is so small and plain that its entry is an ordinary one, whatever
 * each of its characters is written as.
 *
 * @param maxBytes That flat event and record may have as JSON text, together.
 * @returns What `flatten` makes; undefined for a record that must be looked at more closely.
 */
export function ordinaryFlat({ text, value }: RawRecord, maxBytes: number): FlatEvent | undefined {
  const walk = new Walk(Math.min(maxBytes / MOST_BYTES, MAX_CHARACTERS) - text.length);
  const isOrdinary = walk.object(value, ROOT, MAX_LEVELS) && isWrittenWith(walk.keys, text);
  return isOrdinary ? walk.flat : undefined;
}

/** Bytes that a character has at most, in JSON text: as an escape. */
const MOST_BYTES = 6;

/** Of records that are met this way, with their flat events. */
const MAX_CHARACTERS = 100_000;
const MAX_LEVELS = 32;

/** Characters around a leaf, or of one that is no text, at most. */
const LEAF_CHARACTERS = 30;

/** A place in records: few come again and again, and each has the same path every time. */
interface Place {
  readonly path: string;
  readonly inside: Map<string, Place>;
}

const ROOT: Place = { path: "", inside: new Map() };

/** Places that are remembered. */
const MOST_PLACES = 10_000;
let places = 0;

function placeIn(place: Place, key: string): Place {
  const known = place.inside.get(key);
  if (known !== undefined) return known;
  const path = place === ROOT ? key : `${place.path}.${key}`;
  const found = { path, inside: new Map() };
  if (places < MOST_PLACES && key.length < MAX_KNOWN_KEY) {
    places++;
    place.inside.set(key, found);
  }
  return found;
}

/** Characters of keys that are remembered. */
const MAX_KNOWN_KEY = 60;

/** Goes through a record once. Its methods answer whether all is ordinary so far. */
class Walk {
  readonly flat: Record<string, Scalar> = {};
  /** Keys of objects met. */
  keys = 0;
  #room: number;

  constructor(room: number) {
    this.#room = room;
  }

  object(object: Readonly<Record<string, unknown>>, at: Place, levels: number): boolean {
    if (levels === 0) return false;
    for (const key of Object.keys(object)) {
      this.keys++;
      // Paths could be read in two ways, or the assignment be none.
      if (key.includes(".") || key === "__proto__") return false;
      if (!this.#value(object[key], placeIn(at, key), levels)) return false;
    }
    return true;
  }

  #value(value: unknown, at: Place, levels: number): boolean {
    if (value === null) return true;
    if (Array.isArray(value)) {
      if (levels === 1) return false;
      for (let index = 0; index < value.length; index++) {
        if (!this.#value(value[index], placeIn(at, String(index)), levels - 1)) return false;
      }
      return true;
    }
    if (typeof value === "object") {
      return this.object(value as Record<string, unknown>, at, levels - 1);
    }
    const { path } = at;
    if (typeof value === "number" && !isPlainNumber(value)) return false;
    // The bus event has something else there.
    if (path === RECORD_KEY || path === POINTER_KEY) return false;
    this.#room -= path.length + (typeof value === "string" ? value.length : 0) + LEAF_CHARACTERS;
    this.flat[path] = value as Scalar;
    return this.#room > 0;
  }
}

/**
 * Whether a record's text surely has no more keys than the record: none is written twice. What may
 * be a key is counted, which is too many where a text begins with a colon or has quotes in it.
 */
function isWrittenWith(keys: number, text: string): boolean {
  if (BLANK_BEHIND_KEY.test(text)) return false;
  let count = 0;
  for (let at = text.indexOf(KEY_END); at >= 0; at = text.indexOf(KEY_END, at + 2)) count++;
  return count === keys;
}

const KEY_END = '":';
const BLANK_BEHIND_KEY = /"[ \t\n\r]+:/;
