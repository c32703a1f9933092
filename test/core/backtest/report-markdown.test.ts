import { suite } from "uvu";
import * as assert from "uvu/assert";
import { compareSets } from "../../../src/core/backtest/compare-sets.ts";
import type { BacktestReport, RuleReport, SetReport } from "../../../src/core/backtest/report.ts";
import { reportMarkdown } from "../../../src/core/backtest/report-markdown.ts";

const test = suite("reportMarkdown()");

const MESSAGES = { posts: 2, replies: 3, edits: 4 };

function ruleOf(id: string, counts: Partial<RuleReport> = {}): RuleReport {
  const lists = { hours: [], actors: [], calls: [], addresses: [], accounts: [] };
  const none = { events: 0, alerts: 0, faults: 0, threads: 0 };
  const messages = { posts: 0, replies: 0, edits: 0 };
  return {
    id,
    title: id,
    description: "",
    tags: [],
    severity: "high",
    ...none,
    messages,
    ...lists,
    ...counts,
  };
}

const BUSY = ruleOf("root-activity", {
  events: 1_300,
  alerts: 1_234,
  threads: 7,
  messages: MESSAGES,
});

function setOf(more: Partial<SetReport> = {}): SetReport {
  return {
    name: "my-rules",
    judged: { filtered: 0, unmatched: 10, ignored: 0, matched: 1_300, faults: 0 },
    alerts: 1_234,
    repeats: 66,
    threads: 7,
    messages: MESSAGES,
    rules: [BUSY, ruleOf("silent")],
    channels: [
      { channel: "slack:C0123456789", threads: 7, storms: 0, messages: MESSAGES, hours: [] },
    ],
    ignoreRules: [],
    hours: [],
    accounts: [],
    suggestions: [],
    complaints: [],
    ...more,
  };
}

function reportOf(sets: readonly SetReport[], more: Partial<BacktestReport> = {}): BacktestReport {
  const [before, after] = sets;
  return {
    version: 1,
    period: { from: "2026-11-02T09:00:00.000Z", to: "2026-11-03T10:00:00.000Z" },
    read: { files: 12, records: 1_310, rejected: 0, outside: 0 },
    unread: [],
    unreadInAll: 0,
    sets,
    ...(before !== undefined && after !== undefined && { comparison: compareSets(before, after) }),
    ...more,
  };
}

/** Tables of a Markdown text: their rows' cells, after the head. */
function tablesIn(markdown: string): string[][][] {
  return markdown
    .split("\n\n")
    .filter((part) => part.startsWith("|"))
    .map((part) =>
      part.split("\n").map((line) => {
        assert.match(line, /^\| .* \|$/);
        return line.slice(2, -2).split(" | ");
      }),
    );
}

test("says what was read and what each rule and channel came to", () => {
  const markdown = reportMarkdown(reportOf([setOf()]));
  assert.match(markdown, "### Backtest\n\n1,310 records of 12 files, 2026-11-02 to 2026-11-03.\n");
  assert.match(markdown, "#### my-rules\n\n1,234 alerts, 7 threads, 5 messages.\n");
  assert.equal(tablesIn(markdown), [
    [
      ["rule", "severity", "events", "alerts", "threads", "messages"],
      ["---", "---:", "---:", "---:", "---:", "---:"],
      ["root-activity", "high", "1,300", "1,234", "7", "5"],
    ],
    [
      ["channel", "threads", "messages", "edits"],
      ["---", "---:", "---:", "---:"],
      ["slack:C0123456789", "7", "5", "4"],
    ],
  ]);
  assert.ok(markdown.endsWith("\n"));
  assert.not.match(markdown, "\n\n\n");
});

test("says what could not be read, and of no record no time", () => {
  const markdown = reportMarkdown(reportOf([setOf()], { unreadInAll: 2_000, period: null }));
  assert.match(markdown, "1,310 records of 12 files.\n");
  assert.match(markdown, "2,000 could not be read as records.");
});

test("says what changes between two sets, rules that do the same left out", () => {
  const after = setOf({
    name: "other",
    rules: [
      { ...BUSY, alerts: 34, threads: 2, messages: { ...MESSAGES, posts: 1 } },
      ruleOf("silent"),
    ],
  });
  const markdown = reportMarkdown(reportOf([setOf(), after]));
  assert.match(markdown, "From my-rules to other:");
  const [changes, channels] = tablesIn(markdown);
  assert.equal(changes?.slice(2), [["root-activity", "34 (−1,200)", "2 (−5)", "4 (−1)"]]);
  assert.equal(channels?.slice(2), [["slack:C0123456789", "7", "5"]]);
});

test("says so where nothing changes", () => {
  const markdown = reportMarkdown(reportOf([setOf(), setOf({ name: "other" })]));
  assert.match(markdown, "No rule alerts of more or less.");
});

test("has what ignore rules would silence", () => {
  const suggestion = {
    ruleId: "root-activity",
    rules: ["root-activity", "silent"],
    match: "eventName == 'A' && errorCode == null",
    alerts: 1_200,
    share: 0.97,
  };
  const tables = tablesIn(reportMarkdown(reportOf([setOf({ suggestions: [suggestion] })])));
  assert.equal(tables.at(-1)?.slice(2), [
    ["root-activity, silent", "1,200", "eventName == 'A' &#38;&#38; errorCode == null"],
  ]);
});

test("holds nothing of a log that Markdown would take for its own", () => {
  const hostile =
    "a|b\n\n# c <img src=x> `d` [e](https://example.com) **f** @someone ~~g~~ $h$ \\ \u2028 &lt;";
  const suggestion = { ruleId: "r", rules: ["r"], match: hostile, alerts: 20, share: 1 };
  const set = setOf({
    name: hostile,
    rules: [{ ...BUSY, id: hostile }],
    channels: [{ channel: hostile, threads: 1, storms: 0, messages: MESSAGES, hours: [] }],
    suggestions: [suggestion],
  });
  const markdown = reportMarkdown(reportOf([set, set]));
  // Each row keeps its cells.
  for (const table of tablesIn(markdown)) {
    for (const row of table) assert.is(row.length, table[0]?.length);
  }
  assert.not.match(markdown, /<img|`d`|\]\(|\*\*f|@someone|~~g|\$h|https:\/\/|&lt;|\u2028/);
  assert.not.match(markdown, /^# c/m);
});

test.run();
