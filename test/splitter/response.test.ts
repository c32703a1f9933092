import { suite } from "uvu";
import * as assert from "uvu/assert";
import { NotificationError } from "../../src/core/notification/object-finder.ts";
import { newSplitCounters } from "../../src/splitter/counters.ts";
import { SplitError, splitResponse } from "../../src/splitter/response.ts";

const DONE = { counters: newSplitCounters(), failures: [], malformed: [] };
const A = { reason: "s3://b/a: SlowDown", messageId: "m1" };

const test = suite("splitResponse()");

test("throws what failed, so that Lambda tries again and then dead-letters", () => {
  const bare = { reason: A.reason };
  assert.throws(
    () => splitResponse({ ...DONE, failures: [bare] }, false),
    (error: Error) =>
      error instanceof SplitError &&
      error.message === "Cannot split every log file: s3://b/a: SlowDown",
  );
  assert.throws(
    () => splitResponse({ ...DONE, failures: [bare, bare, bare] }, false),
    /; and 2 more$/,
  );
});

test("throws the error of a notification that nobody understands", () => {
  const error = new NotificationError("Cannot read notification");
  assert.throws(
    () => splitResponse({ ...DONE, malformed: [error] }, false),
    (thrown: Error) => thrown === error,
  );
});

test("names each failed message of a queue once and throws nothing", () => {
  const failures = [A, A, { reason: "x", messageId: "m2" }];
  assert.equal(splitResponse({ ...DONE, failures }, true).batchItemFailures, [
    { itemIdentifier: "m1" },
    { itemIdentifier: "m2" },
  ]);
});

test("throws what no message of a queue's list told of: no message could say so", () => {
  const failures = [A, { reason: "s3://b/z: SlowDown" }];
  assert.throws(() => splitResponse({ ...DONE, failures }, true), /SlowDown; and 1 more$/);
});

test("answers a queue's whole success with an empty list", () => {
  assert.equal(splitResponse(DONE, true).batchItemFailures, []);
});

test("answers with the counters", () => {
  assert.equal(splitResponse(DONE, false), { counters: newSplitCounters() });
});

test.run();
