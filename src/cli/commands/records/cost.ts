import { ASSUMPTIONS, type Bill, billOf, MONTH_ASSUMPTIONS } from "../../../core/cost/bill.ts";
import { millionBills } from "../../../core/cost/million.ts";
import { PRICES_OF } from "../../../core/cost/prices.ts";
import { entryBytes, toBusEntry } from "../../../core/entry/bus-entry.ts";
import { viewOfRecord } from "../../../core/expression/event-view.ts";
import { instantOf } from "../../../core/record/event-time.ts";
import { createAccepts, type Publish } from "../../../core/rule/accepts.ts";
import { createJudge } from "../../../core/rule/judge.ts";
import { DayTally } from "../../../core/spread/day-tally.ts";
import { mainPeriod } from "../../../core/spread/main-period.ts";
import { type StrayTimes, strayText } from "../../../core/spread/stray-times.ts";
import { createWholeRecords } from "../../../core/verdict/whole-records.ts";
import { digits, numbered } from "../../../core/wording/counted.ts";
import { type Command, type CommandLine, UsageError } from "../../command.ts";
import { readQuietly, type Visit } from "../../input/read-inputs.ts";
import { COST_SCHEMA } from "../../json/record-schemas.ts";
import { RULE_OPTIONS, type RulesInUse, rulesInUse } from "../../rules-in-use.ts";

const TAKEN = [...ASSUMPTIONS, ...MONTH_ASSUMPTIONS];

const DAY = 86_400_000;
const MONTH_DAYS = 30;

/** Bytes that EventBridge counts as one event. @see https://aws.amazon.com/eventbridge/pricing/ */
const UNIT_BYTES = 65_536;

/** Says what a month would cost, by one's own logs. */
export const costCommand: Command = {
  name: "cost",
  summary: "Say what a month would cost, by a sample of your own logs",
  operands: "",
  about: `
Reads a sample of a trail's log files, judges each record and makes its bus entry as the product does,
and says what a month of such days costs for each setting of publish: all, matched, and a filter where
the settings or --filter have one. Prices and what is taken for granted are said with it. Without a
sample the month has a million records, in log files as busy accounts have them and as small ones do.

The sample is taken to be of the time from its first record to its last, without a few that are far from
all others: a whole day or week of all accounts is best. Of one that is shorter than an hour, --days must say what time it is of.

Exit status: 0; 1 if not all of the sample could be read, and the bill is of what could; 2 if none.`,
  options: {
    logs: { value: "path", description: "The sample: a file, a folder or s3://bucket/prefix." },
    days: { value: "n", description: "Days that the sample is of: 1, 0.5, 7." },
    filter: { value: "expression", description: "A filter of publish to try, in JMESPath." },
    ...RULE_OPTIONS,
    json: { description: "Print the bills as one JSON object." },
  },
  examples: [
    { words: "cost", says: "What a million records cost, by the size of their log files" },
    { words: "cost --logs logs/ --days 1", says: "A month of days like the sample's" },
    {
      words: "cost --logs logs/ --days 1 --filter 'readOnly != `true`' --settings my.yaml --json",
      says: "The same for your settings, and for a filter, as JSON",
    },
  ],
  json: COST_SCHEMA,
  async run(invocation, io) {
    const { operands, value, has } = invocation;
    const logs = value("logs");
    const ofSample = ["days", "filter"].find((name) => value(name) !== undefined);
    if (operands.length > 0 || (logs === undefined && ofSample !== undefined)) {
      const why = operands.length > 0 ? "" : `, which --${ofSample} is of`;
      throw new UsageError(`cost takes a sample${why}: --logs ${operands[0] ?? "logs/"}`);
    }
    const told = daysOf(invocation);
    const inUse = rulesInUse(invocation, io);
    const consumers = Object.keys(inUse.settings?.consumers ?? {}).length;
    const say = (sample: Sample | null, bills: readonly CostBill[]) => {
      const report = { prices: PRICES_OF, sample, bills, assumptions: TAKEN };
      return io.out(has("json") ? `${JSON.stringify(report)}\n` : textOf(sample, bills));
    };
    if (logs === undefined) {
      await say(null, millionBills(consumers));
      return 0;
    }
    const sample = countSample(inUse, value("filter"));
    const isWhole = await readQuietly([logs], io, sample.visit);
    if (sample.counts.records === 0) throw new UsageError(`there is no record in "${logs}"`);
    const { days: spanned, stray } = sample.span();
    const days = told ?? spanned;
    if (!(days >= 1 / 24)) {
      throw new UsageError("the sample is shorter than an hour: what time is it of? --days 1");
    }
    const counts = { ...sample.counts, files: sample.files.size };
    const factor = MONTH_DAYS / days;
    const recordsPerFile = Math.round((counts.records / counts.files) * 10) / 10;
    const bills = sample.tallies.map(({ publish, records, units, matched, selected }) => {
      const load = {
        files: counts.files * factor,
        records: counts.records * factor,
        published: records * factor,
        units: units * factor,
        selected: selected * factor,
        alerts: matched * factor,
      };
      return { publish, recordsPerFile, records, units, ...billOf(load, consumers) };
    });
    await say({ ...counts, days: Math.round(days * 1_000) / 1_000, ...stray }, bills);
    return isWhole ? 0 : 1;
  },
};

function daysOf({ value }: CommandLine): number | undefined {
  const text = value("days");
  if (text === undefined) return undefined;
  const days = /^\d{1,4}(\.\d{1,4})?$/.test(text) ? Number(text) : Number.NaN;
  if (days >= 1 / 24) return days;
  throw new UsageError(`--days takes days, an hour at least: 1, 0.5, 7; it is "${text}"`);
}

interface Tally {
  readonly publish: "all" | "matched" | "filter";
  records: number;
  units: number;
  matched: number;
  selected: number;
}

function countSample({ ruleSet, self, publish, entries }: RulesInUse, asked: string | undefined) {
  const filter = asked ?? (typeof publish === "object" ? publish.filter : undefined);
  const options = { rules: ruleSet.rules, self, onFault: () => {} };
  const settings: (readonly [Tally["publish"], Publish])[] = [
    ["all", "all"],
    ["matched", "matched"],
    ...(filter === undefined ? [] : [["filter", { filter }] as const]),
  ];
  const kinds = settings.map(([name, it]) => ({
    accepts: createAccepts(it, options),
    tally: { publish: name, records: 0, units: 0, matched: 0, selected: 0 } as Tally,
  }));
  const now = Date.now();
  const judge = createJudge(ruleSet, { self, now });
  const whole = createWholeRecords(ruleSet, self)(now);
  const counts = { records: 0 };
  const files = new Set<string>();
  const days = new DayTally();
  const visit: Visit = async (item, { name, path }) => {
    files.add(path);
    if ("rejected" in item) return;
    counts.records++;
    const time = instantOf(item.value.eventTime);
    if (time !== undefined) days.add(time);
    const view = viewOfRecord(item.value);
    const { matched, ignoredBy, faults } = judge(view);
    const bytes = entryBytes(toBusEntry(item, { bucket: "local", key: name }, entries, whole));
    for (const { accepts, tally } of kinds) {
      if (accepts?.(view) === false) continue;
      tally.records++;
      tally.units += Math.ceil(bytes / UNIT_BYTES);
      if (matched.length > 0 || ignoredBy !== undefined || faults.length > 0) tally.selected++;
      if (matched.length > 0 && ignoredBy === undefined) tally.matched++;
    }
  };
  const tallies = kinds.map(({ tally }) => tally);
  /** Of the days of nearly all records: one whose time is wrong makes no year of them. */
  const span = () => {
    const { from, to, stray } = mainPeriod(days.days()) ?? { from: 0, to: 0 };
    return { days: (to - from) / DAY, stray: stray && stray.records > 0 ? { stray } : {} };
  };
  return { counts, files, tallies, visit, span };
}

/** What a bill is of. */
interface Sample {
  readonly files: number;
  readonly records: number;
  readonly days: number;
  /** Records that are years away from all others, and count for no time of their own. */
  readonly stray?: StrayTimes;
}

/** A bill, and of what. */
interface CostBill extends Bill {
  readonly publish: string;
  readonly recordsPerFile: number;
  readonly records: number;
}

function textOf(sample: Sample | null, bills: readonly CostBill[]): string {
  const blocks = bills.map(({ publish, recordsPerFile, items, dollars, records }) => {
    const rows = items.map(
      ({ what, counted, dollars: each }) => `  ${dollarColumn(each)}  ${what}: ${counted}`,
    );
    const of =
      sample === null
        ? `${digits(records)} records on the bus, ${recordsPerFile} a file`
        : `${digits(records)} of the sample's records`;
    return [`publish: ${publish}: ${of}`, ...rows, `  ${dollarColumn(dollars)}  a month`, ""].join(
      "\n",
    );
  });
  const far = sample?.stray && strayText(sample.stray);
  const head =
    sample === null
      ? "A million records a month, of which one in a hundred alerts; US dollars. Of your own: --logs"
      : `${numbered(sample.records, "record")} in ${numbered(sample.files, "log file")}, of ${numbered(sample.days, "day")}; US dollars for ${MONTH_DAYS} days${far === undefined ? "" : `\n${far}, and count for no time of their own`}`;
  return [head, "", ...blocks, "Taken for granted:", ...TAKEN.map((it) => `- ${it}`), ""].join(
    "\n",
  );
}

/** Points under each other; of what is less than a dollar, hundredths of a cent are seen. */
function dollarColumn(dollars: number): string {
  const text = dollars < 1 ? dollars.toFixed(4) : `${dollars.toFixed(2)}  `;
  return text.padStart(10);
}
