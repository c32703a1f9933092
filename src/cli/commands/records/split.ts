import { type BusEntry, toBusEntry } from "../../../core/entry/bus-entry.ts";
import { createWholeRecords } from "../../../core/verdict/whole-records.ts";
import { type Command, UsageError } from "../../command.ts";
import { PERIOD_OPTIONS, periodOf } from "../../input/period.ts";
import { readInputs, type Visit } from "../../input/read-inputs.ts";
import { ENTRY_SCHEMA } from "../../json/record-schemas.ts";
import { RULE_OPTIONS, rulesInUse } from "../../rules-in-use.ts";

/** Shows what the splitter would put on the bus. */
export const splitCommand: Command = {
  name: "split",
  summary: "Print the bus entries of log files",
  operands: "<file|folder|s3://…|->...",
  about: `
Reads CloudTrail records in any form people have them: log files, gzipped or not, JSON arrays, one
record a line, what aws cloudtrail lookup-events prints, EventBridge events, a record copied from the
console; of this machine, or of a bucket as s3://bucket/prefix. - is standard input. Prints one line of JSON per record: the entry the splitter would put on
the bus, with Source, DetailType, Time, Resources and Detail as an object.

An entry that is too large is cut as the settings say, and has the verdict of their rules with it.

What is no record, and a file that cannot be read to its end, is said on standard error; all
records before the fault are printed, and the exit status is 1.`,
  options: {
    ...RULE_OPTIONS,
    ...PERIOD_OPTIONS,
    "no-record": { description: "Leave out Detail.record, as includeRecord: false does." },
  },
  examples: [
    { words: "split logs/", says: "The bus entry of each record of a folder" },
    { words: "split --no-record - < record.json", says: "The flat event alone of one record" },
  ],
  json: ENTRY_SCHEMA,
  async run(invocation, io) {
    const { operands, has } = invocation;
    if (operands.length === 0) throw new UsageError("split needs a file");
    const { ruleSet, self, entries } = rulesInUse(invocation, io);
    const options = { ...entries, ...(has("no-record") && { includeRecord: false }) };
    const whole = createWholeRecords(ruleSet, self)(Date.now());
    const visit: Visit = async (item, { name }) => {
      if ("rejected" in item) return;
      const { where, ...record } = item;
      const object = { bucket: "local", key: name };
      await io.out(`${entryLine(toBusEntry(record, object, options, whole))}\n`);
    };
    const isWhole = await readInputs(operands, io, visit, periodOf(invocation, Date.now()));
    return isWhole ? 0 : 1;
  },
};

/**
 * `Detail` is spliced in as text: what the bus gets is JSON text, and parsing it would lose digits.
 * Line breaks in it stand between tokens, as none may stand in a string.
 */
function entryLine({ source, detailType, time, resources, detail }: BusEntry): string {
  const head = JSON.stringify({
    Source: source,
    DetailType: detailType,
    ...(time !== undefined && { Time: new Date(time).toISOString() }),
    Resources: resources,
  });
  return `${head.slice(0, -1)},"Detail":${detail.replace(/[\r\n]\s*/g, "")}}`;
}
