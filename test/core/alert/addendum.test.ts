import { suite } from "uvu";
import * as assert from "uvu/assert";
import { addendumOf } from "../../../src/core/alert/addendum.ts";
import { flatten } from "../../../src/core/record/flatten.ts";

const test = suite("addendumOf()");

const read = (addendum: unknown) => addendumOf(flatten({ addendum }), "this");

for (const addendum of [
  undefined,
  null,
  "DELIVERY_DELAY",
  [],
  {},
  { reason: null },
  { reason: {} },
])
  test(`finds none in ${JSON.stringify(addendum)}`, () => assert.is(read(addendum), undefined));

test("reads why, which fields and in whose place", () => {
  assert.equal(read({ reason: "DELIVERY_DELAY" }), { reason: "DELIVERY_DELAY" });
  assert.equal(
    read({ reason: "UPDATED_DATA", updatedFields: "resources", originalEventID: "older" }),
    { reason: "UPDATED_DATA", updatedFields: "resources", originalEventId: "older" },
  );
});

test("does not say that an event takes its own place", () => {
  assert.equal(read({ reason: "UPDATED_DATA", originalEventID: "this" }), {
    reason: "UPDATED_DATA",
  });
});

test("clips every text", () => {
  const long = "x".repeat(9_000);
  const made = read({ reason: long, updatedFields: long, originalEventID: long });
  assert.ok(JSON.stringify(made).length < 600);
});

test.run();
