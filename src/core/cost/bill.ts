import { digits } from "../wording/counted.ts";
import { COLD_SHARE, functionCost, gigabyteSeconds, MEMORY_MIB, SLOWER } from "./lambda.ts";
import { MEASURED, type MeasuredCosts } from "./measured.ts";
import { CONSUMER, PRICES_OF, priceOf, STANDING } from "./prices.ts";

/** What a time's log files hold, and what becomes of it. */
export interface CostLoad {
  readonly files: number;
  readonly records: number;
  /** Records put on the bus. */
  readonly published: number;
  /** Units of 64 KB begun that those are, as EventBridge counts them. */
  readonly units: number;
  /** Records that rules select, which the notifier is told of. */
  readonly selected: number;
  /** Records that rules match and no ignore rule silences. */
  readonly alerts: number;
}

/** One item of a bill, in US dollars. */
export interface BillItem {
  readonly what: string;
  /** What it is counted by. */
  readonly counted: string;
  readonly dollars: number;
}

/** A month's bill. */
export interface Bill {
  readonly items: readonly BillItem[];
  readonly dollars: number;
}

/** Bytes of the lines that Lambda itself writes to an invocation's log: its start, its end, its report. */
const LAMBDA_LINES = 400;

/** What is taken for granted, in words: the bill is as right as they are. */
export const ASSUMPTIONS: readonly string[] = [
  `list prices of ${PRICES_OF.region}, looked up ${PRICES_OF.date}, without free tiers; look up your Region's`,
  `functions: ${MEMORY_MIB} MiB arm64; CPU as measured, times ${SLOWER}, as Lambda's processor is taken to be that much slower; one invocation in a hundred is a cold start`,
  "S3 answers after 30 ms, the bus after 20, the table after 5; an invocation a file, Lambda's own log lines 400 bytes each",
  "alerts go to Slack and to the bus as events (alertEvents); ten belong to a thread, and come in two log files",
];

/** What is taken for granted of a month's bill beside {@linkcode ASSUMPTIONS}. */
export const MONTH_ASSUMPTIONS: readonly string[] = [
  "the month is like the sample: as many log files and records each day, of the same kinds",
  "standing: a single account's stack, 60 metrics and 31 alarms; not counted: consumers' own services, traces, logs.validate, an archive, secrets",
];

/** From the bucket to the bus, and to the notifier of what rules select. */
export function wayItems(load: CostLoad, { splitter, queued }: MeasuredCosts): BillItem[] {
  const { files, records, published, units, selected } = load;
  const gets = files * splitter.getObjects;
  const writes = files * splitter.tableWrites;
  const work = {
    invocations: files,
    cpu:
      files * (splitter.fileCpu + COLD_SHARE * splitter.coldCpu) +
      published * splitter.publishedCpu +
      (records - published) * splitter.filteredCpu,
    waited: files * splitter.fileWait + published * splitter.publishedWait,
  };
  const logBytes = files * (splitter.logBytes + LAMBDA_LINES);
  const requests = selected * queued.requests;
  const batches = selected * queued.invocations;
  return [
    item("EventBridge, custom events", `${whole(units)} units of 64 KB`, units * priceOf("event")),
    item("S3 GetObject", `${whole(gets)} files`, gets * priceOf("getObject")),
    item(
      "DynamoDB, what each file held",
      `${whole(writes)} writes`,
      writes * priceOf("tableWrite"),
    ),
    item(
      "Lambda splitter",
      `${whole(files)} invocations, ${whole(gigabyteSeconds(work))} GB-seconds`,
      functionCost(work),
    ),
    logItem("splitter", logBytes),
    item(
      "SQS, what rules select",
      `${whole(requests)} requests, ${whole(batches)} invocations`,
      requests * priceOf("queueRequest") + batches * priceOf("invocation"),
    ),
  ];
}

/** From the notifier's queue to what people read. */
export function alertItems({ alerts }: CostLoad, { alert, queued }: MeasuredCosts): BillItem[] {
  const [writes, reads, requests] = [alert.writes, alert.reads, alert.requests].map(
    (each) => each * alerts,
  ) as [number, number, number];
  const work = {
    invocations: alerts * alert.invocations,
    cpu: alerts * alert.cpu,
    waited: alerts * alert.waited,
  };
  const invocations = alert.invocations + queued.invocations;
  const logBytes = alerts * (alert.logBytes + invocations * LAMBDA_LINES);
  return [
    item(
      "DynamoDB, alerts",
      `${whole(writes)} writes, ${whole(reads)} reads`,
      writes * priceOf("tableWrite") + reads * priceOf("tableRead"),
    ),
    item(
      "Lambda notifier",
      `${whole(work.invocations)} invocations, ${whole(gigabyteSeconds(work))} GB-seconds`,
      functionCost(work),
    ),
    item(
      "SQS, turns of destinations",
      `${whole(requests)} requests`,
      requests * priceOf("queueRequest"),
    ),
    logItem("notifier", logBytes),
    item(
      "EventBridge, alert events",
      `${whole(alerts * alert.events)} events`,
      alerts * alert.events * priceOf("event"),
    ),
  ];
}

/** The bill of a month. */
export function billOf(load: CostLoad, consumers: number): Bill {
  const standing = Object.values(STANDING).reduce((sum, it) => sum + it, 0);
  const items = [
    ...wayItems(load, MEASURED),
    ...alertItems(load, MEASURED),
    item("Standing: metrics, alarms, dashboard, key, polling", "whatever is published", standing),
    ...(consumers === 0
      ? []
      : [
          item(
            "Alarms of consumers",
            `${consumers} ${consumers === 1 ? "consumer" : "consumers"}`,
            consumers * CONSUMER,
          ),
        ]),
  ].map((it) => ({ ...it, dollars: cents(it.dollars) }));
  return { items, dollars: cents(sumOf(items)) };
}

/** Dollars of some items. */
export function sumOf(items: readonly BillItem[]): number {
  return items.reduce((sum, { dollars }) => sum + dollars, 0);
}

function logItem(by: string, bytes: number): BillItem {
  const dollars = (bytes / 1e9) * priceOf("logGigabyte");
  return item(`Log lines of the ${by}`, `${(bytes / 1e6).toFixed(1)} MB`, dollars);
}

function item(what: string, counted: string, dollars: number): BillItem {
  return { what, counted, dollars };
}

/** To a hundredth of a cent, so that a small item is seen. */
function cents(dollars: number): number {
  return Math.round(dollars * 10_000) / 10_000;
}

function whole(count: number): string {
  return digits(Math.round(count));
}
