import { readFileSync, writeFileSync } from "node:fs";
import {
  ASSUMPTIONS,
  alertItems,
  type BillItem,
  type CostLoad,
  sumOf,
  wayItems,
} from "../../../src/core/cost/bill.ts";
import type { MeasuredCosts } from "../../../src/core/cost/measured.ts";
import { millionRecords } from "../../../src/core/cost/million.ts";
import { PRICE_LIST, priceOf } from "../../../src/core/cost/prices.ts";
import { alertDollars } from "./dollars.ts";

/** What is written of measured costs: the page, and what the command `cost` goes by. */
const PAGE = new URL("../../../infra/docs/cost.md", import.meta.url);
const CONSTANTS = new URL("../../../src/core/cost/measured.ts", import.meta.url);
const NUMBERS = /(\/\* measured \*\/ )[\s\S]*?( \/\* end \*\/)/;

/** Puts what was measured into both. */
export function writeCosts(costs: MeasuredCosts): void {
  writeFileSync(CONSTANTS, constantsOf(readFileSync(CONSTANTS, "utf8"), costs));
  writeFileSync(PAGE, costPageOf(readFileSync(PAGE, "utf8"), costs));
}

/** The module with its numbers made anew. */
export function constantsOf(text: string, costs: MeasuredCosts): string {
  const numbers = JSON.stringify(costs, null, 2).replace(/"(\w+)":/g, "$1:");
  return text.replace(NUMBERS, (_, begin, end) => `${begin}${numbers}${end}`);
}

/** The page with its tables made anew. */
export function costPageOf(page: string, costs: MeasuredCosts): string {
  const blocks = {
    million: millionMarkdown(costs),
    measured: measuredMarkdown(costs),
    prices: pricesMarkdown(),
    assumed: ASSUMPTIONS.map((it) => `- ${it}`).join("\n"),
  };
  return Object.entries(blocks).reduce(
    (text, [name, block]) =>
      text.replace(
        new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(<!-- /${name} -->)`),
        (_, begin, end) => `${begin}${block}\n${end}`,
      ),
    page,
  );
}

/** Records a file, and what is published of them: the columns. */
const COLUMNS = [
  [300, "all"],
  [10.8, "all"],
  [300, "matched"],
  [10.8, "matched"],
] as const;

function millionMarkdown(costs: MeasuredCosts): string {
  const loads = COLUMNS.map(([each, publish]) => millionRecords(each, publish, costs));
  const itemsOf = (of: (load: CostLoad, costs: MeasuredCosts) => BillItem[]) =>
    loads.map((load) => of(load, costs));
  const [way, alerts] = [itemsOf(wayItems), itemsOf(alertItems)];
  const sums = (lists: readonly (readonly BillItem[])[]) => lists.map(sumOf);
  const [onWay, onAlerts] = [sums(way), sums(alerts)];
  const all = onWay.map((dollars, n) => dollars + (onAlerts[n] ?? 0));
  const bold = (what: string, dollars: readonly number[]) =>
    `| **${what}** | | ${dollars.map((it) => `**${dollarText(it)}**`).join(" | ")} |`;
  const heads = COLUMNS.map(([each, publish]) => `\`${publish}\`, ${each} a file`);
  return [
    `| what | counted, at \`all\`, 300 a file | ${heads.join(" | ")} |`,
    "|---|---|---|---|---|---|",
    ...rowsOf(way),
    bold("to the bus, and to the notifier's queue", onWay),
    ...rowsOf(alerts),
    bold("the 10,000 alerts", onAlerts),
    bold("sum", all),
  ].join("\n");
}

function rowsOf(lists: readonly (readonly BillItem[])[]): string[] {
  return (lists[0] ?? []).map(({ what, counted }, row) => {
    const dollars = lists.map((items) => dollarText(items[row]?.dollars ?? 0));
    return `| ${what} | ${counted} | ${dollars.join(" | ")} |`;
  });
}

function measuredMarkdown(costs: MeasuredCosts): string {
  const { splitter, queued, alert } = costs;
  const { fileCpu, publishedCpu, filteredCpu, coldCpu, fileWait, publishedWait } = splitter;
  return [
    "| what | takes |",
    "|---|---|",
    `| a log file | ${fileCpu} ms of CPU and ${fileWait} ms of waiting, beside its records; ${splitter.getObjects} GetObject, ${splitter.tableWrites} table write; ${splitter.logBytes} bytes of log lines |`,
    `| a record that goes on the bus | ${publishedCpu} ms of CPU, ${publishedWait} ms of waiting; an event of ${splitter.entryBytes} bytes, counted as ${splitter.entryUnits} |`,
    `| a record that no rule could match, \`publish: matched\` | ${filteredCpu} ms of CPU |`,
    `| a cold start of the splitter | ${coldCpu} ms of CPU |`,
    `| an event that rules select | ${queued.requests} queue requests, ${queued.invocations} invocations of the notifier |`,
    `| an event that alerts, in Slack and on the bus | ${alert.writes} table writes, ${alert.reads} reads, ${alert.requests} queue requests, ${alert.invocations} turns, ${alert.logBytes} bytes of log lines; ${alert.waited} ms of waiting, for Slack most of it, and at most ${alert.cpu} ms of CPU: $${dollarText(alertDollars(costs))} for 10,000 |`,
    `| a record in a bus archive | ${dollarText(splitter.entryBytes * 1e6 * 1e-9 * priceOf("archiveGigabyte"))} for a million taken in |`,
  ].join("\n");
}

function pricesMarkdown(): string {
  return [
    "| what | $ | per | said by | of |",
    "|---|---|---|---|---|",
    ...Object.values(PRICE_LIST).map(
      ({ what, dollars, per, source, date }) =>
        `| ${what} | ${dollars} | ${per === 1 ? "one" : "million"} | [${new URL(source).hostname}](${source}) | ${date} |`,
    ),
  ].join("\n");
}

function dollarText(dollars: number): string {
  if (dollars >= 0.995) return dollars.toFixed(2);
  return dollars.toLocaleString("en", { maximumSignificantDigits: 3, minimumFractionDigits: 2 });
}
