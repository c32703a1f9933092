import { suite } from "uvu";
import * as assert from "uvu/assert";
import { ruleOf } from "../support/rules.ts";
import { detections, namesOne } from "./detonations.ts";
import { alertFinder, type CorpusRecord } from "./found-alerts.ts";
import { detectionsMarkdown, noisiestMarkdown, ratesMarkdown } from "./measures-markdown.ts";
import { noiseOf, threadRate } from "./quietness.ts";

const test = suite("measures of rules");

const record = (eventName: string, minute = 0, user = "ada"): CorpusRecord => ({
  eventName,
  eventTime: `2026-11-27T09:${String(minute).padStart(2, "0")}:00Z`,
  eventID: `${eventName}-${minute}-${user}`,
  userIdentity: { type: "IAMUser", userName: user, accountId: "111122223333" },
});
const STOP = ruleOf("stop", { tags: ["attack.t1562"] });
const OFTEN = ruleOf("often", {
  match: "eventName == 'ListUsers'",
  tags: ["attack.t1087.004"],
  threshold: { count: 3, within: 600_000, by: ["$account"] },
});

test("find rules of one event where they match, those of several where they fire, in time", () => {
  const records = [
    record("ListUsers", 9),
    record("StopLogging", 5),
    record("ListUsers", 1),
    record("ListUsers", 2),
  ];
  const alertsOf = alertFinder([STOP, OFTEN]);
  assert.equal(
    alertsOf(records).map(({ ruleIds }) => ruleIds),
    [["stop"], ["often"]],
  );
  assert.equal(alertsOf(records.slice(0, 3)).length, 1, "what was before is forgotten");
});

test("find no alert that an ignore rule silences", () => {
  const ignore = { id: "i", match: "eventName == 'StopLogging'", reason: "r", owner: "o" };
  assert.equal(alertFinder([STOP], [ignore])([record("StopLogging")]), []);
});

for (const [tags, techniques, expected] of [
  [["attack.t1562.008"], ["T1562.008"], true],
  [["attack.t1562"], ["T1562.008"], true],
  [["attack.t1562.008"], ["T1562"], false],
  [["attack.t1562.007"], ["T1562.008"], false],
  [["cis.4.5"], ["T1562.008"], false],
  [[], ["T1562.008"], false],
] as const) {
  test(`${expected ? "take" : "do not take"} [${tags}] for a rule about ${techniques}`, () => {
    assert.is(namesOne(tags, techniques), expected);
  });
}

test("catch a detonation by a rule about it, and by no rule of refused calls", () => {
  const denied = ruleOf("access-denied", { match: "exists(eventName)", tags: ["attack.t1562"] });
  const other = ruleOf("other", { match: "exists(eventName)", tags: ["attack.t1485"] });
  const records = [record("StopLogging")];
  const detonation = { name: "stop", techniques: ["T1562.008"], records };
  const nothing = { name: "nothing", techniques: ["T1485"], records: [] };
  const found = detections([denied, other, STOP], [detonation, nothing]);
  assert.equal(
    found.map(({ caughtBy, others }) => [caughtBy, others]),
    [
      [["stop"], ["other"]],
      [[], []],
    ],
  );
  assert.match(detectionsMarkdown(found), "1 of 2 are caught");
  assert.match(detectionsMarkdown(found), "| stop | T1562.008 | `stop` | `other` |");
  assert.match(detectionsMarkdown(found), "| nothing | T1485 | none |  |");
});

test("count threads, not alerts, for each 1,000 records", () => {
  const records = [
    record("StopLogging"),
    record("StopLogging", 1),
    record("StopLogging", 2, "bob"),
    record("A"),
  ];
  const source = { name: "trail", records };
  assert.is(threadRate(alertFinder([STOP]), source), 500);
  assert.is(threadRate(alertFinder([STOP]), { name: "none", records: [] }), 0);
  const noise = noiseOf(
    [OFTEN, STOP],
    [source, { name: "other", records: [record("StopLogging")] }],
  );
  assert.equal(noise, [
    { ruleId: "stop", source: "other", threads: 1, alerts: 1, rate: 1_000 },
    { ruleId: "stop", source: "trail", threads: 2, alerts: 3, rate: 500 },
  ]);
  assert.match(noisiestMarkdown(noise, 10), /\| `stop` \| other \| 1 \| 1 \| 1000\.00 \|$/);
});

test("set rates side by side", () => {
  const text = ratesMarkdown([{ name: "a", records: 12_345 }], [{ pack: "p", rates: [0.126] }]);
  assert.match(text, "| records | 12,345 |\n| p | 0.13 |");
});

test.run();
