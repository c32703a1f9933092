import type { Period } from "../../../core/notification/period.ts";
import { type Command, type Io, UsageError } from "../../command.ts";
import { indentedJson } from "../../indented-json.ts";
import { PERIOD_OPTIONS, periodOf } from "../../input/period.ts";
import { readQuietly, shownPath, type Visit } from "../../input/read-inputs.ts";
import { hasEventId } from "../../input/wanted-event.ts";
import { inLine } from "../../terminal-text.ts";

/** Prints the record an alert is about. */
export const showCommand: Command = {
  name: "show",
  summary: "Print the whole record an alert is about",
  operands: "<eventID> --in <file|folder|s3://…|->...",
  about: `
Looks for the records with an eventID, which every alert names, in log files of this machine or of a
bucket and prints them whole, as JSON on standard output. Where each stands is said on standard error:

  trailbridge show 0e4d136e-25d4-4d92-b2b2-8a9fe1e3f1af --in logs/
  logs/AWSLogs/…/111122223333_CloudTrail_….json.gz, record 17

CloudTrail writes many events into two files: equal records are printed once, different ones under
the same id all. An alert also names its log file: that is the shortest place to look in. A place in a
bucket is s3://bucket/prefix; S3 is asked with the environment's credentials (s3:ListBucket, unless one
object is named, s3:GetObject, and kms:Decrypt where the bucket has a key).

The exit status is 1 if there is no such record.`,
  options: {
    in: {
      value: "file|folder|s3://…",
      description: "Where to look: log files, folders or parts of buckets, one after another.",
    },
    ...PERIOD_OPTIONS,
  },
  examples: [
    {
      words: "show 0e4d136e-25d4-4d92-b2b2-8a9fe1e3f1af --in logs/",
      says: "The record whose eventID an alert names",
    },
  ],
  async run(invocation, io) {
    const { operands, value } = invocation;
    const [eventId, ...others] = operands;
    const first = value("in");
    if (eventId === undefined) throw new UsageError("show needs an eventID: show <eventID> --in …");
    if (first === undefined) {
      throw new UsageError(
        `show needs to know where to look: show ${eventId} --in <file|folder|s3://…>`,
      );
    }
    const paths = [first, ...others];
    return await show(eventId.trim(), paths, periodOf(invocation, Date.now()), io);
  },
};

async function show(
  eventId: string,
  paths: readonly string[],
  period: Period,
  io: Io,
): Promise<number> {
  /** Text of a record → where it stands. */
  const found = new Map<string, string[]>();
  let records = 0;
  const visit: Visit = async (item, file) => {
    if ("rejected" in item) return;
    records++;
    if (!hasEventId(item, eventId)) return;
    const text = indentedJson(item.text);
    const places = found.get(text) ?? [];
    places.push(`${shownPath(file)}, ${item.where}`);
    found.set(text, places);
  };
  await readQuietly(paths, io, visit, period);
  for (const [text, places] of found) {
    io.err(`${placesText(places)}\n`);
    await io.out(`${text}\n`);
  }
  if (found.size > 1)
    io.err(`${found.size} different records have the eventID ${inLine(eventId)}\n`);
  if (found.size > 0) return 0;
  io.err(
    `There is no record with the eventID ${inLine(eventId)}: ${records} ${records === 1 ? "record was" : "records were"} read\n`,
  );
  return 1;
}

/** `a.json.gz, record 3; the same in b.json.gz, record 9` */
function placesText(places: readonly string[]): string {
  const [first, ...others] = places;
  if (others.length === 0) return first ?? "";
  const shown = others.slice(0, MAX_PLACES).join("; ");
  const more = others.length - MAX_PLACES;
  return `${first}; the same in ${shown}${more > 0 ? ` and ${more} more` : ""}`;
}

const MAX_PLACES = 10;
