import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { entryBytes, MAX_REQUEST_BYTES, toBusEntry } from "../../../src/core/entry/bus-entry.ts";
import { flatten } from "../../../src/core/record/flatten.ts";
import { refusals } from "../../support/acceptable.ts";
import { HOSTILE_RECORDS, ordinary } from "../../support/hostile.ts";
import { rawRecord } from "../../support/raw-record.ts";

const OBJECT = { bucket: "org-logs", key: "AWSLogs/111122223333/CloudTrail/a.json.gz" };
const OPTIONS = { includeRecord: true, maxBytes: MAX_REQUEST_BYTES };

const test = suite("toBusEntry()");

for (const eventTime of ["not a time", "2016-12-31T23:59:60Z", "2026-01-24", 1706054400, null]) {
  test(`gives no time for ${JSON.stringify(eventTime)}`, () => {
    assert.not("time" in entryOf({ ...ordinary(), eventTime }));
  });
}

for (const eventType of [undefined, null, 7, "", "constructor", "AwsVpceEvent", ["AwsApiCall"]]) {
  test(`names the eventType ${JSON.stringify(eventType)} a record and no more`, () => {
    assert.is(entryOf({ ...ordinary(), eventType }).detailType, "CloudTrail Record");
  });
}

test("names the kinds of event as AWS does", () => {
  const names = ["AwsApiCall", "AwsConsoleSignIn", "AwsCloudTrailInsight"].map(
    (eventType) => entryOf({ eventType }).detailType,
  );
  assert.equal(names, [
    "AWS API Call via CloudTrail",
    "AWS Console Sign In via CloudTrail",
    "AWS Insight via CloudTrail",
  ]);
});

test("gives time, resources, source and a detail of flat keys, record and pointer", () => {
  const record = { ...ordinary(), resources: [{ ARN: "arn:aws:s3:::logs", accountId: null }] };
  const { detail, ...head } = entryOf(record);
  assert.equal(head, {
    source: "trailbridge",
    detailType: "AWS API Call via CloudTrail",
    time: Date.parse("2026-01-24T00:05:12Z"),
    resources: ["arn:aws:s3:::logs"],
  });
  assert.equal(JSON.parse(detail), {
    ...flatten(record),
    record,
    trailbridge: { ...OBJECT, index: 0, version: "1" },
  });
});

test("carries the record's text as it was written", () => {
  const text = '{"b":1.0, "a":"\\u00e9\\/", "n":null,"0":-0,"e":1E5}';
  const { detail } = toBusEntry(rawRecord(text), OBJECT, OPTIONS);
  assert.ok(detail.includes(`"record":${text},`));
});

test("leaves the record out when it is switched off", () => {
  const entry = toBusEntry(rawRecord(ordinary()), OBJECT, { ...OPTIONS, includeRecord: false });
  assert.equal(JSON.parse(entry.detail), {
    ...flatten(ordinary()),
    trailbridge: { ...OBJECT, index: 0, version: "1" },
  });
});

for (const odd of ["\ufffe", "\uffff", "\ud800", "\udfff", "\u0000", "\ud800\ufffe"]) {
  const name = JSON.stringify(odd).replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff");
  for (const [size, pad, maxBytes] of [
    ["a small", "", MAX_REQUEST_BYTES],
    ["a large", "x".repeat(100_000), MAX_REQUEST_BYTES],
    ["a trimmed", odd.repeat(30_000), 20_000],
  ] as const) {
    test(`keeps ${name} as an escape wherever it stands in ${size} record`, () => {
      const record = {
        eventName: `Stop${odd}`,
        eventType: odd,
        eventTime: odd,
        [`key${odd}`]: { [odd]: [odd, { [odd]: odd }] },
        resources: [{ ARN: `arn:aws:s3:::b${odd}` }, { ARN: "arn:aws:s3:::b" }],
        pad,
      };
      const object = { bucket: "b", key: `k${odd}` };
      for (const raw of [rawRecord(record), rawRecord(inWire(record))]) {
        const entry = toBusEntry(raw, object, { includeRecord: true, maxBytes });
        assert.equal(refusals(entry, maxBytes), []);
        assert.equal(entry.resources, ["arn:aws:s3:::b"]);
        const detail = JSON.parse(entry.detail);
        assert.is(detail.eventName, raw.value.eventName);
        assert.is(detail.trailbridge.key, `k${odd}`);
        if (maxBytes === MAX_REQUEST_BYTES) assert.equal(detail.record, raw.value);
      }
    });
  }
}

test("makes an entry of an empty record", () => {
  const { detail } = entryOf({});
  assert.is(
    detail,
    `{"record":{},"trailbridge":${JSON.stringify({ ...OBJECT, index: 0, version: "1" })}}`,
  );
});

for (const includeRecord of [true, false]) {
  test(`lets a record's own "record" and "trailbridge" give way, record ${includeRecord}`, () => {
    const raw = rawRecord({ record: "x", trailbridge: 7, a: { record: 1, trailbridge: 2 } });
    const detail = JSON.parse(toBusEntry(raw, OBJECT, { ...OPTIONS, includeRecord }).detail);
    assert.equal(detail.trailbridge, { ...OBJECT, index: 0, version: "1" });
    assert.equal(detail.record, includeRecord ? raw.value : undefined);
    assert.is(detail["a.record"], 1);
    assert.is(detail["a.trailbridge"], 2);
  });
}

test("keeps both values of two paths that collide, under one key", () => {
  const { detail } = entryOf('{"a":{"b":1},"a.b":2,"c.d":3,"c":{"d":4}}');
  const { "a.b": ab, "c.d": cd } = JSON.parse(detail);
  assert.equal(
    [ab, cd],
    [
      [1, 2],
      [3, 4],
    ],
  );
  assert.is(detail.match(/"a\.b":/g)?.length, 2, "once flat, once in the record");
});

for (const [text, expected] of [
  ['{"userIdentity":{"type":"IAMUser"},"userIdentity.type":"Root"}', ["IAMUser", "Root"]],
  ['{"userIdentity.type":"Root","userIdentity":{"type":"IAMUser"}}', ["Root", "IAMUser"]],
] as const) {
  test(`keeps both of two identities that collide, ${expected.join(", ")}, under one key`, () => {
    const { detail } = entryOf(text);
    assert.equal(JSON.parse(detail)["userIdentity.type"], expected);
    assert.is(detail.replace(/"record":.*/, "").match(/"userIdentity\.type":/g)?.length, 1);
  });
}

test("makes strings of numbers the bus refuses and says which", () => {
  const raw = rawRecord(
    '{"requestParameters":{"a":123456789012345678901234567890,"b":9007199254740993,"c":1e400,"d":9223372036854775807,"e":1e19,"f":1.0}}',
  );
  const { detail } = toBusEntry(raw, OBJECT, OPTIONS);
  const { trailbridge } = JSON.parse(detail);
  assert.equal(trailbridge.quoted, ["requestParameters.a", "requestParameters.c"]);
  assert.not("truncated" in trailbridge);
  for (const member of [
    '"requestParameters.a":"123456789012345678901234567890"',
    '"requestParameters.b":9007199254740993,',
    '"requestParameters.c":"1e400"',
    '"requestParameters.d":9223372036854775807,',
    '"requestParameters.e":1e19,',
    '"requestParameters.f":1,',
    '"record":{"requestParameters":{"a":"123456789012345678901234567890","b":9007199254740993,"c":"1e400","d":9223372036854775807,"e":1e19,"f":1.0}}',
  ]) {
    assert.ok(detail.includes(member), member);
  }
  assert.equal(refusals(toBusEntry(raw, OBJECT, OPTIONS), MAX_REQUEST_BYTES), []);
});

test("finds a refused number behind a key that is written twice", () => {
  const entry = entryOf('{"a":1e400,"a":1}');
  assert.equal(refusals(entry, MAX_REQUEST_BYTES), []);
  assert.is(JSON.parse(entry.detail).a, 1);
});

test("makes strings of more such numbers than can be looked at", () => {
  const entry = entryOf(`{"eventName":"x","list":[${"1e400,".repeat(60_000)}1]}`);
  assert.equal(refusals(entry, MAX_REQUEST_BYTES), []);
  const detail = JSON.parse(entry.detail);
  assert.equal([detail["list.0"], detail.eventName], ["Infinity", "x"]);
  assert.is(detail.trailbridge.truncated[0], "record");
  assert.match(detail.trailbridge.quoted.at(-1), /and [\d,]+ more/);
});

test("drops the record, and nothing else, when it is too deep for the bus", () => {
  for (const depth of [998, 999, 1_000, 50_000]) {
    const entry = entryOf(
      `{"eventName":"x","a":${'{"a":'.repeat(depth - 2)}{"b":1}${"}".repeat(depth - 1)}`,
    );
    const { record, trailbridge, ...flat } = JSON.parse(entry.detail);
    assert.is(record !== undefined, depth <= 998, String(depth));
    assert.equal(trailbridge.truncated, depth <= 998 ? undefined : ["record"]);
    assert.equal(Object.values(flat), ["x", 1]);
    assert.equal(refusals(entry, MAX_REQUEST_BYTES), []);
  }
});

test("drops the record first when the entry is too large", () => {
  const record = { ...ordinary(), requestParameters: { policy: "x".repeat(600_000) } };
  const { record: copy, trailbridge, ...flat } = JSON.parse(entryOf(record).detail);
  assert.is(copy, undefined);
  assert.equal(trailbridge.truncated, ["record"]);
  assert.equal(flat, flatten(record));
});

test("drops the longest leaves next and names them", () => {
  const requestParameters = {
    a: "x".repeat(700_000),
    b: "y".repeat(500_000),
    c: "z".repeat(400_000),
  };
  const { trailbridge, ...flat } = JSON.parse(entryOf({ ...ordinary(), requestParameters }).detail);
  assert.equal(trailbridge.truncated, ["record", "requestParameters.a"]);
  const { "requestParameters.a": _, ...rest } = flatten({ ...ordinary(), requestParameters });
  assert.equal(flat, rest);
});

test("keeps identity, event, account, region, time and error, however much else there is", () => {
  const essential = {
    ...ordinary(),
    errorCode: "AccessDenied",
    errorMessage: "denied ".repeat(20_000),
  };
  const items = range(40_000).map((i) => ({ i }));
  const entry = entryOf({ ...essential, requestParameters: { items } });
  const { trailbridge, ...flat } = JSON.parse(entry.detail);
  const { requestParameters, ...kept } = essential as Record<string, unknown>;
  for (const [path, value] of Object.entries(flatten(kept))) assert.is(flat[path], value, path);
  assert.ok(entryBytes(entry) > 900_000, "what fits stays");
  assert.is(trailbridge.truncated[0], "record");
  assert.match(trailbridge.truncated.at(-1), /^… and [\d,]+ more$/);
});

// What makes an entry too large is all relative to its limit, so a low one will do for most.
for (const [name, maxBytes, odd] of [
  ["a key of 2 MB", MAX_REQUEST_BYTES, { requestParameters: { ["k".repeat(2_000_000)]: 1 } }],
  ["50,000 keys", MAX_REQUEST_BYTES, { requestParameters: keys(50_000) }],
  ["a long key", 16_384, { requestParameters: { ["k".repeat(50_000)]: 1, small: 2 } }],
  ["many keys", 16_384, { requestParameters: keys(2_000) }],
  ["a long identity", 16_384, { userIdentity: { arn: "x".repeat(50_000), type: "IAMUser" } }],
  ["an identity with a long key", 16_384, { userIdentity: { ["k".repeat(50_000)]: "v" } }],
  ["an identity of many leaves", 16_384, { userIdentity: { list: range(5_000) } }],
  ["a long error message", 16_384, { errorMessage: "é\u0000".repeat(20_000) }],
  [
    "many resources",
    16_384,
    { resources: range(2_000).map((i) => ({ ARN: `arn:aws:s3:::b${i}` })) },
  ],
  ["a string of two-byte letters", 16_384, { requestParameters: { a: "é".repeat(8_000) } }],
  ["a string of control characters", 16_384, { requestParameters: { a: "\u0001".repeat(3_000) } }],
  ["long keys around short leaves", 16_384, ladder(500)],
] as const) {
  test(`makes an acceptable entry of ${name} within ${maxBytes} bytes`, () => {
    const raw = rawRecord({ ...ordinary(), ...odd });
    const entry = toBusEntry(raw, OBJECT, { includeRecord: true, maxBytes });
    assert.equal(refusals(entry, maxBytes), []);
    const detail = JSON.parse(entry.detail);
    assert.is(detail.eventName, "StopLogging");
    assert.is(detail.recipientAccountId, "111122223333");
    assert.ok(detail.trailbridge.truncated.length > 0);
  });
}

test("shortens an identity that alone is too large, and keeps the small leaves", () => {
  const userIdentity = { type: "IAMUser", arn: "a".repeat(2_000_000), userName: "ada" };
  const detail = JSON.parse(entryOf({ ...ordinary(), userIdentity }).detail);
  assert.is(detail["userIdentity.arn"], `${"a".repeat(10_000)}…`);
  assert.is(detail["userIdentity.userName"], "ada");
  assert.is(detail["requestParameters.name"], "organisation-trail");
  assert.equal(detail.trailbridge.truncated, ["record", "userIdentity.arn"]);
});

test("takes a record of 15,000 levels with a leaf on each in its stride", () => {
  const depth = 15_000;
  const text = `${'{"b":1,"a":'.repeat(depth)}{}${"}".repeat(depth)}`;
  const started = process.memoryUsage().rss;
  const entry = entryOf(text);
  assert.equal(refusals(entry, MAX_REQUEST_BYTES), []);
  assert.ok(process.memoryUsage().rss - started < 500 * 1024 * 1024);
});

test("makes the same entry the short way and the careful way", () => {
  fc.assert(
    fc.property(fc.dictionary(key(), fc.jsonValue({ maxDepth: 4 })), (record) => {
      const raw = rawRecord(JSON.stringify(record));
      const short = toBusEntry(raw, OBJECT, OPTIONS);
      const careful = toBusEntry({ ...raw, depth: 65 }, OBJECT, OPTIONS);
      assert.equal(JSON.parse(short.detail), JSON.parse(careful.detail));
    }),
    { numRuns: 150 },
  );
});

test("has exactly the flat event, the record and the pointer, of any record", () => {
  fc.assert(
    fc.property(fc.dictionary(key(), fc.jsonValue({ maxDepth: 4 })), (record) => {
      const raw = rawRecord(JSON.stringify(record));
      const {
        record: copy,
        trailbridge,
        ...flat
      } = JSON.parse(toBusEntry(raw, OBJECT, OPTIONS).detail);
      fc.pre(trailbridge.quoted === undefined);
      const collisions = new Map();
      const leaves = { ...flatten(raw.value, collisions), ...Object.fromEntries(collisions) };
      const { record: _, trailbridge: __, ...expected } = leaves;
      assert.equal(flat, expected);
      assert.equal(copy, raw.value);
    }),
    { numRuns: 150 },
  );
});

test("makes an acceptable entry of anything", () => {
  const scalar = fc.oneof(
    fc.string({ unit: "binary", maxLength: 40 }),
    fc.constantFrom("x".repeat(9_000), "é".repeat(5_000), "\ud800", "\u0000".repeat(4_000), ""),
    fc.constantFrom(null, true, "arn:aws:s3:::b"),
  );
  const number = fc.oneof(
    fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }).map(String),
    fc.constantFrom("1e400", "-1E+400", "1e19", "1.5", "-0", "0.1e-400", "9".repeat(400)),
  );
  const { value } = fc.letrec<{ value: string }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      scalar.map((leaf) => JSON.stringify(leaf)),
      number,
      fc.array(tie("value"), { maxLength: 6 }).map((items) => `[${items.join(",")}]`),
      fc
        .array(fc.tuple(key(), tie("value")), { maxLength: 6 })
        .map((members) => `{${members.map(([k, v]) => `${JSON.stringify(k)}:${v}`).join(",")}}`),
    ),
  }));
  const record = fc
    .array(fc.tuple(key(), value), { maxLength: 12 })
    .map((members) => `{${members.map(([k, v]) => `${JSON.stringify(k)}:${v}`).join(",")}}`);
  fc.assert(
    fc.property(
      record,
      fc.constantFrom(16_384, 40_000, MAX_REQUEST_BYTES),
      fc.boolean(),
      (text, maxBytes, includeRecord) => {
        const entry = toBusEntry(rawRecord(text), OBJECT, { includeRecord, maxBytes });
        assert.equal(refusals(entry, maxBytes), []);
      },
    ),
    { numRuns: 250 },
  );
});

for (const [index, record] of HOSTILE_RECORDS.entries()) {
  test(`makes an acceptable entry of hostile record ${index}`, () => {
    assert.equal(refusals(entryOf(record), MAX_REQUEST_BYTES), []);
  });
}

test.run();

const bytes = suite("entryBytes()");

bytes("counts UTF-8 bytes of all texts, and 14 for a time", () => {
  const entry = { source: "é", detailType: "ab", resources: ["x", "中"], detail: "{}" };
  assert.is(entryBytes(entry), 2 + 2 + 1 + 3 + 2);
  assert.is(entryBytes({ ...entry, time: 0 }), 10 + 14);
});

bytes.run();

/** A record as UTF-8 carries it, what need not be escaped as it is. */
function inWire(record: object): string {
  return Buffer.from(
    JSON.stringify(record).replaceAll("\\ufffe", "\ufffe").replaceAll("\\uffff", "\uffff"),
  ).toString();
}

function entryOf(record: string | object) {
  return toBusEntry(rawRecord(record), OBJECT, OPTIONS);
}

/** Keys that collide, that mean something here, that mean something to JavaScript. */
function key(): fc.Arbitrary<string> {
  return fc.oneof(
    fc.constantFrom("a", "b", "a.b", "", ".", "0", "1", "record", "trailbridge", "__proto__"),
    fc.constantFrom(
      "userIdentity",
      "userIdentity.a",
      "eventName",
      "eventTime",
      "resources",
      "toString",
      'q"\\\n',
    ),
    fc.string({ maxLength: 6 }),
  );
}

function range(length: number): number[] {
  return Array.from({ length }, (_, i) => i);
}

function keys(length: number): Record<string, string> {
  return Object.fromEntries(range(length).map((i) => [`k${i}`, "v".repeat(20)]));
}

/** Long keys around short leaves: the flat event is hundreds of times the record. */
function ladder(leaves: number): Record<string, unknown> {
  const inner = Object.fromEntries(range(leaves).map((i) => [`k${i}`, i]));
  return { requestParameters: { ["p".repeat(5_000)]: inner } };
}
