import { suite } from "uvu";
import * as assert from "uvu/assert";
import { isClean, type RunSummary, summaryText, sumsHold } from "../../src/cli/run-summary-text.ts";

const COUNTERS = {
  splitter: { files: 3, skipped: 1, records: 1200, published: 1190, filtered: 4, rejected: 6 },
  notifier: {
    events: 1190,
    unmatched: 1100,
    ignored: 10,
    repeated: 30,
    alerted: 50,
    deliveries: 60,
    recorded: 20,
    known: 40,
    skipped: 7,
  },
};

const SUMMARY: RunSummary = {
  seconds: 2.345,
  objects: 4,
  counters: COUNTERS,
  rules: [{ id: "root-activity", severity: "high", alerts: 50 }],
  destinations: [{ name: "#security", messages: 20, threads: 3, replies: 17 }],
  refusals: [],
  deadLetters: [],
};

const holds = suite("sumsHold()");

holds("sees one record too few", () => {
  assert.is(sumsHold({ ...COUNTERS, splitter: { ...COUNTERS.splitter, published: 1189 } }), false);
});

holds("reads a counter nobody counted as 0", () => {
  assert.is(sumsHold(COUNTERS), true);
});

holds.run();

const clean = suite("isClean()");

clean("is false with a dead letter or a sum that does not hold", () => {
  assert.is(isClean({ ...SUMMARY, deadLetters: [{ queue: "q", reason: "r" }] }), false);
  assert.is(isClean({ ...SUMMARY, counters: { splitter: {}, notifier: { events: 1 } } }), false);
  assert.is(isClean(SUMMARY), true);
});

clean.run();

const text = suite("summaryText()");

text("says so when a sum does not hold", () => {
  const counters = { ...COUNTERS, notifier: { ...COUNTERS.notifier, known: 39 } };
  assert.match(
    summaryText({ ...SUMMARY, counters }, false),
    /deliveries +60 += +20 recorded \+ 39 known \+ 0 alone \+ 0 later +DOES NOT HOLD/,
  );
});

text("lists dead letters with their reasons, and counts those past the twentieth", () => {
  const deadLetters = Array.from({ length: 23 }, (_, i) => ({
    queue: "splitter",
    reason: `no gzip ${i}`,
  }));
  const shown = summaryText({ ...SUMMARY, deadLetters }, false);
  assert.match(shown, "Dead letters  23");
  assert.match(shown, "splitter  no gzip 19");
  assert.match(shown, "and 3 more");
});

text("says how many events are recorded and wait for their threads to end", () => {
  const notifier = { ...COUNTERS.notifier, recorded: 20, drawn: 11, muted: 2, failed: 1 };
  const shown = summaryText({ ...SUMMARY, counters: { ...COUNTERS, notifier } }, false);
  assert.match(shown, /muted +2\n +to come +6\n/);
});

text("shows how much is drawn and how, and what was refused", () => {
  const notifier = { ...COUNTERS.notifier, drawn: 1_200, messages: 17, limited: 3 };
  const shown = summaryText({ ...SUMMARY, counters: { ...COUNTERS, notifier } }, false);
  assert.match(shown, /drawn +1,200\n +messages +17\n +edits +0\n/);
  assert.match(shown, /limited +3\n/);
});

text("shows files, sums, rules and destinations", () => {
  const shown = summaryText(SUMMARY, false);
  assert.match(shown, "4 objects: 3 log files split, 1 skipped in 2.3 s");
  assert.match(shown, /records +1,200 += +1,190 published \+ 4 filtered \+ 6 rejected +holds/);
  assert.match(shown, /root-activity +high +50/);
  assert.match(shown, /#security +20 messages +3 threads +17 replies/);
  assert.match(shown, "Dead letters  none");
});

text.run();
