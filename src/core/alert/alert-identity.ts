import { POINTER_KEY, RECORD_KEY } from "../../contract.ts";
import { accountOf, type Detail, isObject } from "../record/event-text.ts";
import { sha256 } from "../record/sha256.ts";

/**
 * What makes two bus events the same CloudTrail event: `<eventID>#<account>#<content>`. A trail
 * writes many events into two files, and a splitter's retry publishes a file again: these are the
 * same to the letter. What has the id of another event and says something else is no repeat of it.
 *
 * @returns At most 200 characters, safe in a table key.
 */
export function alertIdentity(detail: Detail): string {
  const id = eventIdOf(detail) ?? "sha256:";
  const account =
    accountOf(detail, "recipientAccountId") ?? accountOf(detail, "userIdentity.accountId") ?? "-";
  const content = contentOf(detail);
  const identity = `${id}#${account}#${content}`;
  return identity.length <= MAX_IDENTITY ? identity : `sha256:${sha256(identity)}`;
}

/** The event's id as CloudTrail gave it; undefined if there is none that can tell events apart. */
export function eventIdOf(detail: Detail): string | undefined {
  const { eventID, eventId } = detail;
  const id = typeof eventID === "string" ? eventID : eventId;
  return typeof id === "string" && !NO_ID.has(id.trim().toLowerCase()) ? id : undefined;
}

/** Spellings of "none" that would make all such events one. */
const NO_ID: ReadonlySet<string> = new Set(["", "null", "none", "undefined", "n/a", "-"]);

const MAX_IDENTITY = 200;

/** Hex digits of a content's hash: too many for anyone to find two that agree. */
const CONTENT_DIGITS = 32;

/**
 * What an event says, wherever its record lies and whether or not that came along: a hash of the
 * flat keys. Of an event that is not all of its record the splitter made one of the whole.
 */
function contentOf(detail: Detail): string {
  const pointer = detail[POINTER_KEY];
  const whole = isObject(pointer) ? pointer.content : undefined;
  if (typeof whole === "string" && /^[0-9a-f]{64}$/.test(whole)) {
    return whole.slice(0, CONTENT_DIGITS);
  }
  return sha256(contentText(detail)).slice(0, CONTENT_DIGITS);
}

/**
 * The flat keys of an event in their order, each with what stands under it: what `JSON.stringify`
 * makes of these pairs, put together from what is remembered of the keys.
 */
function contentText(detail: Detail): string {
  const { places, heads } = orderOf(Object.keys(detail));
  const values = Object.values(detail);
  if (places.length === 0) return "[]";
  let text = "";
  for (let at = 0; at < places.length; at++) {
    const value = values[places[at] as number];
    // Several leaves of one path, and what is no leaf: hardly any event has them.
    if (typeof value === "object" || value === undefined) return pairsText(detail);
    const isAsItIs = typeof value === "string" && !ESCAPED.test(value);
    text += heads[at] + (isAsItIs ? `"${value}"` : JSON.stringify(value));
  }
  return `${text}]]`;
}

/** What `JSON.stringify` writes otherwise than it is. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are among it
const ESCAPED = /["\\\u0000-\u001f\ud800-\udfff]/;

function pairsText(detail: Detail): string {
  const leaves = sorted(Object.keys(detail))
    .map((key) => [key, detail[key]])
    .filter(([, value]) => !isObject(value));
  return JSON.stringify(leaves);
}

/** In which order the flat keys of an event are told. */
interface Order {
  readonly keys: readonly string[];
  /** Where among them each stands that is told. */
  readonly places: readonly number[];
  /** What stands before the value of each: the end of the pair before it, and the key. */
  readonly heads: readonly string[];
}

/** Events of one kind have the same keys: their order is remembered. */
function orderOf(keys: readonly string[]): Order {
  const alike = ORDERS.get(keys.length) ?? [];
  const known = alike.find((order) => order.keys.every((key, at) => key === keys[at]));
  if (known !== undefined) return known;
  const told = sorted(keys);
  const order = {
    keys,
    places: told.map((key) => keys.indexOf(key)),
    heads: told.map((key, at) => `${at === 0 ? "[[" : "],["}${JSON.stringify(key)},`),
  };
  if (keys.length <= MAX_KEYS && keys.join().length <= MAX_JOINED) {
    ORDERS.set(keys.length, [...alike, order].slice(-MAX_ALIKE));
  }
  return order;
}

function sorted(keys: readonly string[]): readonly string[] {
  return keys.filter((key) => key !== POINTER_KEY && key !== RECORD_KEY).sort();
}

/** By the number of keys. */
const ORDERS = new Map<number, readonly Order[]>();

/** Orders of as many keys that are remembered, those of so many keys and UTF-16 units at most: some megabytes. */
const MAX_ALIKE = 8;
const MAX_KEYS = 100;
const MAX_JOINED = 4_000;
