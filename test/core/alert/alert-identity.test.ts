import { suite } from "uvu";
import * as assert from "uvu/assert";
import { alertIdentity } from "../../../src/core/alert/alert-identity.ts";
import { sha256 } from "../../../src/core/record/sha256.ts";
import { detailOf } from "../../support/bus-events.ts";
import { HOSTILE_RECORDS, ordinary } from "../../support/hostile.ts";

const test = suite("alertIdentity()");

const identity = (record: Record<string, unknown>) => alertIdentity(detailOf(record));

test("gives every record one, of bounded length", () => {
  for (const record of HOSTILE_RECORDS) {
    const id = identity(record);
    assert.ok(id.length > 0 && id.length <= 200, id);
  }
});

for (const eventID of [
  "",
  "null",
  "N/A",
  " None\n",
  "undefined",
  " - ",
  "\n".repeat(60_000),
  null,
  7,
  ["x"],
  { a: 1 },
]) {
  test(`takes ${JSON.stringify(eventID).slice(0, 20)} for no id, and tells such events by their records`, () => {
    const one = { ...ordinary(), eventID };
    assert.match(identity(one), /^sha256:/);
    assert.is(identity(one), identity({ ...one }));
    assert.is.not(identity(one), identity({ ...one, eventName: "Other" }));
  });
}

test("is the event's id and the account it happened in", () => {
  assert.is(identity(ordinary()), "0e4d136e-25d4-4d92-b2b2-8a9fe1e3f1af#111122223333");
});

test("differs between the two accounts of a cross-account call", () => {
  const other = { ...ordinary(), recipientAccountId: "444455556666" };
  assert.is.not(identity(ordinary()), identity(other));
});

test("is the same wherever the record lies", () => {
  const nameless = { ...ordinary(), eventID: null };
  assert.is(
    alertIdentity(detailOf(nameless, { key: "a", index: 0 })),
    alertIdentity(detailOf(nameless, { key: "b", index: 9 })),
  );
});

test("names the actor's account where the event names none, and has a sign for none at all", () => {
  assert.is(
    alertIdentity({ eventID: "e-1", "userIdentity.accountId": 11122223333 }),
    "e-1#011122223333",
  );
  assert.is(alertIdentity({ eventID: "e-1" }), "e-1#-");
});

test("is a hash of itself where it would be longer than 200 characters", () => {
  const [fits, long] = ["x".repeat(198), "x".repeat(199)];
  assert.is(alertIdentity({ eventID: fits }), `${fits}#-`);
  assert.is(alertIdentity({ eventID: long }), `sha256:${sha256(`${long}#-`)}`);
});

test("uses the flat keys where the record is nested past what can be walked", () => {
  const record = JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`);
  const flat = { eventName: "X" };
  assert.is(
    alertIdentity({ ...flat, record, trailbridge: {} }),
    `sha256:${sha256('{"eventName":"X"}')}#-`,
  );
});

test("does not hide a fault of another kind", () => {
  const record = {
    toJSON() {
      throw new TypeError("no");
    },
  };
  assert.throws(() => alertIdentity({ record }), /^no$/);
});

test("uses the flat keys where the event carries no record", () => {
  const { record: _record, ...flat } = detailOf({ ...ordinary(), eventID: null });
  assert.match(alertIdentity(flat), /^sha256:[0-9a-f]{64}#111122223333$/);
});

test("reads an aggregated record's eventId", () => {
  const { eventID, ...rest } = ordinary();
  assert.is(identity({ ...rest, eventId: eventID }), identity(ordinary()));
});

test.run();
