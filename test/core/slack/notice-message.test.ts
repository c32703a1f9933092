import * as fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { destinationNotice, faultNotice, noticeOf } from "../../../src/core/alert/notice.ts";
import { isLifecycleExpiry, removedObjectOf } from "../../../src/core/alert/removed-object.ts";
import { noticeMessage } from "../../../src/core/slack/notice-message.ts";
import { removedMessage, removedReply } from "../../../src/core/slack/removed-message.ts";
import { deletedEvent, noticeEvent } from "../../support/bus-events.ts";
import { assertValidSlack, visibleText } from "../../support/slack-limits.ts";

const NOW = Date.UTC(2026, 0, 24, 0, 59);

const notices = suite("noticeOf()");

notices("refuses a notice without title or dedupe", () => {
  assert.is(noticeOf({}), undefined);
  assert.is(noticeOf({ notice: "x" }), undefined);
  assert.is(noticeOf({ notice: { title: "x" } }), undefined);
  assert.is(noticeOf({ notice: { dedupe: "x", title: 7, text: null } })?.title, "7");
});

notices("says file and reason of an unreadable log file", () => {
  const event = noticeEvent({
    kind: "unreadable-log-file",
    title: "A log file cannot be read",
    text: "2 records were published before the fault.",
    bucket: "org-logs",
    key: "AWSLogs/<a>.json.gz",
    reason: "unexpected end of file",
    dedupe: "AWSLogs/a.json.gz",
  });
  const notice = noticeOf(event.detail as Record<string, unknown>);
  assert.ok(notice);
  const message = noticeMessage(notice);
  assertValidSlack(message);
  const text = visibleText(message);
  for (const part of [
    "A log file cannot be read",
    "`AWSLogs/<a>.json.gz`",
    "`org-logs`",
    "`unexpected end of file`",
    "redrive",
  ]) {
    assert.ok(text.includes(part), part);
  }
});

notices("does not say twice what the facts say", () => {
  const said = { bucket: "org-logs", key: "AWSLogs/a.json.gz", reason: "not gzip" };
  const notice = noticeOf({
    notice: { ...said, title: "T", text: "s3://org-logs/AWSLogs/a.json.gz: not gzip", dedupe: "x" },
  });
  assert.ok(notice);
  assert.not.match(visibleText(noticeMessage(notice)), "s3://");
});

notices("keeps every limit, whatever the texts", () => {
  const text = fc.oneof(
    fc.string(),
    fc.constantFrom("<", "`", "&", "```").map((s) => s.repeat(5_000)),
  );
  fc.assert(
    fc.property(fc.tuple(text, text, text, text, text), ([title, body, bucket, key, reason]) => {
      const notice = noticeOf({
        notice: {
          kind: "unreadable-log-file",
          title: `${title}.`,
          text: body,
          bucket,
          key,
          reason,
          dedupe: "x",
        },
      });
      assert.ok(notice);
      assertValidSlack(noticeMessage(notice));
    }),
  );
});

notices.run();

const faults = suite("faultNotice()");

faults("is one per rule per hour", () => {
  const at = (ruleId: string, now: number) =>
    faultNotice({ ruleId, message: "ends_with: number" }, { source: "s3://b/k" }, now).identity;
  assert.is(at("rule", NOW), at("rule", NOW - 58 * 60_000));
  assert.is.not(at("rule", NOW), at("rule", NOW + 60_000));
  assert.is.not(at("rule", NOW), at("other", NOW));
});

faults("names rule, fault, event and file", () => {
  const notice = faultNotice(
    { ruleId: "rule", message: "ends_with() takes text: number" },
    { eventId: "e-1", source: "s3://b/k" },
    NOW,
  );
  const text = visibleText(noticeMessage(notice));
  for (const part of ["`rule`", "`ends_with() takes text: number`", "`e-1`", "`s3://b/k`"]) {
    assert.ok(text.includes(part), part);
  }
  assertValidSlack(noticeMessage(destinationNotice("slack:C012", "channel_not_found", NOW)));
});

faults.run();

const removals = suite("removedObjectOf()");

removals("refuses an event without bucket or key", () => {
  assert.is(removedObjectOf({}), undefined);
  assert.is(removedObjectOf({ detail: { bucket: { name: "b" }, object: {} } }), undefined);
  assert.is(removedObjectOf({ detail: { bucket: null, object: { key: "k" } } }), undefined);
});

removals("tells lifecycle expiry from a person", () => {
  assert.not(isLifecycleExpiry(deletedEvent("AWSLogs/a")));
  assert.ok(isLifecycleExpiry(deletedEvent("AWSLogs/a", { reason: "Lifecycle Expiration" })));
});

removals("says who removed what for good", () => {
  const removed = removedObjectOf(deletedEvent("AWSLogs/<a> `b`.json.gz"));
  assert.ok(removed);
  const text = visibleText(removedMessage(removed));
  for (const part of [
    "`AWSLogs/<a> ˋbˋ.json.gz`",
    "`org-logs`",
    "`111122223333`",
    "`192.0.2.66`",
    "Deleted for good",
    "2026-01-24 00:06:00 UTC",
  ]) {
    assert.ok(text.includes(part), `${part} in ${text}`);
  }
  assertValidSlack(removedMessage(removed));
  assertValidSlack(removedReply(removed, 2));
});

removals("says that a delete marker only hides", () => {
  const removed = removedObjectOf(
    deletedEvent("AWSLogs/a", { "deletion-type": "Delete Marker Created", reason: "DeleteObject" }),
  );
  assert.ok(removed);
  assert.match(visibleText(removedMessage(removed)), "Hidden by a delete marker");
});

removals("counts further removals in the parent", () => {
  const removed = removedObjectOf(deletedEvent("AWSLogs/a"));
  assert.ok(removed);
  const state = { count: 12, firstSeen: 0, lastSeen: 60_000, addresses: [], regions: [] };
  assert.match(visibleText(removedMessage(removed, state)), "*12 files*");
});

removals("keeps every limit for keys of any text", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 1_024 }), (key) => {
      const removed = removedObjectOf(deletedEvent(key, { requester: key }));
      assert.ok(removed);
      assertValidSlack(removedMessage(removed));
    }),
  );
});

removals.run();
