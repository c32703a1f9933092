import { accountOf, type Detail } from "../record/event-text.ts";
import { sha256 } from "../record/sha256.ts";

/**
 * What makes two bus events the same CloudTrail event: `<eventID>#<account>`. A trail writes many
 * events into two files, and a splitter's retry publishes a file again.
 *
 * An event without a usable id is told by a hash of its record: the same record is the same
 * event, wherever it lies.
 *
 * @returns At most 200 characters, safe in a table key.
 */
export function alertIdentity(detail: Detail): string {
  const id = eventIdOf(detail);
  const account =
    accountOf(detail, "recipientAccountId") ?? accountOf(detail, "userIdentity.accountId") ?? "-";
  const name = id ?? `sha256:${sha256(recordText(detail))}`;
  const identity = `${name}#${account}`;
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

function recordText(detail: Detail): string {
  const { record, trailbridge: _pointer, ...flat } = detail;
  try {
    return JSON.stringify(record ?? flat);
  } catch (cause) {
    // Nested past what the runtime can walk: the flat keys have no depth.
    if (cause instanceof RangeError) return JSON.stringify(flat);
    throw cause;
  }
}
