import { suite } from "uvu";
import * as assert from "uvu/assert";
import { newSplitCounters } from "../../src/splitter/counters.ts";
import { LogFile } from "../../src/splitter/log-file.ts";
import { reportCounters, reportFile } from "../../src/splitter/report.ts";

type Line = [level: string, message: string, fields: Readonly<Record<string, unknown>>];

/** A log that keeps its lines. */
function keptLog() {
  const lines: Line[] = [];
  const line =
    (level: string) =>
    (message: string, fields: Readonly<Record<string, unknown>> = {}) =>
      void lines.push([level, message, fields]);
  const metrics = (fields: object) => void lines.push(["metrics", "", { ...fields }]);
  return { lines, log: { info: line("info"), warn: line("warn"), error: line("error"), metrics } };
}

const at = "s3://org-logs/a.json.gz";

const files = suite("reportFile()");

for (const [what, change, expected] of [
  ["nothing of a file that is on the bus", {}, []],
  [
    "the records it rejects",
    { rejections: ["record 1: it is null"] },
    [["warn", "records rejected", { file: at, rejections: ["record 1: it is null"] }]],
  ],
  [
    "what a file waits for, and how long",
    {
      obstacle: { code: "SlowDown", message: "SlowDown: slow down" },
      waits: { seconds: 9, pauseSeconds: 4 },
      unreadable: new Error("not told yet"),
    },
    [
      [
        "warn",
        "log file waits for another try",
        { file: at, next: 5, reason: "SlowDown: slow down", seconds: 9, pauseSeconds: 4 },
      ],
    ],
  ],
  [
    "a wait whose reason nobody knows",
    { waits: { seconds: 0, pauseSeconds: 4 } },
    [
      [
        "warn",
        "log file waits for another try",
        { file: at, next: 5, reason: undefined, seconds: 0, pauseSeconds: 4 },
      ],
    ],
  ],
  [
    "where another invocation goes on",
    { handedOn: true, unreadable: new Error("not told yet") },
    [
      [
        "info",
        "log file goes on in another invocation",
        { file: at, from: 5, next: 5, invocations: 3 },
      ],
    ],
  ],
  [
    "why a file is given up, rather than why it cannot be read",
    { overdue: new Error("late"), unreadable: new Error("corrupt") },
    [["error", "log file given up", { file: at, error: new Error("late") }]],
  ],
  [
    "why a file cannot be read",
    { unreadable: new Error("corrupt") },
    [["error", "log file unreadable", { file: at, error: new Error("corrupt") }]],
  ],
] as const) {
  files(`tells ${what}`, () => {
    const { lines, log } = keptLog();
    const from = { next: 5, offset: 9, hops: 2 };
    const object = { bucket: "org-logs", key: "a.json.gz" };
    reportFile(Object.assign(new LogFile({ object, resume: from }), change), log);
    assert.equal(lines, expected);
  });
}

files.run();

const counted = suite("reportCounters()");

counted("are metrics, with the longest wait of all files", () => {
  const { lines, log } = keptLog();
  const counters = { ...newSplitCounters(), records: 3, published: 1, filtered: 1, rejected: 1 };
  const waits = [3, 7, 5].map((seconds) => ({ waits: { seconds, pauseSeconds: 1 } }));
  reportCounters(counters, [{ waits: undefined }, ...waits], log);
  assert.equal(lines, [["metrics", "", { ...counters, waitingSeconds: 7 }]]);
});

counted("say of no wait where nothing waits", () => {
  const { lines, log } = keptLog();
  reportCounters(newSplitCounters(), [{ waits: undefined }], log);
  reportCounters(newSplitCounters(), [], log);
  assert.equal(lines, [
    ["metrics", "", newSplitCounters()],
    ["metrics", "", newSplitCounters()],
  ]);
});

counted("name a sum that does not hold, beside the metrics", () => {
  const { lines, log } = keptLog();
  const counters = { ...newSplitCounters(), records: 3, published: 1 };
  reportCounters(counters, [], log);
  assert.equal(lines, [
    [
      "error",
      "A sum of the counters does not hold",
      { sum: "records = published + filtered + rejected", ...counters },
    ],
    ["metrics", "", counters],
  ]);
});

counted.run();
