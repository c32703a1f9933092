import { suite } from "uvu";
import * as assert from "uvu/assert";
import { DeniedError, UnreadableError } from "../../src/core/log/unreadable.ts";
import { LogFile } from "../../src/splitter/log-file.ts";
import type { Refused } from "../../src/splitter/publisher.ts";

const object = { bucket: "b", key: "k" };

const test = suite("LogFile");

test("begins at the beginning, untouched", () => {
  const file = new LogFile({ object });
  assert.is(file.address, "s3://b/k");
  assert.equal([file.begun, file.stopped, file.handedOn], [false, false, false]);
  assert.equal(file.resumption, { next: 0, offset: 0, hops: 0 });
});

test("goes on where it is told, with the tag and the fault there were", () => {
  const resume = { next: 7, offset: 900, hops: 2, etag: '"e"', fault: "as before" };
  const file = new LogFile({ object, messageId: "m", resume });
  assert.is(file.messageId, "m");
  assert.equal(file.resumption, resume);
  file.sent({ index: 7, end: 950, fault: "another" });
  file.filtered({ index: 8, end: 960 });
  assert.equal(file.resumption, { ...resume, beyond: { end: 9, open: [7] } });
  file.published(7);
  assert.equal(file.resumption, { ...resume, next: 9, offset: 960 });
});

test("keeps the first fault, however a record that tells it ends, and not all of a long one", () => {
  const long = "f".repeat(2_000);
  for (const note of ["sent", "filtered", "rejected"] as const) {
    const file = new LogFile({ object });
    file[note]({ index: 0, end: 10, fault: long, rejected: "it is null" });
    file[note]({ index: 1, end: 20, fault: "another", rejected: "it is null" });
    assert.is(file.resumption.fault, long.slice(0, 1_000));
  }
});

test("keeps the first five reasons of rejected records", () => {
  const file = new LogFile({ object });
  for (let index = 0; index < 7; index++)
    file.rejected({ index, end: index, rejected: "it is odd" });
  assert.equal(
    file.rejections,
    [0, 1, 2, 3, 4].map((index) => `record ${index}: it is odd`),
  );
  assert.is(file.ledger.settled.rejected, 7);
});

test("stops for want of time, waits for what the bus may take later, fails for the rest", () => {
  const file = new LogFile({ object });
  for (const index of [0, 1, 2, 3, 4]) file.sent({ index, end: index });
  const fail = (index: number, until: Refused["until"]) =>
    file.failed(index, { code: `c${index}`, message: "no", until });
  fail(0, "time");
  assert.equal([file.stopped, file.obstacle, file.failure], [true, undefined, undefined]);
  fail(1, "later");
  fail(2, "later");
  assert.equal([file.obstacle, file.failure], [{ code: "c1", message: "c1: no" }, undefined]);
  fail(3, "never");
  fail(4, "never");
  assert.equal([file.failure, file.refused], ["c3: no", 4]);
  file.ended(new Error("later"));
  assert.equal([file.failure, file.obstacle?.code], ["c3: no", "c1"]);
});

test("tells what can never be read from what may be read later, and from what is denied", () => {
  for (const [error, obstacle] of [
    [new UnreadableError("gone"), undefined],
    [new DeniedError("AccessDenied, s3:GetObject", "no"), "AccessDenied, s3:GetObject: no"],
    [new TypeError("odd"), "TypeError: odd"],
    ["odd", "Error: odd"],
  ] as const) {
    const file = new LogFile({ object });
    file.ended(error);
    assert.is(file.obstacle?.message, obstacle);
    assert.is(file.unreadable, obstacle === undefined ? error : undefined);
    assert.is(file.denied, error instanceof DeniedError);
  }
});

test.run();
