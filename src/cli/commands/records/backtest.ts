import { parseSettings } from "../../../adapters/settings-file.ts";
import { reportMarkdown } from "../../../core/backtest/report-markdown.ts";
import { reportText } from "../../../core/backtest/report-text.ts";
import { type RuntimeSettings, runtimeSettingsOf } from "../../../core/settings/config.ts";
import type { BacktestSet } from "../../backtest/run-backtest.ts";
import { type Command, type CommandLine, type Io, UsageError } from "../../command.ts";
import { PERIOD_OPTIONS, periodOf } from "../../input/period.ts";
import { BACKTEST_SCHEMA } from "../../json/backtest-schema.ts";
import { assertPageFile, writePage } from "../../report/page-file.ts";
import { RULE_OPTIONS, rulesInUse } from "../../rules-in-use.ts";

/** Runs history through rules, and folds it as the notifier would have. */
export const backtestCommand: Command = {
  name: "backtest",
  summary: "Run history through rules: alerts, threads and messages there would have been",
  operands: "<file|folder|s3://bucket/prefix|->...",
  about: `
Reads CloudTrail records in any form people have them, judges each by the rules on all cores, and
folds what matches by the notifier's own code in virtual time: thread keys, windows, storms, the
pace of each channel. So threads and messages are those there would have been, not an estimate.
Every log file's events come when CloudTrail delivered it, which its name says; those of other
files when they happened.

Says per rule: records it matched (events), events it alerted of (alerts, repeats counted once),
threads and messages after folding; per channel: threads, messages, edits; what could not be read,
named and counted; and ignore rules that would silence much, to decide on.

With --against the same history is run through two sets of rules, and what changes is said.`,
  options: {
    ...RULE_OPTIONS,
    against: {
      value: "dir",
      description: "Compare with the rule files of this folder: what they would change.",
    },
    ...PERIOD_OPTIONS,
    checkpoint: {
      value: "folder",
      description:
        "Keep in this folder how far it is: the same words go on there after an interruption.\nIt is removed at the end.",
    },
    json: { description: "Print the report as JSON." },
    markdown: { description: "Print the report as Markdown, for a pull request." },
    html: {
      value: "file",
      description:
        "Write the report as one page to this file, too: charts, a page per rule, search.",
    },
  },
  examples: [
    { words: "backtest logs/", says: "What the default rules would have made of a folder's logs" },
    {
      words: "backtest logs/ --settings my.yaml --json",
      says: "The same for your settings, as JSON",
    },
    {
      words: "backtest logs/ --html report.html",
      says: "A page of it, too, to look at and to hand on",
    },
    {
      words: "backtest logs/ --rules my-rules --against my-rules --from 2026-11-02",
      says: "Two folders of rules compared, on records since a day",
    },
  ],
  json: BACKTEST_SCHEMA,
  async run(invocation, io) {
    const { operands } = invocation;
    if (operands.length === 0) {
      throw new UsageError(
        "name log files, folders or s3://bucket/prefix, or - for standard input",
      );
    }
    const page = invocation.value("html");
    if (page !== undefined) assertPageFile(page);
    if (invocation.has("json") && invocation.has("markdown")) {
      throw new UsageError("--json and --markdown are two forms of one report: name one of them");
    }
    const period = periodOf(invocation, Date.now());
    const sets = setsOf(invocation, io);
    // The notifier is loaded when history is to be folded: other commands start without it.
    const { runBacktest } = await import("../../backtest/run-backtest.ts");
    const report = await runBacktest(
      {
        operands,
        period,
        sets,
        bucket: sets[0]?.inUse.settings?.logs.bucket ?? "local",
        checkpoint: invocation.value("checkpoint"),
      },
      io,
    );
    if (page !== undefined) {
      const { reportPage } = await import("../../report/report-page.ts");
      const { pageScripts } = await import("../../report/page-scripts.ts");
      writePage(page, reportPage(report, pageScripts()));
      io.err(`trailbridge: the report is in ${page}\n`);
    }
    if (invocation.has("json")) await io.out(`${JSON.stringify(report, null, 2)}\n`);
    else await io.out(invocation.has("markdown") ? reportMarkdown(report) : reportText(report));
    return report.unreadInAll === 0 ? 0 : 1;
  },
};

/** The rules that are asked for, and those they are compared with. */
function setsOf(invocation: CommandLine, io: Io): readonly BacktestSet[] {
  const inUse = rulesInUse(invocation, io);
  const settings = settingsOf(inUse.settings && runtimeSettingsOf(inUse.settings));
  const against = invocation.value("against");
  const first = { name: nameOf(invocation), inUse, settings };
  if (against === undefined) return [first];
  const other: CommandLine = {
    operands: [],
    has: () => false,
    value: (option) => (option === "rules" ? against : invocation.value(option)),
    values: (option) => (option === "rules" ? [against] : invocation.values(option)),
  };
  return [first, { name: against, inUse: rulesInUse(other, io), settings }];
}

function nameOf(invocation: CommandLine): string {
  const folders = invocation.values("rules");
  if (folders.length > 0) return folders.join(", ");
  return invocation.value("settings") ?? "default rules";
}

/** Settings without destinations alert in one Slack channel. */
function settingsOf(named: RuntimeSettings | undefined): RuntimeSettings {
  if (named !== undefined) return named;
  const defaults = runtimeSettingsOf(parseSettings("logs: { bucket: any }", "defaults"));
  return {
    ...defaults,
    destinations: {
      slackTokenSecretId: "any",
      defaults: { slackChannel: "C0DEFAULT" },
      routes: [],
    },
  };
}
