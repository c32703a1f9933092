import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type Alert, alertOf } from "../../../src/core/alert/alert.ts";
import type { Notice } from "../../../src/core/alert/notice.ts";
import type { RemovedObject } from "../../../src/core/alert/removed-object.ts";
import { firstState } from "../../../src/core/alert/thread.ts";
import { alertMessage, summary } from "../../../src/core/slack/alert-message.ts";
import { noticeMessage, noticeSummary } from "../../../src/core/slack/notice-message.ts";
import {
  removedMessage,
  removedReply,
  removedSummary,
} from "../../../src/core/slack/removed-message.ts";
import { replyMessage } from "../../../src/core/slack/reply-message.ts";
import {
  parentMessage,
  plainMessage,
  repeatMessage,
  sightingOfSubject,
} from "../../../src/core/slack/subject.ts";
import { detailOf } from "../../support/bus-events.ts";
import { ordinary } from "../../support/hostile.ts";
import { ruleOf, ruleSetOf } from "../../support/rules.ts";

const RULE = ruleOf("rule");
const CONTEXT = { accountNames: {}, ruleById: () => RULE };
const STATE = { ...firstState({ time: 0 }), count: 2 };
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
  assert.equal(parentMessage(ALERT, CONTEXT, STATE), alertMessage(ALERT, CONTEXT, STATE));
  assert.equal(parentMessage(REMOVED, CONTEXT, STATE), removedMessage(REMOVED, STATE));
  assert.equal(parentMessage(NOTICE, CONTEXT), noticeMessage(NOTICE));
});

parents.run();

const repeats = suite("repeatMessage()");

repeats("is the reply of its subject, compared with a parent that is an alert", () => {
  assert.equal(repeatMessage(REMOVED, REMOVED, 2, STATE), removedReply(REMOVED, 2));
  assert.equal(repeatMessage(ALERT, ALERT, 2, STATE), replyMessage(ALERT, ALERT, 2, STATE));
  for (const parent of [undefined, REMOVED]) {
    assert.equal(repeatMessage(ALERT, parent, 2, STATE), replyMessage(ALERT, undefined, 2, STATE));
  }
});

repeats.run();

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

const sightings = suite("sightingOfSubject()");

sightings("is when and from where, by an assumed time where there is none", () => {
  const { time: _, ...timeless } = ALERT;
  assert.equal(sightingOfSubject(timeless, 7), {
    time: 7,
    address: "192.0.2.10",
    region: "us-east-1",
  });
  assert.is(sightingOfSubject(ALERT, 7).time, Date.UTC(2026, 0, 24, 0, 5, 12));
  assert.equal(sightingOfSubject(REMOVED, 7), { time: 7 });
  assert.equal(sightingOfSubject({ ...REMOVED, time: 5, sourceIp: "192.0.2.66" }, 7), {
    time: 5,
    address: "192.0.2.66",
  });
});

sightings.run();
