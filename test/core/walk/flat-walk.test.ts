import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { entryBytes, ordinaryEntry } from "../../../src/core/entry/bus-entry.ts";
import { viewOfRecord } from "../../../src/core/expression/event-view.ts";
import { RecordScanner, type ScannedElement } from "../../../src/core/log/record-scanner.ts";
import { LogFileError } from "../../../src/core/log/unreadable.ts";
import { FlatWalk } from "../../../src/core/walk/flat-walk.ts";
import { LearnedKeys } from "../../../src/core/walk/learned-keys.ts";
import { corpusLines, corpusSources } from "../../support/corpus.ts";
import { HOSTILE_RECORDS } from "../../support/hostile.ts";
import { hasShared } from "../../support/shared.ts";

const test = suite("FlatWalk");

const OBJECT = { bucket: "logs", key: "AWSLogs/111122223333/é.json.gz" };

/** Fields whose place a walk keeps. */
const FIELDS = ["eventTime", "eventType", "eventName", "recipientAccountId"] as const;

/** Flat paths that are asked for, of which records have some. */
const ASKS = [
  ...["", "a", "b", "a.a", "a.b", "a.0", "a.0.a", "b.0.ARN", "eventName.a", "x-y", "x-y.b"],
  ...[
    "1",
    "a.1",
    "record",
    "__proto__",
    "__proto__.a",
    "resources",
    "resources.0.ARN",
    "errorCode",
  ],
  ...["userIdentity.type", "requestParameters.names.1.b", "requestParameters.policy", "f.0", "g"],
];

/** What a walk finds, and the same where it flattens when it is asked; without keys, what is found byte by byte. */
function found(text: Uint8Array, keys?: LearnedKeys, chunk?: number): unknown[] {
  if (keys === undefined) return foundBy(undefined, text, chunk);
  const items = foundBy(new FlatWalk(keys), text, chunk);
  assert.equal(foundBy(new FlatWalk(keys, false), text, chunk), items, "flattened when asked");
  return items;
}

/** What is found in a text, an error as its last; with what the bus would get of each record. */
function foundBy(walk: FlatWalk | undefined, text: Uint8Array, chunk = text.length): unknown[] {
  const items: unknown[] = [];
  const scanner = new RecordScanner(undefined, { walk });
  try {
    for (let at = 0; at < text.length; at += chunk) {
      scanner.push(text.slice(at, at + chunk));
      for (let item = scanner.next(); item !== undefined; item = scanner.next()) {
        items.push(plain(item));
      }
    }
    scanner.finish();
  } catch (error) {
    if (!(error instanceof LogFileError)) throw error;
    items.push(error.message);
  }
  return items;
}

/** What of an element all that follows depends on; that is where walked ones must be alike. */
function plain(item: ScannedElement): unknown {
  if ("rejected" in item) return item;
  const { text, index, depth, members, end, fault, walked } = item;
  const value = JSON.stringify(item.value);
  for (const name of walked === undefined ? [] : FIELDS) {
    const json = walked?.field(name);
    assert.equal(json === undefined ? undefined : JSON.parse(json), item.value[name], name);
  }
  const view = viewOfRecord(item.value);
  for (const path of walked === undefined ? [] : ASKS) {
    assert.is(walked?.leaf(path), view.scalar(path) ?? null, path);
  }
  const entry = ordinaryEntry(item, OBJECT, { includeRecord: true, maxBytes: 200_000 });
  if (entry === undefined) return { text, value, index, depth, members, end, fault };
  const { bytes, ...rest } = entry;
  if (bytes !== undefined) assert.is(bytes, entryBytes(rest));
  return { text, value, index, depth, members, end, fault, entry: rest };
}

function fileOf(records: readonly string[]): Buffer {
  return Buffer.from(`{"Records":[${records.join(",")}]}`);
}

/** Whether a walk takes a record of this text. */
function takes(record: string, keys = new LearnedKeys(ASKS)): boolean {
  const walk = new FlatWalk(keys);
  const file = fileOf([record]);
  walk.open(file);
  return walk.element(file.indexOf("[") + 1, 0, 0) !== undefined;
}

const ORDINARY = {
  eventVersion: "1.08",
  userIdentity: { type: "AssumedRole", sessionContext: { attributes: { mfa: "false" } } },
  eventTime: "2026-01-24T00:05:12Z",
  eventName: "GetObject",
  eventType: "AwsApiCall",
  requestParameters: { names: ["a", { b: 1 }], policy: '{"a":"\\\\"}\n', count: 3.5, size: 717 },
  responseElements: null,
  readOnly: true,
  resources: [{ ARN: "arn:aws:s3:::b/k", accountId: "111122223333" }, { arn: "x" }],
  recipientAccountId: "111122223333",
};

for (const [what, record] of [
  ["nothing", "{}"],
  ["blanks between tokens", '{ "a":1}'],
  ["a number that JSON does not have", '{"a":01}'],
  ["one that goes on", '{"a":1.}'],
  ["a number that has a point and nothing behind it", '{"a":1.0.0}'],
  ["a number that begins with 0 and has a point", '{"a":00.0}'],
  ["a number that loses its digits", '{"a":12345678901234567890}'],
  ["a word that JSON does not have", '{"a":nul1}'],
  ["a word that goes on", '{"a":truer}'],
  ["a comma too many", '{"a":1,}'],
  ["a comma too many in a list", '{"a":[1,]}'],
  ["a bracket of the other kind", '{"a":[1}}'],
  ["a bracket where a comma stands", '{"a":[1}2]}'],
  ["a key written twice", '{"a":1,"a":2}'],
  ["a key written twice with others between", '{"x":{"a":1,"b":2,"a":3}}'],
  ["a key with a dot", '{"a.b":1}'],
  ["a key that is a number, whose order is another", '{"b":1,"1":2}'],
  ["an empty key", '{"":1}'],
  ["a key with an escape", '{"a\\n":1}'],
  ["the bus event's own key for the record", '{"record":1}'],
  ["the bus event's own key for where it lies", '{"trailbridge":{"a":1}}'],
  ["a string with a control character", '{"a":"\u0001"}'],
  ["a string with more than ASCII", '{"a":"é"}'],
  ["a character that is not plain by its number", '{"a":"\\u00e9"}'],
  ["a control character by its number", '{"a":"\\u0007"}'],
  ["one that is deleted by its number", '{"a":"\\u007f"}'],
  ["half a character by its number", '{"a":"\\ud83d"}'],
  ["a number of a character that is cut", '{"a":"\\u003"}'],
  ["a number of a character that JSON does not have", '{"a":"\\u00g1"}'],
  ["an escape in capitals", '{"a":"\\U0041"}'],
  ["an escape that JSON does not have", '{"a":"\\x"}'],
  ["a string that does not end", '{"a":"b}'],
  ["a string that ends in an escape", '{"a":"b\\"}'],
  ["what nests deep", `{"a":${"[".repeat(40)}${"]".repeat(40)}}`],
  ["a long list", `{"a":[${"1,".repeat(1_000)}1]}`],
  ["a long path", `{"${"a".repeat(100)}":`.repeat(4).concat("1", "}".repeat(4))],
  ["a long text", `{"a":"${"b".repeat(70_000)}"}`],
] as const) {
  test(`leaves ${what}`, () => {
    assert.not(takes(record));
    const keys = new LearnedKeys(ASKS);
    const file = fileOf([JSON.stringify(ORDINARY), record, JSON.stringify(ORDINARY)]);
    assert.equal(found(file, keys), found(file), "the other way takes it");
  });
}

for (const [what, record] of [
  ["an ordinary record", JSON.stringify(ORDINARY)],
  ["escapes that JSON writes", JSON.stringify({ a: '"\\\n\r\t\b\f', b: "\\", c: '\\"' })],
  [
    "escapes that JSON would not write",
    '{"a":"\\/","b":"a\\u003d\\u0026\\u003C","c":"\\u0022\\u005c\\\\u0041\\\\\\u0041","d":["\\u007e"]}',
  ],
  [
    "fields of the record whose characters are written by their number",
    '{"eventType":"AwsApiCal\\u006c","eventTime":"\\u0032026-01-24T00:05:12Z","eventName":"G\\/","recipientAccountId":"1\\u0031","resources":[{"ARN":"arn:aws:s3:::b\\/k"},{"ARN":"arn:aws:s3:::c"}]}',
  ],
  [
    "resources of all kinds",
    '{"resources":[{"ARN":"arn:aws:s3:::b"},{"ARN":"x"},{"arn":"arn:aws:s3:::c","ARN":"y"},{"arn":"arn:aws:s3:::f","ARN":"arn:aws:s3:::g"},{"ARN":1},[{"ARN":"arn:aws:s3:::d"}],{"ARN":"arn:aws:s3:::b"},{"a":{"ARN":"arn:aws:s3:::e"}}]}',
  ],
  [
    "resources that are named once",
    '{"resources":[{"ARN":"arn:aws:s3:::b"},{"ARN":"x"},{"ARN":1},[{"ARN":"arn:aws:s3:::d"}],{"ARN":"arn:aws:s3:::b"},{"a":{"ARN":"arn:aws:s3:::e"}}]}',
  ],
  ["resources that are no list", '{"resources":{"ARN":"arn:aws:s3:::b","a0":{"ARN":"x"}}}'],
  [
    "what begins with what is no leaf",
    '{"a":null,"b":{},"c":1,"d":2,"e":{"f":3},"g":4,"h":1.50,"i":5}',
  ],
  [
    "numbers as they may be written",
    '{"a":-0,"b":1.0,"g":0.0,"h":717.0,"i":123456789012345.0,"j":[1.00,2.0],"k":{"l":3.0},"c":1e3,"d":0,"e":-17,"f":[0.5,1E-2]}',
  ],
  ["lists and objects with nothing in them", '{"a":[],"b":{},"c":[[],{}],"d":"x"}'],
  ["nothing but null", '{"a":null,"b":[null]}'],
  [
    "one path once as a list and once as an object",
    '{"a":[{"b":1},[2]],"c":{"0":1}}'.replace('"0"', '"d"'),
  ],
] as const) {
  test(`takes ${what} as the other way does`, () => {
    assert.ok(takes(record));
    assert.equal(
      found(fileOf([record, record]), new LearnedKeys(ASKS)),
      found(fileOf([record, record])),
    );
  });
}

test("is not misled by what it learned", () => {
  const keys = new LearnedKeys(ASKS);
  assert.ok(takes('{"a":{"b":1},"c":[1,2]}', keys));
  for (const other of [
    '{"a":[1],"c":{"b":1}}',
    '{"c":[3],"a":{"b":"x"}}',
    '{"a":1}',
    '{"a":{"c":1}}',
  ]) {
    assert.ok(takes(other, keys), other);
    assert.equal(found(fileOf([other]), keys), found(fileOf([other])), other);
  }
  assert.not(takes('{"a":{"b":1},"c":[1,2],"a":1}', keys), "a key that was read before");
});

test("forgets what it learned once that is too much, and goes on", () => {
  const keys = new LearnedKeys(ASKS);
  const odd = (i: number) => JSON.stringify({ a: { [`k${i}`]: { [`m${i}`]: [i] } } });
  let taken = 0;
  for (let i = 0; i < 10_000; i++) if (takes(odd(i), keys)) taken++;
  assert.is(taken, 4_000, "2,000 branches of one place, and as many when all is learned anew");
});

const PLAIN_KEYS = ["a", "b", "eventName", "resources", "ARN", "x-y", "1"];
const PLAIN_TEXTS = ["x", "arn:aws:s3:::b", "GetObject", "2026-01-24T00:05:12Z", "/", ""];
const PLAIN_NUMBERS = [0, 1, 17.5, -3];

/** Records of these keys, texts and numbers. */
function recordsOf(keys: string[], texts: string[], numbers: number[]): fc.Arbitrary<object> {
  const leaf = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...texts) },
    { weight: 2, arbitrary: fc.constantFrom(...numbers) },
    { weight: 1, arbitrary: fc.constantFrom(true, false, null) },
  );
  return fc.letrec<{ record: object; value: unknown }>((tie) => ({
    record: fc.dictionary(fc.constantFrom(...keys), tie("value"), { maxKeys: 5 }),
    value: fc.oneof({ maxDepth: 4 }, leaf, tie("record"), fc.array(tie("value"), { maxLength: 4 })),
  })).record;
}

const plainRecord = recordsOf(PLAIN_KEYS, PLAIN_TEXTS, PLAIN_NUMBERS);

/** Of keys, texts and numbers some of which need more care. */
const anyRecord = recordsOf(
  [...PLAIN_KEYS, "a.b", "é", "__proto__", "record", ""],
  [...PLAIN_TEXTS, "a\\b", '"', "\n", "é", "\u0007"],
  [...PLAIN_NUMBERS, -0, 1e21, 2 ** 53],
);

/** A file of such records, written with small changes that JSON allows, and cut into chunks. */
const file = fc.record({
  records: fc.array(fc.oneof(plainRecord, anyRecord), { minLength: 1, maxLength: 12 }),
  spelling: fc.constantFrom("plain", "plain", "plain", "wide", "slashes", "spelled", "doubled"),
  chunk: fc.oneof(fc.constant(100_000), fc.integer({ min: 1, max: 200 })),
});

function written({
  records: all,
  spelling,
}: {
  records: readonly object[];
  spelling: string;
}): Buffer {
  const texts = all.map((it) => {
    const json = JSON.stringify(it);
    if (spelling === "wide") return JSON.stringify(it, null, 1);
    if (spelling === "slashes") return json.replaceAll("/", "\\/");
    if (spelling === "spelled") return spelled(json);
    return spelling === "doubled" ? json.replace(/^\{/, '{"a":7,') : json;
  });
  return fileOf(texts);
}

/** With characters by their number that may be written so: in texts, not in keys. */
function spelled(json: string): string {
  return json
    .replace(/\\["\\]/g, (found) => (found === '\\"' ? "\\u0022" : "\\u005C"))
    .replaceAll("GetObject", "Get\\u004fbject")
    .replaceAll("2026-", "\\u0032026-")
    .replaceAll("aws:s3", "aws\\u003As3");
}

test("finds in any file what is found byte by byte", () => {
  const keys = new LearnedKeys(ASKS);
  let taken = 0;
  let left = 0;
  fc.assert(
    fc.property(file, (given) => {
      const text = written(given);
      assert.equal(found(text, keys, given.chunk), found(text, undefined, given.chunk));
      for (const record of given.records) takes(JSON.stringify(record), keys) ? taken++ : left++;
    }),
    { numRuns: 1_000 },
  );
  assert.ok(taken > 300 && left > 300, `${taken} taken, ${left} left`);
});

test("finds in a file with a byte changed what is found byte by byte", () => {
  const keys = new LearnedKeys(ASKS);
  const text = fileOf([
    JSON.stringify(ORDINARY),
    JSON.stringify(ORDINARY),
    JSON.stringify(ORDINARY),
  ]);
  found(text, keys);
  fc.assert(
    fc.property(
      fc.nat(text.length - 1),
      fc.oneof(fc.nat(255), fc.constantFrom(...Buffer.from('"\\{}[],:.-0 entf\u0000'))),
      (at, byte) => {
        const changed = Buffer.from(text);
        changed[at] = byte;
        assert.equal(found(changed, keys), found(changed));
      },
    ),
    { numRuns: 1_500 },
  );
});

test("finds with any mark of the grammar changed what is found byte by byte", () => {
  const record = '{"a":{"b":[1,"x",{"c":true}],"d":null},"e":[[],{}],"f":-1.5,"g":"\\n"}';
  const text = fileOf([record, record]);
  const keys = new LearnedKeys(ASKS);
  const marks = Buffer.from('{}[]:,"\\ 0-.e');
  for (const [at, byte] of text.entries()) {
    if (!marks.includes(byte)) continue;
    for (const mark of marks) {
      const changed = Buffer.from(text);
      changed[at] = mark;
      const expected = found(changed);
      assert.equal(found(changed, keys), expected, changed.toString());
    }
  }
});

test("finds in records made to be odd what is found byte by byte", () => {
  const text = fileOf(HOSTILE_RECORDS.map((record) => JSON.stringify(record)));
  assert.equal(found(text, new LearnedKeys(ASKS)), found(text));
});

if (hasShared(test, "a walk over real records")) {
  test("finds in real records what is found byte by byte, and takes nearly all", () => {
    const keys = new LearnedKeys(ASKS);
    let taken = 0;
    let all = 0;
    for (const source of corpusSources()) {
      const lines = corpusLines(source);
      const text = fileOf(lines);
      assert.equal(found(text, keys), found(text), source);
      all += lines.length;
      taken += lines.filter((line) => takes(line, keys)).length;
    }
    assert.ok(taken / all > 0.8, `${taken} of ${all}`);
  });
}

test.run();
