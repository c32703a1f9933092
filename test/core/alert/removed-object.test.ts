import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  isLifecycleExpiry,
  isOfSplitter,
  removedByCall,
  removedObjectOf,
  removingCall,
  stateOf,
  toldObjectOf,
  UNNAMED_KEYS,
} from "../../../src/core/alert/removed-object.ts";
import { findingNotice, unvalidatedNotice } from "../../../src/core/entry/validation-notice.ts";
import { deletedEvent } from "../../support/bus-events.ts";

const KEY = "AWSLogs/444455556666/CloudTrail/eu-central-1/2026/11/02/x.json.gz";

const removals = suite("removedObjectOf()");

for (const detail of [
  undefined,
  "x",
  {},
  { bucket: { name: "b" } },
  { bucket: { name: "b" }, object: {} },
  { bucket: { name: "b" }, object: "k" },
  { bucket: { name: "b" }, object: { key: "" } },
  { bucket: { name: "b" }, object: { key: 7 } },
  { bucket: null, object: { key: "k" } },
  { bucket: { name: "" }, object: { key: "k" } },
  { object: { key: "k" } },
]) {
  removals(`finds none in an event of ${JSON.stringify(detail)}`, () => {
    assert.is(removedObjectOf({ detail }), undefined);
  });
}

removals("reads who removed what, where, when and how", () => {
  assert.equal(removedObjectOf(deletedEvent("AWSLogs/a")), {
    kind: "removed-object",
    identity: "0062E99A88DC407460#org-logs#1QW9g1Z99LUNbvaaYVpW9xDlOLU#AWSLogs/a",
    bucket: "org-logs",
    key: "AWSLogs/a",
    versionId: "1QW9g1Z99LUNbvaaYVpW9xDlOLU",
    requester: "111122223333",
    sourceIp: "192.0.2.66",
    account: "111122223333",
    region: "us-east-1",
    deletionType: "Permanently Deleted",
    time: Date.UTC(2026, 0, 24, 0, 6),
  });
});

removals(
  "leaves out what is missing or no text, and is told by the event's id, else by its file",
  () => {
    const bare = { bucket: { name: "b" }, object: { key: "k", sequencer: "" }, requester: 7 };
    const read = { kind: "removed-object", bucket: "b", key: "k" };
    assert.equal(removedObjectOf({ detail: bare, time: "yesterday" }), {
      ...read,
      identity: "-#b##k",
    });
    assert.equal(removedObjectOf({ detail: bare, id: "e-1" }), { ...read, identity: "e-1#b##k" });
  },
);

removals("clips every text", () => {
  const long = "x".repeat(2_000);
  const removed = removedObjectOf({
    id: long,
    account: long,
    region: long,
    detail: {
      bucket: { name: long },
      object: { key: long, "version-id": long },
      requester: long,
      "source-ip-address": long,
      "deletion-type": long,
    },
  });
  const { identity, bucket, key, versionId, requester, sourceIp, account, region, deletionType } =
    removed ?? {};
  assert.equal(
    [bucket, key, versionId, requester, sourceIp, account, region, deletionType].map(
      (text) => text?.length,
    ),
    [255, 1_024, 1_024, 200, 200, 64, 64, 100],
  );
  assert.is(identity?.split("#")[0]?.length, 100);
  const sequenced = removedObjectOf(deletedEvent("k", { object: { key: "k", sequencer: long } }));
  assert.is(sequenced?.identity.split("#")[0]?.length, 64);
});

removals.run();

const calls = suite("removedByCall()");

for (const [name, record] of [
  ["another call", { eventName: "PutObject" }],
  ["one that failed", { errorCode: "AccessDenied" }],
  ["one that names no bucket", { requestParameters: { key: KEY } }],
  ["one for an object it does not name", { requestParameters: { bucketName: "logs" } }],
  ["one without parameters", { requestParameters: null }],
  ["a prototype's property", { eventName: "toString" }],
] as const) {
  calls(`is not ${name}`, () => assert.is(removedByCall(callEvent(record)), undefined));
}

calls("tells who removed a log file of a bucket whose own events nobody may turn on", () => {
  assert.equal(removedByCall(callEvent({})), {
    kind: "removed-object",
    identity: `e-1#logs##${KEY}`,
    bucket: "logs",
    key: KEY,
    requester: "arn:aws:sts::444455556666:assumed-role/admin/alice",
    sourceIp: "192.0.2.7",
    account: "444455556666",
    region: "eu-central-1",
    time: Date.parse("2026-11-02T10:00:00Z"),
  });
});

calls("tells a version that is gone for good from one that is hidden", () => {
  const asked = { bucketName: "logs", key: KEY };
  const gone = removedByCall(callEvent({ requestParameters: { ...asked, versionId: "v1" } }));
  assert.equal([gone?.versionId, gone?.deletionType], ["v1", "Permanently Deleted"]);
  const hidden = removedByCall(callEvent({ responseElements: { "x-amz-delete-marker": "true" } }));
  assert.is(hidden?.deletionType, "Delete Marker Created");
});

calls("tells of a call for many objects, which names none", () => {
  const many = { eventName: "DeleteObjects", requestParameters: { bucketName: "logs" } };
  assert.is(removedByCall(callEvent(many))?.key, UNNAMED_KEYS);
});

calls.run();

const expiries = suite("isLifecycleExpiry()");

for (const event of [{}, { detail: null }, deletedEvent("a"), { reason: "Lifecycle Expiration" }]) {
  expiries(`is not ${JSON.stringify(event).slice(0, 40)}`, () =>
    assert.not(isLifecycleExpiry(event)),
  );
}

expiries("is a removal whose reason is S3's lifecycle", () => {
  assert.ok(isLifecycleExpiry(deletedEvent("a", { reason: "Lifecycle Expiration" })));
});

expiries.run();

function callEvent(record: Readonly<Record<string, unknown>>) {
  return {
    id: "b-1",
    source: "aws.s3",
    "detail-type": "AWS API Call via CloudTrail",
    account: "444455556666",
    time: "2026-11-02T10:03:00Z",
    detail: {
      eventSource: "s3.amazonaws.com",
      eventName: "DeleteObject",
      eventTime: "2026-11-02T10:00:00Z",
      eventID: "e-1",
      awsRegion: "eu-central-1",
      sourceIPAddress: "192.0.2.7",
      userIdentity: {
        type: "AssumedRole",
        arn: "arn:aws:sts::444455556666:assumed-role/admin/alice",
        accountId: "444455556666",
      },
      requestParameters: { bucketName: "logs", key: KEY },
      responseElements: null,
      ...record,
    },
  };
}

const told = suite("toldObjectOf()");

for (const [what, entry] of [
  ["another notice", unvalidatedNotice({ bucket: "b", key: "k" }, "why", 0)],
  [
    "a finding of no known kind",
    findingNotice("eaten" as "missing", { bucket: "b", key: "k" }, ""),
  ],
  ["a finding without a file", findingNotice("missing", { bucket: "b", key: "" }, "")],
] as const) {
  told(`is not ${what}`, () => {
    assert.is(toldObjectOf({ detail: JSON.parse(entry.detail) }), undefined);
  });
}

for (const [finding, state] of [
  ["missing", "is missing"],
  ["altered", "was altered"],
  ["unsigned", "is not signed by CloudTrail"],
  ["broken chain", "is not of its chain of digests"],
  ["unreadable", "cannot be read"],
] as const) {
  told(`reads that a file ${state}, one for each file and fault`, () => {
    const { detail } = findingNotice(finding, { bucket: "b", key: "k" }, "why");
    const removed = toldObjectOf({ detail: JSON.parse(detail), region: "us-east-1" });
    assert.ok(removed);
    assert.equal([stateOf(removed), removed.why, removed.region], [state, "why", "us-east-1"]);
    assert.is(removed.identity, `${finding}##b#k`);
    assert.equal([isOfSplitter(removed), removingCall(removed)], [true, undefined]);
  });
}

told.run();
