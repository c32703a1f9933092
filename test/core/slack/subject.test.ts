import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type Alert, alertOf } from "../../../src/core/alert/alert.ts";
import type { Notice } from "../../../src/core/alert/notice.ts";
import type { RemovedObject } from "../../../src/core/alert/removed-object.ts";
import { alertDetails, alertMessage, summary } from "../../../src/core/slack/alert-message.ts";
import { finalMessage, newsMessage, topicOf } from "../../../src/core/slack/news-message.ts";
import { noticeMessage, noticeSummary } from "../../../src/core/slack/notice-message.ts";
import { removedMessage, removedSummary } from "../../../src/core/slack/removed-message.ts";
import {
  detailsMessage,
  finalReply,
  newsReply,
  parentMessage,
  plainMessage,
  webhookMessage,
} from "../../../src/core/slack/subject.ts";
import { memberOf } from "../../../src/core/thread/member.ts";
import { NONE_SEEN, newsOf } from "../../../src/core/thread/news.ts";
import { tallyOf } from "../../../src/core/thread/tally.ts";
import { detailOf } from "../../support/bus-events.ts";
import { ordinary } from "../../support/hostile.ts";
import { ruleOf, ruleSetOf } from "../../support/rules.ts";

const RULE = ruleOf("rule");
const CONTEXT = { accountNames: {}, ruleById: () => RULE };
const ALERT: Alert = alertOf(
  detailOf({ ...ordinary(), errorMessage: "no" }),
  { matched: ["rule"] },
  ruleSetOf(RULE),
  { bucket: "b", key: "k", index: 0 },
);
const REMOVED: RemovedObject = { kind: "removed-object", identity: "1", bucket: "b", key: "k" };
const NOTICE: Notice = { kind: "notice", identity: "1", title: "T", text: "Text.", facts: [] };

const parents = suite("parentMessage()");

parents("is the message of its subject, with the thread's count where it has one", () => {
  const member = memberOf(ALERT, 0);
  const tally = tallyOf([member, { ...member, identity: "2" }]);
  const state = { tally, isOver: true };
  assert.equal(
    parentMessage(ALERT, CONTEXT, tally, { isOver: true }),
    alertMessage(ALERT, CONTEXT, state),
  );
  assert.equal(
    parentMessage(REMOVED, CONTEXT, tally, { isOver: true }),
    removedMessage(REMOVED, CONTEXT, state),
  );
  assert.equal(parentMessage(NOTICE, CONTEXT), noticeMessage(NOTICE));
});

parents.run();

const webhooks = suite("webhookMessage()");

webhooks("holds what a reply has elsewhere", () => {
  const text = JSON.stringify(webhookMessage(ALERT, CONTEXT));
  assert.match(text, "organisation-trail");
  assert.match(text, "Log file `s3://b/k`, record 0");
  assert.equal(webhookMessage(REMOVED, CONTEXT), parentMessage(REMOVED, CONTEXT));
});

webhooks.run();

const details = suite("detailsMessage()");

details("are an alert's alone", () => {
  assert.equal(detailsMessage(ALERT, CONTEXT), alertDetails(ALERT, CONTEXT));
  for (const subject of [REMOVED, NOTICE]) {
    assert.is(detailsMessage(subject, CONTEXT), undefined);
  }
});

details.run();

const replies = suite("newsReply() and finalReply()");

replies("are about their subject", () => {
  const member = memberOf(REMOVED, 0);
  const news = newsOf([member], NONE_SEEN);
  const step = { more: 1, count: 2 };
  assert.equal(
    newsReply(REMOVED, step, news, CONTEXT),
    newsMessage(topicOf(REMOVED), step, news, CONTEXT),
  );
  const tally = tallyOf([member]);
  assert.equal(
    finalReply(NOTICE, tally, news, CONTEXT),
    finalMessage(topicOf(NOTICE), tally, news, CONTEXT),
  );
});

replies.run();

const plain = suite("plainMessage()");

plain("is the fallback of its subject and nothing else", () => {
  const nothing = { blocks: [], attachments: [], unfurl_links: false, unfurl_media: false };
  for (const [subject, text] of [
    [ALERT, summary(ALERT, CONTEXT)],
    [REMOVED, removedSummary(REMOVED)],
    [NOTICE, noticeSummary(NOTICE)],
  ] as const) {
    assert.equal(plainMessage(subject, CONTEXT), { text, ...nothing });
  }
});

plain.run();
