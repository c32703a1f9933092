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
  const leaves: unknown[] = [];
  for (const key of sortedKeys(detail)) {
    const value = detail[key];
    if (!isObject(value)) leaves.push([key, value]);
  }
  return sha256(JSON.stringify(leaves)).slice(0, CONTENT_DIGITS);
}

/** The flat keys of an event in their order; events of one kind have the same, so it is remembered. */
function sortedKeys(detail: Detail): readonly string[] {
  const keys = Object.keys(detail);
  if (keys.length > MAX_KEYS) return sorted(keys);
  const joined = keys.join();
  if (joined.length > MAX_JOINED) return sorted(keys);
  const order = ORDERS.get(joined);
  // A key may hold what joins them.
  if (order?.keys.length === keys.length && order.keys.every((key, at) => key === keys[at])) {
    return order.sorted;
  }
  const made = { keys, sorted: sorted(keys) };
  if (ORDERS.size >= MAX_ORDERS) ORDERS.clear();
  ORDERS.set(joined, made);
  return made.sorted;
}

function sorted(keys: readonly string[]): readonly string[] {
  return keys.filter((key) => key !== POINTER_KEY && key !== RECORD_KEY).sort();
}

/** By the keys as they stand, joined. */
const ORDERS = new Map<string, Readonly<Record<"keys" | "sorted", readonly string[]>>>();

/** Orders that are remembered, of so many keys and UTF-16 units at most: some megabytes. */
const MAX_ORDERS = 500;
const MAX_KEYS = 200;
const MAX_JOINED = 4_000;
