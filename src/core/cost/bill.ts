import { PRICES } from "./prices.ts";

/** What a sample of log files holds, as the product reads and judges it. */
export interface SampleCounts {
  readonly files: number;
  readonly records: number;
  /** Records that rules match and no ignore rule silences. */
  readonly matched: number;
}

/** What one setting of `publish` puts on the bus. */
export interface PublishedCounts {
  readonly records: number;
  /** Units of 64 KB begun, as EventBridge counts them. */
  readonly units: number;
  /** Records that rules select, which the notifier is told of. */
  readonly selected: number;
}

/** One item of a bill, in US dollars a month. */
export interface BillItem {
  readonly what: string;
  /** What it is counted by, a month. */
  readonly counted: string;
  readonly dollars: number;
}

/** A month's bill. */
export interface Bill {
  readonly items: readonly BillItem[];
  readonly dollars: number;
}

/** What is taken for granted, in words: the bill is as right as they are. */
export const ASSUMPTIONS: readonly string[] = [
  `list prices of ${PRICES.region} of ${PRICES.date}, without free tiers; look up your Region's`,
  "the month is like the sample: as many log files and records each day, of the same kinds",
  "splitter: 512 MiB arm64, an invocation a file, 0.1 s a file and 0.35 ms a record, 900 bytes of log lines",
  "alerts at two destinations: nine in ten fold into an open thread (4 writes), one in ten begins one (37 writes, 53 reads, 2 events)",
  "notifier: 512 MiB arm64, 0.5 GB-seconds, 0.6 invocations and 3 queue requests for each record that rules select",
  "standing: a single account's stack, 60 metrics and 31 alarms; not counted: consumers' own services, traces, logs.validate, an archive, secrets",
];

/**
 * The bill of a month.
 *
 * @param scale `records` of the sample, published or not; `factor` by which a month is more than it: 30 of a day's.
 */
export function billOf(
  { files, matched }: SampleCounts,
  published: PublishedCounts,
  scale: Readonly<Record<"records" | "factor" | "consumers", number>>,
): Bill {
  const { records, factor, consumers } = scale;
  const [monthlyFiles, monthlyRecords, units, selected, alerts] = [
    files,
    records,
    published.units,
    published.selected,
    matched,
  ].map((count) => count * factor) as [number, number, number, number, number];
  const splitterSeconds = 0.1 * monthlyFiles + 0.00035 * monthlyRecords;
  const begun = alerts / 10;
  const folded = alerts - begun;
  const { standing } = PRICES;
  const items: BillItem[] = [
    item("EventBridge, custom events", `${whole(units)} units of 64 KB`, units * PRICES.event),
    item("S3 GetObject", `${whole(monthlyFiles)} files`, monthlyFiles * PRICES.getObject),
    item(
      "DynamoDB, what each file held",
      `${whole(monthlyFiles)} writes`,
      monthlyFiles * PRICES.tableWrite,
    ),
    item(
      "Lambda splitter",
      `${whole(monthlyFiles)} invocations, ${whole(splitterSeconds)} s`,
      monthlyFiles * PRICES.invocation + (splitterSeconds / 2) * PRICES.gigabyteSecond,
    ),
    item(
      "Log lines",
      `${whole(monthlyFiles)} invocations`,
      ((monthlyFiles * 900) / 1e9) * PRICES.logGigabyte,
    ),
    item(
      "SQS, Lambda notifier",
      `${whole(selected)} records that rules select`,
      selected * (3 * PRICES.queueRequest + 0.6 * PRICES.invocation + 0.5 * PRICES.gigabyteSecond),
    ),
    item(
      "DynamoDB and events, alerts",
      `${whole(alerts)} alerts`,
      folded * 4 * PRICES.tableWrite +
        begun * (37 * PRICES.tableWrite + 53 * PRICES.tableRead + 2 * PRICES.event),
    ),
    item(
      "Standing: metrics, alarms, dashboard, key, polling",
      "whatever is published",
      Object.values(standing).reduce((sum, it) => sum + it, 0),
    ),
    ...(consumers === 0
      ? []
      : [
          item(
            "Alarms of consumers",
            `${consumers} ${consumers === 1 ? "consumer" : "consumers"}`,
            consumers * PRICES.consumer,
          ),
        ]),
  ];
  return { items, dollars: cents(items.reduce((sum, { dollars }) => sum + dollars, 0)) };
}

function item(what: string, counted: string, dollars: number): BillItem {
  return { what, counted, dollars: cents(dollars) };
}

/** To a hundredth of a cent, so that a small item is seen. */
function cents(dollars: number): number {
  return Math.round(dollars * 10_000) / 10_000;
}

function whole(count: number): string {
  return Math.round(count).toLocaleString("en");
}
