import { POINTER_KEY, RECORD_KEY } from "../../../contract.ts";
import { queueText } from "../../record/queue-text.ts";
import type { PathNode } from "./path-node.ts";

/**
 * What the paths of the leaves in one object or array begin with. Its size is known without its
 * text, which is as long as the record is deep and made for what stays alone.
 */
export class LeafPlace {
  /** Keys, each with a dot behind it. It may be a rope, costly to read as a whole when it is long. */
  readonly path: string;
  /** Bytes of it inside a JSON string. */
  readonly bytes: number;
  /** Where paths are told apart; undefined if no two of the record can be alike. */
  readonly node: PathNode | undefined;
  #json: string;
  #isRope = true;

  constructor(path: string, json: string, bytes: number, node: PathNode | undefined) {
    this.path = path;
    this.#json = json;
    this.bytes = bytes;
    this.node = node;
  }

  /** The path as inside a JSON string. */
  get json(): string {
    // To read a character puts a rope together, so that this is not done for each of the leaves.
    if (this.#isRope) this.#json.charCodeAt(0);
    this.#isRope = false;
    return this.#json;
  }

  /** The place of what stands under a key. */
  below(key: string | number): LeafPlace {
    const json = jsonOfKey(key);
    const path = `${this.path}${key}.`;
    const node = this.node?.step(key);
    // One rope for both where nothing is escaped.
    const isSame = this.#json === this.path && json === key;
    const all = isSame ? path : `${this.#json}${json}.`;
    return new LeafPlace(path, all, this.bytes + bytesOfKey(json) + 1, node);
  }
}

/** Where a leaf stands in a record. */
export class LeafPath {
  readonly around: LeafPlace;
  /** Its key in the object, or index in the array. */
  readonly key: string | number;

  constructor(around: LeafPlace, key: string | number) {
    this.around = around;
    this.key = key;
  }

  /** Characters. */
  get length(): number {
    const { key } = this;
    return this.around.path.length + (typeof key === "string" ? key.length : digitsOf(key));
  }

  /** Whether the bus event has something else under this path. */
  get isOfBusEvent(): boolean {
    const { around, key } = this;
    return around.path.length === 0 && (key === RECORD_KEY || key === POINTER_KEY);
  }

  /** Bytes as inside a JSON string. */
  get bytes(): number {
    return this.around.bytes + bytesOfKey(jsonOfKey(this.key));
  }

  /** As inside a JSON string. */
  get json(): string {
    return `${this.around.json}${jsonOfKey(this.key)}`;
  }

  /** What all leaves of this path have in common; undefined if there are no others. */
  get node(): PathNode | undefined {
    return this.around.node?.step(this.key);
  }

  slice(from: number, to: number): string {
    const { path } = this.around;
    return (path.length >= to ? path : `${path}${this.key}`).slice(from, to);
  }
}

function jsonOfKey(key: string | number): string | number {
  if (typeof key === "number" || PLAIN.test(key)) return key;
  return queueText(JSON.stringify(key)).slice(1, -1);
}

function bytesOfKey(json: string | number): number {
  return typeof json === "number" ? digitsOf(json) : Buffer.byteLength(json);
}

function digitsOf(index: number): number {
  let digits = 1;
  for (let least = 10; index >= least; least *= 10) digits++;
  return digits;
}

/** ASCII that JSON does not escape. */
export const PLAIN = /^[ !#-[\]-~]*$/;
