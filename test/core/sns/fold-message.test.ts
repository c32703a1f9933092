import { suite } from "uvu";
import * as assert from "uvu/assert";
import { foldSns, snsOfText, stormSns } from "../../../src/core/sns/fold-message.ts";
import { alertSns, removedSns, type SnsMessage } from "../../../src/core/sns/message.ts";
import { memberOf } from "../../../src/core/thread/member.ts";
import { NONE_SEEN, newsOf } from "../../../src/core/thread/news.ts";
import { tallyOf } from "../../../src/core/thread/tally.ts";
import { alertWith } from "../../support/alerts.ts";
import { ruleOf } from "../../support/rules.ts";

const RULE = ruleOf("rule", { title: "Access denied", description: "Why.", runbook: "Do." });
const CONTEXT = { accountNames: { "111122223333": "prod" }, ruleById: () => RULE };
const ALERT = alertWith({ resources: ["a"] });
const ONE = memberOf(ALERT, 0);
const MEMBERS = Array.from({ length: 120 }, (_, index) => ({
  ...ONE,
  identity: `e-${index}`,
  time: Date.UTC(2026, 0, 24) + index * 1_000,
  address: `192.0.2.${index % 30}`,
  resources: [index % 2 ? "a" : "b"],
}));
const TALLY = tallyOf(MEMBERS);
const NEWS = newsOf(MEMBERS, NONE_SEEN);

const test = suite("foldSns()");

const fold = (isOver = false): SnsMessage =>
  foldSns(alertSns(ALERT, {}, CONTEXT), ALERT, { tally: TALLY, news: NEWS, isOver }, CONTEXT);

test("is the first event's message with the count, the span and what is new", () => {
  const first = JSON.parse(alertSns(ALERT, {}, CONTEXT).body);
  const { title, kind, count, first_time, last_time, is_over, counts, news, ...rest } = JSON.parse(
    fold().body,
  );
  const { title: _t, kind: _k, ...same } = first;
  assert.equal(rest, same);
  assert.equal(
    [title, kind, count, first_time, last_time, is_over],
    [
      `${first.title}: 120 events so far`,
      "summary",
      120,
      "2026-01-24 00:00:00+00:00",
      "2026-01-24 00:01:59+00:00",
      false,
    ],
  );
  assert.equal(counts.resources, { distinct: 2, top: { a: 60, b: 60 } });
  assert.is(counts.addresses.distinct, 30);
  assert.is(Object.keys(counts.addresses.top).length, 20);
  assert.equal(news.resources, ["b", "a"]);
});

test("can be filtered on by what it is and how many", () => {
  assert.equal(fold().attributes, {
    severity: "high",
    accountId: "111122223333",
    ruleIds: ["rule"],
    eventName: "StopLogging",
    kind: "summary",
    count: 120,
  });
});

test("tells people how many, then the first of them", () => {
  const { subject, email = "", sms } = fold(true);
  assert.is(subject, "[high] Trail stopped in prod: 120 events in all");
  assert.match(email, "\nCount        120 events in all, 2026-01-24 00:00:00 to 00:01:59 UTC\n");
  assert.match(email, "\nNew          resources: b\n             a\n");
  assert.match(email, "\nThe first of them:\n\nWho          ada\n");
  assert.match(email, "\nWhat to do\n  Do.\n");
  assert.is(sms, "HIGH: Trail stopped in prod (111122223333): 120 events in all");
});

test("keeps the count in a subject that is long already", () => {
  const title = "x".repeat(200);
  const first = alertSns(alertWith({ title }), {}, CONTEXT);
  const { subject } = foldSns(first, ALERT, { tally: TALLY, news: NEWS, isOver: false }, CONTEXT);
  assert.is(subject.length, 99);
  assert.match(subject, /x\.\.\.: 120 events so far$/);
});

test("counts removed files as files", () => {
  const removed = { kind: "removed-object", identity: "1", bucket: "b", key: "k" } as const;
  const first = removedSns(removed, CONTEXT);
  const { email = "" } = foldSns(
    first,
    removed,
    { tally: TALLY, news: NEWS, isOver: false },
    CONTEXT,
  );
  assert.match(email, ": 120 files so far\n");
});

test.run();

const storms = suite("stormSns()");

const storm = {
  id: "storm-1",
  kind: "storm",
  ruleId: "rule",
  severity: "medium",
  since: 0,
  threads: 30,
  tally: TALLY,
  example: ALERT,
} as const;

storms("has the module's fields, the count, and the most frequent of everything", () => {
  const { subject, body, attributes, email = "", sms } = stormSns(storm, CONTEXT);
  assert.is(subject, "[medium] Storm: Access denied: 120 events");
  const said = JSON.parse(body);
  assert.equal(Object.keys(said).slice(0, 3), ["title", "error_message", "request_parameters"]);
  assert.equal(
    [said.kind, said.storm_id, said.count, said.threads, said.rules, said.rule_title],
    ["storm", "storm-1", 120, 30, ["rule"], "Access denied"],
  );
  assert.equal(attributes, { severity: "medium", ruleIds: ["rule"], kind: "storm", count: 120 });
  assert.match(email, "\nAddresses    192.0.2.0: 4\n");
  assert.match(email, "\n             and 20 more\n");
  assert.match(email, "\nhttps://us-east-1.console.aws.amazon.com/");
  assert.is(sms, "MEDIUM: Storm: Access denied: 120 events by 1 actors");
});

const THREE = Array.from({ length: 12 }, (_, index) => ({
  ...ONE,
  identity: `e-${index}`,
  time: Date.UTC(2026, 0, 24) + index * 1_000,
  actor: `user-${"abcdefghijkl"[index]}`,
  errorCode: "AccessDenied",
  outcome: "refused" as const,
  callerAccount: "444455556666",
  session: "s",
  resources: ["r".repeat(150)],
}));

storms("is whole for people", () => {
  const tally = tallyOf(THREE);
  const { email } = stormSns({ ...storm, tally, threads: 1_200 }, CONTEXT, {
    named: { accounts: ["111122223333"], resources: ["r1", "r2"], errorCodes: ["AccessDenied"] },
    left: { resources: 2, actors: 1 },
    beyond: { resources: 3 },
  });
  assert.equal(email?.split("\n").slice(0, -1), [
    "MEDIUM: Storm: Access denied: 12 events",
    "",
    "Count        12 events, 2026-01-24 00:00:00 to 00:00:11 UTC",
    "             One message for 1,200.",
    "Actors       user-a: 1",
    ...[..."bcdefghij"].map((letter) => `             user-${letter}: 1`),
    "             and 2 more",
    "Calls        StopLogging: 12",
    "Addresses    192.0.2.10: 12",
    "Accounts     prod (111122223333): 12",
    "Regions      us-east-1: 12",
    "Errors       AccessDenied: 12",
    `Resources    ${"r".repeat(65)}`,
    `             ${"r".repeat(35)}: 12`,
    "New          resources: r1",
    "             r2",
    "             and 5 more",
    "New          errors: AccessDenied",
    "New          accounts: prod (111122223333)",
    "New          actors: and 1 more",
    "Rule         rule",
    "",
    "Why",
    "  Why.",
    "",
    "What to do",
    "  Do.",
    "",
    "Look at it in CloudTrail:",
    "https://us-east-1.console.aws.amazon.com/cloudtrailv2/home?region=us-east-1#/events?EventName=StopLogging",
  ]);
});

storms("is whole for programs", () => {
  const tally = tallyOf(THREE);
  const { counts, is_over, news, error_message } = JSON.parse(
    stormSns({ ...storm, tally }, CONTEXT).body,
  );
  const of = (value: string) => ({ distinct: 1, top: { [value]: 12 } });
  assert.is(counts.actors.distinct, 12);
  const { actors: _, resources: __, ...rest } = counts;
  assert.equal(rest, {
    sessions: of("s"),
    accounts: of("111122223333"),
    caller_accounts: of("444455556666"),
    regions: of("us-east-1"),
    addresses: of("192.0.2.10"),
    event_names: of("StopLogging"),
    error_codes: of("AccessDenied"),
    outcomes: of("refused"),
    rules: of("rule"),
  });
  assert.equal([is_over, news, error_message], [false, {}, "One message for 30."]);
  assert.is(JSON.parse(stormSns({ ...storm, isOver: true }, CONTEXT).body).is_over, true);
});

storms("asks for no rule where it has none, and gives a rule's title for want of why", () => {
  const { ruleId: _, ...bare } = storm;
  const asked: string[] = [];
  const context = {
    accountNames: {},
    ruleById: (id: string) => {
      asked.push(id);
      return ruleOf(id, { title: "Own", description: "" });
    },
  };
  const { body, attributes, email = "" } = stormSns(bare, context);
  assert.equal([asked, JSON.parse(body).rules, JSON.parse(body).rule_title], [[], [], null]);
  assert.not.ok("ruleIds" in attributes);
  assert.not.match(email, /\nRule /);
  assert.match(stormSns(storm, context).email ?? "", /\nWhy\n {2}Own\n/);
});

storms("names what is new, and is one without a rule too", () => {
  const { ruleId: _, example: _e, ...bare } = storm;
  const { body, email = "" } = stormSns({ ...bare, kind: "catch-up" }, CONTEXT, NEWS);
  assert.equal(JSON.parse(body).news.resources, ["b", "a"]);
  assert.match(JSON.parse(body).error_message, "Of an outage. One message for 30.");
  assert.match(email, "\nNew          resources: b\n");
});

storms.run();

const kept = suite("snsOfText()");

kept("reads a message that was kept", () => {
  const message = alertSns(ALERT, {}, CONTEXT);
  assert.equal(snsOfText(JSON.stringify(message)), message);
});

for (const text of ["{", "null", "[]", "{}", '{"subject":"s","body":"b"}']) {
  kept(`finds none in ${text}`, () => assert.is(snsOfText(text), undefined));
}

kept.run();
