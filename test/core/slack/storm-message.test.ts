import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  plainStorm,
  type StormView,
  stormFinal,
  stormMessage,
  stormNews,
  stormTitle,
} from "../../../src/core/slack/storm-message.ts";
import { tallyOf, tallyOfText, tallyText } from "../../../src/core/thread/tally.ts";
import { alertWith } from "../../support/alerts.ts";
import { memberWith } from "../../support/members.ts";
import { ruleOf } from "../../support/rules.ts";
import { assertValidSlack, visibleText } from "../../support/slack-limits.ts";

const RULE = ruleOf("rule", { title: "Access denied", description: "Why.", runbook: "Do." });
const CONTEXT = {
  accountNames: { "111122223333": "prod" },
  ruleById: (id: string) => (id === "rule" ? RULE : undefined),
};

/** Actors a0 to a29, a0 with the most events; one call, three errors, 40 resources. */
const MEMBERS = Array.from({ length: 300 }, (_, index) =>
  memberWith({
    identity: `e-${index}`,
    time: index * 1_000,
    actor: `a${index < 60 ? 0 : index % 30}`,
    address: `192.0.2.${index % 30}`,
    errorCode: `E${index % 3}`,
    resources: [`arn:aws:s3:::bucket-${String(index % 40).padStart(2, "0")}`],
  }),
);
const STORM: StormView = {
  id: "storm-1",
  kind: "storm",
  ruleId: "rule",
  severity: "medium",
  since: 0,
  threads: 30,
  tally: tallyOf(MEMBERS),
  example: alertWith(),
};

const test = suite("stormMessage()");

test("says how many of what since when, the most frequent first, and what to do", () => {
  const message = stormMessage(STORM, CONTEXT);
  assertValidSlack(message);
  const lines = visibleText(message).split("\n");
  assert.equal(lines.slice(0, 3), [
    "MEDIUM · Storm: Access denied",
    "*300 events* by 30 actors in 1 account, 1970-01-01 00:00:00 to 00:04:59 UTC",
    "One message for 30, kept up to date.",
  ]);
  assert.equal(lines.slice(3, 7), [
    "*Actors* (30)  `a0` 68 · `a1` 8 · `a10` 8 · and 27 more",
    "*Addresses* (30)  `192.0.2.0` 10 · `192.0.2.1` 10 · `192.0.2.10` 10 · and 27 more",
    "*Errors* (3)  `E0` 100 · `E1` 100 · `E2` 100",
    `*Resources* (40)  ${Array.from({ length: 10 }, (_, i) => `\`bucket-0${i}\` 8`).join(" · ")} · and 30 more`,
  ]);
  assert.equal(lines.slice(7, 10), [
    "*Call*  `StopLogging`  ·  *Account*  prod  `111122223333`  ·  *Region*  `us-east-1`",
    "*Why*  Why.",
    "*Do*  Do.",
  ]);
  assert.match(
    lines[10] ?? "",
    /^`rule` {2}· {2}For example: <.*View in CloudTrail> {2}· {2}<.*EventName=StopLogging\|All such calls>$/,
  );
  assert.is(
    message.text,
    "[medium] Storm: Access denied: 300 events by 30 actors. One message for 30, kept up to date.",
  );
});

test("names the ten most frequent of what there is most of", () => {
  const tally = tallyOf(MEMBERS.map((it) => ({ ...it, resources: [] })));
  const text = visibleText(stormMessage({ ...STORM, tally }, CONTEXT));
  assert.is(text.match(/`a\d+` /g)?.length, 10);
});

test("says of a catch-up from when to when nothing could be posted", () => {
  const storm: StormView = { ...STORM, kind: "catch-up", since: 0, until: 60_000 };
  const text = visibleText(stormMessage(storm, CONTEXT));
  assert.match(text, "MEDIUM · Caught up: Access denied\n");
  assert.match(
    text,
    "\nWhile Slack could not be reached, from 1970-01-01 00:00:00 to 00:01:00 UTC: one message for 30.\n",
  );
  const { until: _, ...open } = storm;
  assert.match(
    visibleText(stormMessage(open, CONTEXT)),
    "could not be reached, since 1970-01-01 00:00:00 UTC: one",
  );
});

test("says when it is over", () => {
  assert.match(
    visibleText(stormMessage({ ...STORM, isOver: true }, CONTEXT)),
    "Over: one message for 30.",
  );
});

test("is whole without a rule, an example and facts", () => {
  const bare = {
    id: "storm-1",
    kind: "storm",
    severity: "high",
    since: 0,
    threads: 2,
    tally: tallyOf([]),
  } as const;
  const message = stormMessage(bare, CONTEXT);
  assertValidSlack(message);
  assert.match(visibleText(message), /^HIGH · Storm: Log files removed\n/);
  assert.match(visibleText(message), "No event says who or what.");
  assert.is(stormTitle({ ...STORM, ruleId: "gone" }, CONTEXT), "Storm: gone");
});

test("says where an example's record is that the console cannot show", () => {
  const { region: _, ...example } = alertWith();
  const text = visibleText(stormMessage({ ...STORM, example }, CONTEXT));
  assert.match(text, "Log file `s3://org-logs/AWSLogs/a.json.gz`, record 3");
});

test("counts what a bounded tally left out", () => {
  const many = Array.from({ length: 900 }, (_, i) =>
    memberWith({ identity: `${i}`, actor: `a-${i}` }),
  );
  const tally = tallyOfText(tallyText(tallyOf(many)));
  assert.match(visibleText(stormMessage({ ...STORM, tally }, CONTEXT)), "*Actors* (900)");
});

test.run();

const replies = suite("stormNews(), stormFinal() and plainStorm()");

replies("name what is new", () => {
  const news = { named: { resources: ["a"] }, left: {}, beyond: {} };
  const message = stormNews(STORM, { more: 2, count: 9 }, news, CONTEXT);
  assert.is(visibleText(message), "*2 more*, 9 in all  ·  new resource `a`");
  assert.match(message.text, "MEDIUM · Storm: Access denied: 2 more");
});

replies("name at last what no message named, and count what is nowhere", () => {
  const resources = Array.from({ length: 100 }, (_, i) => `arn:aws:s3:::bucket-${i}`);
  const news = { named: { resources, errorCodes: ["E9"] }, left: { resources: 20 }, beyond: {} };
  const message = stormFinal(STORM, news, CONTEXT);
  assertValidSlack(message);
  const text = visibleText(message);
  assert.match(text, "also 120 resources `arn:aws:s3:::bucket-0`");
  assert.match(text, "`arn:aws:s3:::bucket-99`");
  assert.match(text, "and 20 that the log files name");
  assert.match(text, "`E9`");
});

replies("count the resources that the storm itself could not remember", () => {
  const tally = { ...STORM.tally, beyond: { resources: { values: 7, events: 9 } } };
  const news = { named: { resources: ["a"] }, left: {}, beyond: {} };
  const text = visibleText(stormFinal({ ...STORM, tally }, news, CONTEXT));
  assert.match(text, "also 8 resources `a` and 7 that the log files name");
});

replies("have nothing to list where the message has it all", () => {
  const news = { named: {}, left: {}, beyond: {} };
  const storm = { ...STORM, tally: tallyOf([]) };
  assert.not.match(visibleText(stormFinal(storm, news, CONTEXT)), "resources");
});

replies("are plain where blocks are refused", () => {
  const { text, blocks } = plainStorm(STORM, CONTEXT);
  assert.equal([text, blocks], [stormMessage(STORM, CONTEXT).text, []]);
});

replies.run();
