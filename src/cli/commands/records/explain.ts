import type { RawRecord } from "../../../core/record/record.ts";
import { type Command, UsageError } from "../../command.ts";
import { explainRecords } from "../../explanation/explain-records.ts";
import { explanationPage, type PageRecord } from "../../explanation/explanation-page.ts";
import { explanationText } from "../../explanation/explanation-text.ts";
import type { InputFile } from "../../input/find-inputs.ts";
import { PERIOD_OPTIONS, periodOf } from "../../input/period.ts";
import { readInputs, readQuietly, shownPath, type Visit } from "../../input/read-inputs.ts";
import { hasEventId, wantedEvent } from "../../input/wanted-event.ts";
import { EXPLAINED_SCHEMA } from "../../json/explain-schema.ts";
import { assertPageFile, writePage } from "../../report/page-file.ts";
import { RULE_OPTIONS, rulesInUse } from "../../rules-in-use.ts";
import { inLine } from "../../terminal-text.ts";

/** Says what becomes of a record, and why. */
export const explainCommand: Command = {
  name: "explain",
  summary: "Say what becomes of a record, and why",
  operands: "<record|file|-|eventID --in <file|folder|s3://…>...>",
  about: `
Takes a record as it is written, a file of records, standard input (-), or the eventID that an alert
names and where to look for it. Prints for each record what becomes of it and why:

  each rule's verdict, its expression as a tree with the value of each clause on this record, and
  which change of one field would make it match; the same of each ignore rule
  what it counts for under rules of several events: judge says where they alert in a log
  the AWS rules whose event pattern lets it through
  for an alert: where it goes, its thread key, and its message as it would look
  the flat event, by whose keys rules are written

With --settings it is judged, routed and drawn as those settings say. The exit status is 1 where
nothing was found, or something of it is no record.`,
  options: {
    ...RULE_OPTIONS,
    in: {
      value: "file|folder|s3://…",
      description:
        "Where to look for the eventID: log files, folders or parts of buckets,\none after another.",
    },
    ...PERIOD_OPTIONS,
    all: { description: "Draw the trees of all rules, beyond the first twenty." },
    html: { value: "file", description: "Write one self-contained page to this file instead." },
    json: { description: "Print one line of JSON for each record instead." },
  },
  examples: [
    { words: "explain record.json", says: "What the default rules make of one record" },
    {
      words: "explain 0e4d136e-25d4-4d92-b2b2-8a9fe1e3f1af --in logs/ --settings my.yaml",
      says: "Why the event of an alert alerted, and where it went",
    },
    {
      words: "explain record.json --settings my.yaml --html why.html",
      says: "The same as a page to hand on",
    },
  ],
  json: EXPLAINED_SCHEMA,
  async run(invocation, io) {
    const { value, has, operands } = invocation;
    const wanted = wantedEvent("explain", invocation);
    const html = value("html");
    if (html !== undefined && has("json")) throw new UsageError("--html and --json are two things");
    if (html !== undefined) assertPageFile(html);
    const inUse = rulesInUse(invocation, io);
    const explain = explainRecords(inUse, Date.now());
    const page: PageRecord[] = [];
    let records = 0;
    const seen = new Set<string>();
    const visit: Visit = async (item, file) => {
      if ("rejected" in item) return;
      if (wanted.eventId !== undefined) {
        // CloudTrail writes many events into two files.
        if (!hasEventId(item, wanted.eventId) || seen.has(item.text)) return;
        seen.add(item.text);
      }
      records++;
      const where = `${shownPath(file)}, ${item.where}`;
      if (html !== undefined) {
        if (page.length === MAX_PAGE) throw tooMany(html);
        page.push({ where, explanation: explain(item, file) });
        return;
      }
      await print(item, file, where);
    };
    const print = async (item: RawRecord, file: InputFile, where: string): Promise<void> => {
      const explanation = explain(item, file);
      if (has("json")) {
        await io.out(`${JSON.stringify({ where, ...explanation })}\n`);
        return;
      }
      const text = explanationText(explanation, { colour: io.colour, all: has("all") });
      await io.out(`${records > 1 ? "\n" : ""}${where}\n${text}`);
    };
    const read = wanted.eventId === undefined ? readInputs : readQuietly;
    const isWhole = await read(
      wanted.places,
      wanted.stdin === undefined ? io : { ...io, stdin: wanted.stdin },
      visit,
      periodOf(invocation, Date.now()),
    );
    if (records === 0) {
      io.err(noneText(wanted.eventId, operands));
      return 1;
    }
    if (html !== undefined) {
      writePage(html, explanationPage(page));
      io.err(`${inLine(html)} is written\n`);
    }
    return isWhole || wanted.eventId !== undefined ? 0 : 1;
  },
};

/** Records of a page: more are nothing to look at. */
const MAX_PAGE = 100;

function tooMany(html: string): UsageError {
  return new UsageError(
    `${html} would have more than ${MAX_PAGE} records: name one by its eventID and --in`,
  );
}

function noneText(eventId: string | undefined, operands: readonly string[]): string {
  return eventId === undefined
    ? `There is no record in ${operands.map(inLine).join(", ")}\n`
    : `There is no record with the eventID ${inLine(eventId)}\n`;
}
