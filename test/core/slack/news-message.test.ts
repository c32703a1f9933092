import { suite } from "uvu";
import * as assert from "uvu/assert";
import { unblocked } from "../../../src/core/slack/block.ts";
import { finalMessage, newsMessage, topicOf } from "../../../src/core/slack/news-message.ts";
import { memberOf } from "../../../src/core/thread/member.ts";
import {
  type News,
  NONE_SEEN,
  newsOf,
  parentNews,
  seenWith,
} from "../../../src/core/thread/news.ts";
import { tallyOf } from "../../../src/core/thread/tally.ts";
import { alertWith } from "../../support/alerts.ts";
import { memberWith } from "../../support/members.ts";
import { assertValidSlack, visibleText } from "../../support/slack-limits.ts";

const CONTEXT = { accountNames: { "444455556666": "prod" }, ruleById: () => undefined };
const TOPIC = topicOf(alertWith());
const NOTHING: News = { named: {}, left: {}, beyond: {} };

const test = suite("newsMessage()");

test("says how many came, where nothing is new", () => {
  const message = newsMessage(TOPIC, { more: 3, count: 1_200 }, NOTHING, CONTEXT);
  assertValidSlack(message);
  assert.is(visibleText(message), "*3 more*, 1,200 in all");
  assert.is(message.text, "HIGH · Trail stopped: 3 more, 1,200 in all");
  assert.equal(message.attachments, []);
});

test("says what is new and nothing else", () => {
  const alert = alertWith({ resources: ["a"] });
  const first = memberOf(alert, 0);
  const other = {
    ...first,
    identity: "2",
    address: "192.0.2.7",
    account: "444455556666",
    outcome: "refused" as const,
    resources: ["b", "c"],
  };
  const seen = seenWith(NONE_SEEN, parentNews(first, tallyOf([first])));
  const news = newsOf([first, other], seen);
  const message = newsMessage(topicOf(alert), { more: 1, count: 2 }, news, CONTEXT);
  assert.is(
    visibleText(message),
    "*1 more*, 2 in all  ·  2 new resources `b` `c`  ·  new outcome `refused`  ·  new account prod  `444455556666`  ·  new address `192.0.2.7`",
  );
});

test("says how many have no room", () => {
  const news = {
    named: { resources: ["a"], severities: ["critical"] },
    left: { resources: 5 },
    beyond: { resources: 2 },
  };
  assert.is(
    visibleText(newsMessage(TOPIC, { more: 9, count: 9 }, news, CONTEXT)),
    "*9 more*, 9 in all  ·  new severity *critical*  ·  8 new resources `a` and 7 that follow",
  );
});

test("names all that it shall, however many, long and odd the names are", () => {
  for (const name of [
    "thing",
    "arn:aws:s3:::a-bucket/some/key".repeat(8),
    "\u202e".repeat(240),
    "&".repeat(250),
  ]) {
    const members = Array.from({ length: 300 }, (_, index) =>
      memberWith({ identity: `e-${index}`, time: index, resources: [`${index}-${name}`] }),
    );
    const news = newsOf(members, NONE_SEEN);
    const message = newsMessage(TOPIC, { more: 300, count: 300 }, news, CONTEXT);
    assertValidSlack(message);
    const text = visibleText(message).replaceAll("\\u202e", "\u202e");
    assert.ok(news.named.resources?.length);
    const plain = unblocked(message).text.replaceAll("&amp;", "&").replaceAll("\\u202e", "\u202e");
    for (const value of news.named.resources ?? []) {
      assert.ok(text.includes(`\`${value}\``), value);
      assert.ok(plain.includes(value), "without blocks");
    }
  }
});

test.run();

const last = suite("finalMessage()");

last("says how many in which time, and what was not named", () => {
  const members = ["a", "b"].map((name, index) =>
    memberWith({ identity: name, time: 61_000 * index, resources: [name] }),
  );
  const news = { ...NOTHING, named: { resources: ["b"] }, beyond: { resources: 4 } };
  const message = finalMessage(TOPIC, tallyOf(members), news, CONTEXT);
  assertValidSlack(message);
  assert.is(
    visibleText(message),
    "*Over:* 2 events in all  ·  1970-01-01 00:00:00 to 00:01:01 UTC  ·  also 5 resources `b` and 4 that the log files name",
  );
  assert.is(
    message.text,
    "HIGH · Trail stopped: Over: 2 events in all  ·  1970-01-01 00:00:00 to 00:01:01 UTC  ·  also 5 resources b and 4 that the log files name",
  );
});

last("counts removed files as files", () => {
  const topic = topicOf({ kind: "removed-object", identity: "1", bucket: "b", key: "k" });
  const message = finalMessage(topic, tallyOf([memberWith()]), NOTHING, CONTEXT);
  assert.match(visibleText(message), "*Over:* 1 file in all");
});

last.run();

const topics = suite("topicOf()");

topics("is a subject's severity and title", () => {
  const alert = alertWith({ failure: "refused" });
  assert.equal(topicOf(alert), {
    severity: "high",
    title: "StopLogging was refused (rule: Trail stopped)",
  });
  const notice = { kind: "notice", identity: "1", title: "T", text: "", facts: [] } as const;
  assert.equal(topicOf(notice), { severity: "info", title: "T" });
});

topics.run();
