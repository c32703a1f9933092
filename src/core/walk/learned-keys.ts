import { POINTER_KEY, RECORD_KEY } from "../../contract.ts";
import type { WalkedField } from "../record/record.ts";
import { asciiOf } from "./text-bytes.ts";

/** A place between two keys of an object: which keys of it were read, and which were seen next. */
export class KeyPlace {
  /** The step taken from here last. */
  usual: KeyStep | undefined = undefined;
  readonly steps = new Map<string, KeyStep>();
  /** Path of the object and a dot; empty for the record itself. */
  readonly prefix: string;
  /** The key read last; undefined at the object's beginning. */
  readonly by: KeyStep | undefined;
  /** Where that was read. */
  readonly from: KeyPlace | undefined;
  /** Keys read. */
  readonly count: number;

  constructor(prefix: string, by?: KeyStep, from?: KeyPlace) {
    this.prefix = prefix;
    this.by = by;
    this.from = from;
    this.count = from === undefined ? 0 : from.count + 1;
  }

  /** Whether the object has a key before this place. */
  isBehind(key: string): boolean {
    for (let place: KeyPlace | undefined = this; place?.by !== undefined; place = place.from) {
      if (place.by.key === key) return true;
    }
    return false;
  }
}

/** A key of an object, or an element of an array. Its shape never changes, so that it is read fast. */
export class KeyStep {
  readonly key: string;
  /** The key as a record has it, with its quotes and the colon; empty for an element. */
  readonly bytes: Uint8Array;
  /** The path as the flat event has it, likewise. */
  readonly path: string;
  /** The same behind a comma. */
  readonly next: string;
  /** Path and a dot. */
  readonly prefix: string;
  /** Whether it is a key of the record itself. */
  readonly isOfRecord: boolean;
  /** Whether it is what one of the record's resources is named by. */
  readonly isArn: boolean;
  /** Which of the paths that are looked for it is; -1 for another. */
  readonly slot: number;
  /** Where the object goes on behind it; undefined for an element. */
  readonly to: KeyPlace | undefined;
  /** Where its value begins, if that is an object. */
  inside: KeyPlace | undefined = undefined;
  /** Its value's elements, if that is an array. */
  elements: KeyStep[] | undefined = undefined;

  /** @param from Where the key stands; undefined for an element. */
  constructor(prefix: string, key: string, slots: ReadonlyMap<string, number>, from?: KeyPlace) {
    this.key = key;
    this.bytes = asciiOf(from === undefined ? "" : `"${key}":`);
    this.isOfRecord = prefix === "";
    this.path = `"${prefix}${key}":`;
    this.next = `,${this.path}`;
    this.prefix = `${prefix}${key}.`;
    this.isArn = RESOURCE_ARN.test(prefix + key);
    this.slot = slots.get(prefix + key) ?? -1;
    this.to = from === undefined ? undefined : new KeyPlace(prefix, this, from);
  }
}

const RESOURCE_ARN = /^resources\.\d+\.(?:ARN|arn)$/;

/** Fields of the record itself of which one always wants to know where they stand. */
const HEAD_FIELDS = [
  "eventTime",
  "eventType",
  "eventName",
  "recipientAccountId",
] as const satisfies readonly WalkedField[];

/** Steps remembered in all: a trail's records take some thousands. */
const MAX_STEPS = 20_000;

/**
 * Keys seen behind one place, keys of one object and elements of one array that are learned. Each
 * call's parameters begin with a key of their own: a small trail has 100 of them.
 */
const MAX_BRANCHES = 2_000;
const MAX_KEYS = 128;
const MAX_ELEMENTS = 512;

/** Paths that are looked for: each record has a place for each of them. */
const MAX_SLOTS = 64;

/** Characters of a path before its last key: what is remembered of a step is some times as long. */
const MAX_PATH = 256;

/** Times something was not learned after which all is learned anew. */
const MAX_REFUSED = 5_000;

/**
 * What records of a trail look like, learned from one to the next: a key stands behind the same
 * keys again and again. What is learned says that a path is the only one of its kind in its
 * record, so that this is found out once and not for each.
 */
export class LearnedKeys {
  /** Where a record begins. */
  root = new KeyPlace("");
  /** Flat paths of which one wants to know where they stand in a record, with their numbers. */
  readonly slots: ReadonlyMap<string, number>;
  /** Begin and end of each of them in a record that has none. */
  readonly nowhere: readonly number[];
  #steps = 0;
  #refused = 0;

  /** @param asks Flat paths that are asked for in every record, the first ones first if they are many. */
  constructor(asks: readonly string[] = []) {
    const paths = [...new Set<string>([...HEAD_FIELDS, ...asks])].slice(0, MAX_SLOTS);
    this.slots = new Map(paths.map((path, slot) => [path, slot]));
    this.nowhere = paths.flatMap(() => [0, 0]);
  }

  /** Forgets all once it is too much, so that odd records cannot fill the memory for good. */
  tidy(): void {
    if (this.#steps <= MAX_STEPS && this.#refused <= MAX_REFUSED) return;
    this.root = new KeyPlace("");
    this.#steps = 0;
    this.#refused = 0;
  }

  /**
   * The step of the key at a position of a text.
   *
   * @returns Undefined for what is no plain key, or one that this object had, or that makes its
   * path one of several meanings.
   */
  step(place: KeyPlace, text: string, at: number): KeyStep | undefined {
    if (text[at] !== '"') return undefined;
    const end = text.indexOf('"', at + 1);
    if (text[end + 1] !== ":" || end - at > MAX_KEY) return undefined;
    const key = text.slice(at + 1, end);
    const step = place.steps.get(key) ?? this.#learn(place, key);
    if (step !== undefined) place.usual = step;
    return step;
  }

  /** The step of an element of an array; undefined for one too many. */
  element({ prefix }: KeyStep, elements: KeyStep[], index: number): KeyStep | undefined {
    const known = elements[index];
    if (known !== undefined) return known;
    if (index >= MAX_ELEMENTS || prefix.length > MAX_PATH) return this.#refuse();
    this.#steps++;
    const element = new KeyStep(prefix, String(index), this.slots);
    elements.push(element);
    return element;
  }

  #learn(place: KeyPlace, key: string): KeyStep | undefined {
    const { prefix, steps, count } = place;
    if (!PLAIN_KEY.test(key) || place.isBehind(key)) return undefined;
    if (prefix === "" && (key === RECORD_KEY || key === POINTER_KEY)) return undefined;
    if (steps.size >= MAX_BRANCHES || count >= MAX_KEYS) return this.#refuse();
    if (prefix.length > MAX_PATH) return this.#refuse();
    this.#steps++;
    const step = new KeyStep(prefix, key, this.slots, place);
    steps.set(key, step);
    return step;
  }

  #refuse(): undefined {
    this.#refused++;
    return undefined;
  }
}

/** Characters of a key, its quotes counted. */
const MAX_KEY = 128;

/**
 * Nothing that JSON would escape, no dot, which would make its path that of another leaf, and not
 * like a number, whose place among the keys of an object is not where it is written.
 */
const PLAIN_KEY = /^[A-Za-z_:/@$*#-][\w:/@$*# -]*$/;
