import type { RawRecord } from "../../core/record/record.ts";
import { type CommandLine, UsageError } from "../command.ts";

/** What a command that is about one event was asked for, and where to look. */
export interface WantedEvent {
  /** Undefined where every record found is meant. */
  readonly eventId: string | undefined;
  readonly places: readonly string[];
  /** The record itself, where the user wrote it in place of a file: it is read as standard input. */
  readonly stdin?: AsyncIterable<Uint8Array>;
}

/**
 * Reads `<record|file|-|eventID --in <place>...>`.
 *
 * @param name Of the command.
 * @throws {UsageError} If there is nothing to look for, or nowhere to look.
 */
export function wantedEvent(
  name: string,
  { operands, value }: Pick<CommandLine, "operands" | "value">,
): WantedEvent {
  const [first, ...others] = operands;
  const place = value("in");
  if (first === undefined) {
    throw new UsageError(`${name} needs a record, a file, -, or an eventID and --in <place>`);
  }
  if (place !== undefined) return { eventId: first.trim(), places: [place, ...others] };
  if (/^\s*[{[]/.test(first)) {
    if (others.length > 0) throw new UsageError(`${name} takes one record as it is written`);
    return { eventId: undefined, places: ["-"], stdin: once(first) };
  }
  if (EVENT_ID.test(first)) {
    throw new UsageError(
      `${name} needs to know where to look: ${name} ${first} --in <file|folder|s3://…>`,
    );
  }
  return { eventId: undefined, places: operands };
}

/** Whether a record is the event of an id; aggregated records spell it `eventId`. */
export function hasEventId({ value }: Pick<RawRecord, "value">, eventId: string): boolean {
  return value.eventID === eventId || value.eventId === eventId;
}

/** CloudTrail's ids are UUIDs. */
const EVENT_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
