import { suite } from "uvu";
import * as assert from "uvu/assert";
import { noticeOf } from "../../src/core/alert/notice.ts";
import { removedObjectOf } from "../../src/core/alert/removed-object.ts";
import { overwrittenFileNotice } from "../../src/core/entry/operator-notice.ts";
import { busEventOf } from "../../src/notifier/bus-event.ts";
import {
  canaryEvent,
  deletedEvent,
  detailOf,
  noticeEvent,
  recordEvent,
} from "../support/bus-events.ts";
import { ordinary } from "../support/hostile.ts";

const test = suite("busEventOf()");

const OWN = { source: "trailbridge", "detail-type": "AwsApiCall" };
const SAYS = "must say bucket and key in `detail.trailbridge`";
const SOURCE =
  'must be of source "trailbridge" or tell of an object S3 removed or of a call to AWS';

for (const [event, rule, shown] of [
  ["", "must be a JSON object", ""],
  ["not json", "must be a JSON object", "not json"],
  ["[]", "must be a JSON object", "[]"],
  [null, "must be a JSON object", "null"],
  [undefined, "must be a JSON object", "undefined"],
  [{}, "must hold an object in `detail`", "{}"],
  [{ detail: [] }, "must hold an object in `detail`", '{"detail":[]}'],
  [{ ...OWN, detail: {} }, SAYS, undefined],
  [{ ...OWN, detail: { trailbridge: "x" } }, SAYS, undefined],
  [{ ...OWN, detail: { trailbridge: { bucket: "b" } } }, SAYS, undefined],
  [{ ...OWN, detail: { trailbridge: { key: "k" } } }, SAYS, undefined],
  [noticeEvent({ title: "T" }), "must hold a notice with title and dedupe", undefined],
  [{ ...deletedEvent("k"), detail: {} }, "must name bucket and key", undefined],
  [{ source: "aws.s3", "detail-type": "Object Created", detail: {} }, SOURCE, undefined],
  [{ source: "other", "detail-type": "Object Deleted", detail: {} }, SOURCE, undefined],
] as const) {
  test(`refuses ${JSON.stringify(event)?.slice(0, 70)}`, () => {
    const text = shown ?? JSON.stringify(event).slice(0, 200);
    assert.equal(busEventOf(event), {
      kind: "malformed",
      reason: `Cannot read bus event as it ${rule}: ${JSON.stringify(text)}`,
    });
  });
}

test("reads a record and where it lies, as JSON text too", () => {
  const detail = detailOf(ordinary());
  const { bucket, key, index } = detail.trailbridge as Record<string, unknown>;
  const read = { kind: "record", detail, source: { bucket, key, index }, isReplay: false };
  assert.equal(busEventOf(recordEvent(ordinary())), read);
  assert.equal(busEventOf(JSON.stringify(recordEvent(ordinary()))), read);
});

test("takes a record without a place in its file for the first", () => {
  const trailbridge = { bucket: "b", key: "k", index: "3" };
  const event = busEventOf({ ...OWN, detail: { trailbridge } });
  assert.equal(event, {
    kind: "record",
    detail: { trailbridge },
    source: { bucket: "b", key: "k", index: 0 },
    isReplay: false,
  });
});

test("reads a canary, and takes no record for one, whatever its keys", () => {
  const event = canaryEvent({ rule: "Rule1", way: "Rule1", at: 7 });
  const read = { kind: "canary", way: "Rule1", at: 7, isReplay: false };
  assert.equal(busEventOf(event), read);
  assert.equal(busEventOf({ ...event, "replay-name": "r" }), { ...read, isReplay: true });
  for (const odd of [{}, { way: "Rule1" }, { way: 1, at: 7 }, { way: "Rule1", at: "7" }]) {
    const { kind } = busEventOf({ ...event, detail: { canary: "Rule1", trailbridge: odd } });
    assert.is(kind, "malformed");
  }
  const record = recordEvent({ ...ordinary(), canary: "Rule1", eventType: "Trailbridge Canary" });
  assert.is(busEventOf(record).kind, "record");
});

test("reads a notice", () => {
  const event = noticeEvent({ title: "T", dedupe: "x" });
  const notice = noticeOf(event.detail as Record<string, unknown>);
  assert.ok(notice);
  assert.equal(busEventOf(event), { kind: "notice", notice, isReplay: false });
});

test("reads a log file that was overwritten, as the splitter tells of it", () => {
  const { detail, ...entry } = overwrittenFileNotice({ bucket: "b", key: "k" }, '"e2"', 0);
  const event = {
    source: entry.source,
    "detail-type": entry.detailType,
    detail: JSON.parse(detail),
    account: "111122223333",
    region: "us-east-1",
    time: "2026-01-24T00:05:00Z",
  };
  assert.equal(busEventOf(event), {
    kind: "removed-object",
    removed: {
      kind: "removed-object",
      identity: "overwritten#e2#b#k",
      bucket: "b",
      key: "k",
      deletionType: "Overwritten",
      why: "Its first content was read at 1970-01-01T00:00:00.000Z",
      account: "111122223333",
      region: "us-east-1",
      time: Date.UTC(2026, 0, 24, 0, 5),
    },
    expired: false,
    isReplay: false,
  });
});

test("reads a removed object, and whether S3's lifecycle removed it", () => {
  for (const [reason, expired] of [
    ["DeleteObject", false],
    ["Lifecycle Expiration", true],
  ] as const) {
    const event = deletedEvent("AWSLogs/a", { reason });
    const removed = removedObjectOf(event);
    assert.ok(removed);
    const read = { kind: "removed-object", removed, expired, isReplay: false };
    assert.equal(busEventOf(event), read);
  }
});

test("says of what an archive brings again that it does", () => {
  for (const event of [
    recordEvent(ordinary()),
    noticeEvent({ title: "T", dedupe: "x" }),
    deletedEvent("AWSLogs/a"),
  ]) {
    const read = busEventOf({ ...event, "replay-name": "again" });
    assert.ok(read.kind !== "malformed" && read.isReplay);
  }
});

test.run();
