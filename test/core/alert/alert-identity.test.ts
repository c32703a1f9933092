import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { alertIdentity } from "../../../src/core/alert/alert-identity.ts";
import { isObject } from "../../../src/core/record/event-text.ts";
import { sha256 } from "../../../src/core/record/sha256.ts";
import { detailOf } from "../../support/bus-events.ts";
import { corpusLines, corpusSources } from "../../support/corpus.ts";
import { HOSTILE_RECORDS, ordinary } from "../../support/hostile.ts";
import { hasShared } from "../../support/shared.ts";

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

test("is the event's id, the account it happened in, and what it says", () => {
  assert.match(
    identity(ordinary()),
    /^0e4d136e-25d4-4d92-b2b2-8a9fe1e3f1af#111122223333#[0-9a-f]{32}$/,
  );
});

test("differs where an event has the id of another and says something else", () => {
  const one = { ...ordinary(), requestParameters: { name: "a", list: [1, 2] } };
  for (const other of [
    { ...one, eventName: "DeleteTrail" },
    { ...one, errorCode: "AccessDenied" },
    { ...one, requestParameters: { name: "b", list: [1, 2] } },
    { ...one, requestParameters: { name: "a", list: [2, 1] } },
    { ...one, requestParameters: { name: "a", list: ["1", 2] } },
    { ...one, added: true },
  ]) {
    assert.is.not(identity(one), identity(other), JSON.stringify(other));
  }
});

test("is the same in whatever order the record's fields stand, and without the record", () => {
  const one = ordinary();
  const turned = Object.fromEntries(Object.entries(one).reverse());
  const { record: _record, ...flat } = detailOf(one);
  assert.is(identity(turned), identity(one));
  assert.is(alertIdentity(flat), identity(one));
});

test("goes by the whole record's content where the event is not all of it", () => {
  const cut = (content: unknown) =>
    alertIdentity({ ...detailOf(ordinary()), trailbridge: { truncated: ["record"], content } });
  assert.is.not(cut("a".repeat(64)), cut("b".repeat(64)));
  assert.match(cut("a".repeat(64)), /#a{32}$/);
  for (const odd of [undefined, 7, "a", "#".repeat(64)]) assert.is(cut(odd), cut(undefined));
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
  assert.match(
    alertIdentity({ eventID: "e-1", "userIdentity.accountId": 11122223333 }),
    /^e-1#011122223333#/,
  );
  assert.match(alertIdentity({ eventID: "e-1" }), /^e-1#-#/);
});

test("is a hash of itself where it would be longer than 200 characters", () => {
  const [fits, long] = ["x".repeat(165), "x".repeat(166)];
  assert.is(alertIdentity({ eventID: fits }).length, 200);
  assert.match(alertIdentity({ eventID: long }), /^sha256:[0-9a-f]{64}$/);
});

test("goes by the flat keys, however deep the record is nested", () => {
  const record = JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`);
  const flat = { eventName: "X" };
  assert.is(alertIdentity({ ...flat, record, trailbridge: {} }), alertIdentity(flat));
});

test("reads an aggregated record's eventId", () => {
  const { eventID, ...rest } = ordinary();
  assert.match(identity({ ...rest, eventId: eventID }), /^0e4d136e-.*#111122223333#/);
});

/** What it is by the words of its definition: the flat keys in order, with what is at each. */
function contentHash(detail: Readonly<Record<string, unknown>>): string {
  const keys = Object.keys(detail).filter(
    (key) => key !== "record" && key !== "trailbridge" && !isObject(detail[key]),
  );
  return sha256(JSON.stringify(keys.sort().map((key) => [key, detail[key]]))).slice(0, 32);
}

test("takes no event's keys for those of another, whatever they hold", () => {
  const many = Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`k${300 - n}`, n]));
  const long = { ["z".repeat(5_000)]: 1, a: 2 };
  const comma = [
    { "b,a": 1, c: 2 },
    { b: 1, "a,c": 2 },
    { b: 1, a: 2, c: 3 },
    { c: 3, b: 1, a: 2 },
    {},
    { "": 1 },
    { ",": 1 },
    { "": 1, " ": 2 },
  ];
  for (const detail of [...comma, many, long, ...comma, many, long]) {
    const content = alertIdentity(detail).split("#").at(-1);
    assert.is(content, contentHash(detail), JSON.stringify(detail).slice(0, 80));
  }
});

const contentOf = (detail: Readonly<Record<string, unknown>>) =>
  alertIdentity(detail).split("#").at(-1);

test("hashes what JSON.stringify makes of the flat keys, whatever texts and values they hold", () => {
  // Any UTF-16 units: quotes, controls and halves of surrogate pairs among them.
  const text = fc
    .array(fc.oneof(fc.nat(0xffff), fc.nat(0x7f), fc.integer({ min: 0xd800, max: 0xdfff })))
    .map((units) => String.fromCharCode(...units));
  const value = fc.oneof({ weight: 4, arbitrary: text }, fc.double(), fc.jsonValue());
  const detail = fc.dictionary(
    text.map((it) => `k${it}`),
    value,
  );
  fc.assert(fc.property(detail, (it) => assert.is(contentOf(it), contentHash(it))));
});

test("hashes hostile records so", () => {
  for (const record of HOSTILE_RECORDS) {
    const detail = detailOf({ ...record, eventID: "e-1", recipientAccountId: "1" });
    assert.is(contentOf(detail), contentHash(detail));
  }
});

if (hasShared(test, "hashes the corpus's records so")) {
  test("hashes the corpus's records so", () => {
    for (const source of corpusSources()) {
      for (const line of corpusLines(source).slice(0, 2_000)) {
        const detail = detailOf({ ...JSON.parse(line), eventID: "e-1", recipientAccountId: "1" });
        assert.is(contentOf(detail), contentHash(detail), line.slice(0, 200));
      }
    }
  });
}

test("forgets orders of keys once there are many, and finds them anew", () => {
  for (let n = 0; n < 40; n++) {
    const detail = { [`z${n % 20}`]: 1, a: 2 };
    assert.is(contentOf(detail), contentHash(detail));
  }
});

test.run();
