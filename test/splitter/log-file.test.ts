import { suite } from "uvu";
import * as assert from "uvu/assert";
import { UnreadableError } from "../../src/core/log/unreadable.ts";
import { LogFile } from "../../src/splitter/log-file.ts";

const object = { bucket: "b", key: "k" };

const test = suite("LogFile");

test("begins at the beginning, untouched", () => {
  const file = new LogFile({ object });
  assert.is(file.address, "s3://b/k");
  assert.equal([file.begun, file.stopped, file.handedOn], [false, false, false]);
  assert.equal(file.resumption, { next: 0, offset: 0, hops: 1 });
});

test("goes on where it is told, with the tag and the fault there were", () => {
  const resume = { next: 7, offset: 900, hops: 2, etag: '"e"', fault: "as before" };
  const file = new LogFile({ object, messageId: "m", resume });
  assert.is(file.messageId, "m");
  assert.equal(file.resumption, { ...resume, hops: 3 });
  file.sent({ index: 7, end: 950, fault: "another" });
  file.filtered({ index: 8, end: 960 });
  assert.equal(file.resumption, { ...resume, hops: 3 });
  file.published(7);
  assert.equal(file.resumption, { ...resume, next: 9, offset: 960, hops: 3 });
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

test("fails for what the bus refuses, the first of it, and stops for want of time", () => {
  const file = new LogFile({ object });
  for (const index of [0, 1, 2]) file.sent({ index, end: index });
  file.failed(0, "time is up", false);
  assert.equal([file.failure, file.stopped], [undefined, true]);
  file.failed(1, "slow", true);
  file.failed(2, "slower", true);
  assert.is(file.failure, "slow");
  file.ended(new Error("later"));
  assert.is(file.failure, "slow");
});

test("tells what can never be read from what may be read later", () => {
  for (const [error, failure] of [
    [new UnreadableError("gone"), undefined],
    [new TypeError("odd"), "TypeError: odd"],
    ["odd", "odd"],
  ] as const) {
    const file = new LogFile({ object });
    file.ended(error);
    assert.is(file.failure, failure);
    assert.is(file.unreadable, failure === undefined ? error : undefined);
  }
});

test.run();
