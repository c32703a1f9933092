import { suite } from "uvu";
import * as assert from "uvu/assert";
import { isLifecycleExpiry, removedObjectOf } from "../../../src/core/alert/removed-object.ts";
import { deletedEvent } from "../../support/bus-events.ts";

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
