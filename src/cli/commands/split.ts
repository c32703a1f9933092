import { basename } from "node:path";
import { type BusEntry, MAX_REQUEST_BYTES, toBusEntry } from "../../core/entry/bus-entry.ts";
import { readRecords } from "../../core/log/reader.ts";
import { LogFileError } from "../../core/log/unreadable.ts";
import type { RawRecord, RejectedRecord } from "../../core/record/record.ts";
import { type Command, type Io, UsageError } from "../command.ts";
import { openFile, openLines } from "../input.ts";

/** Shows what the splitter would put on the bus. */
export const splitCommand: Command = {
  name: "split",
  summary: "Print the bus entries of log files",
  operands: "<file>...",
  about: `
Reads log files as CloudTrail writes them ({"Records": […]}, gzipped or not) or, by their names,
.ndjson and .ndjson.gz with one record per line, and prints one line of JSON per record: the entry
the splitter would put on the bus, with Source, DetailType, Time, Resources and Detail as an object.

What is no record, and a file that cannot be read to its end, is said on standard error; all
records before the fault are printed, and the exit status is 1.`,
  options: {
    "no-record": { description: "Leave out Detail.record, as includeRecord: false does." },
  },
  async run({ operands, has }, io) {
    if (operands.length === 0) throw new UsageError("split needs a file");
    let status = 0;
    for (const path of operands) {
      if (!(await splitFile(path, !has("no-record"), io))) status = 1;
    }
    return status;
  },
};

/** @returns Whether all of it was read and every element was a record. */
async function splitFile(path: string, includeRecord: boolean, io: Io): Promise<boolean> {
  const object = { bucket: "local", key: basename(path) };
  const options = { includeRecord, maxBytes: MAX_REQUEST_BYTES };
  const items = /\.ndjson(\.gz)?$/i.test(path)
    ? recordLines(path, io)
    : readRecords(openFile(path));
  let whole = true;
  try {
    for await (const item of items) {
      if ("rejected" in item) {
        io.err(`${path}: record ${item.index} is rejected: ${item.rejected}\n`);
        whole = false;
      } else {
        await io.out(`${entryLine(toBusEntry(item, object, options))}\n`);
      }
    }
  } catch (error) {
    if (!(error instanceof LogFileError)) throw error;
    io.err(`${path}: ${error.message}\n`);
    return false;
  }
  return whole;
}

/** `Detail` is spliced in as text: what the bus gets is JSON text, and parsing it would lose digits. */
function entryLine({ source, detailType, time, resources, detail }: BusEntry): string {
  const head = JSON.stringify({
    Source: source,
    DetailType: detailType,
    ...(time !== undefined && { Time: new Date(time).toISOString() }),
    Resources: resources,
  });
  return `${head.slice(0, -1)},"Detail":${detail}}`;
}

/** Reads records one per line by reading each as a log file of its own. */
async function* recordLines(path: string, io: Io): AsyncGenerator<RawRecord | RejectedRecord> {
  let index = 0;
  for await (const line of openLines(path, io)) {
    if (line.trim() === "") continue;
    const file = Buffer.from(`{"Records":[${line}]}`);
    for await (const item of readRecords(
      (async function* () {
        yield file;
      })(),
    )) {
      yield { ...item, index };
    }
    index++;
  }
}
