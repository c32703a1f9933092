import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { RecordScanner } from "../../../src/core/log/record-scanner.ts";
import { splitRecords } from "../../../src/core/log/record-split.ts";
import type { RawRecord } from "../../../src/core/record/record.ts";
import { HOSTILE_RECORDS } from "../../support/hostile.ts";

const test = suite("splitRecords()");

const A = '{"eventVersion":"1.08","eventName":"GetObject","resources":[{"ARN":"a"},{"ARN":"b"}]}';
const B = '{"eventVersion":"1.09","errorMessage":"é \\"},{\\"eventVersion\\":","n":1.50}';
const ODD = '{"awsRegion":"eu-central-1","list":[{"eventVersion":"1"},{"eventVersion":"2"}]}';

function fileOf(...elements: readonly string[]): string {
  return `{"Records":[${elements.join(",")}]}`;
}

function facts({ text, value, index, depth, members }: RawRecord): unknown {
  return { text, value: JSON.stringify(value), index, depth, members };
}

/** What the scanner finds up to the first that is no record; whether that is all of a text without fault. */
function scanned(text: Buffer): { records: unknown[]; isWhole: boolean } {
  const scanner = new RecordScanner();
  const records: unknown[] = [];
  let isWhole = true;
  try {
    scanner.push(text);
    for (let item = scanner.next(); item !== undefined; item = scanner.next()) {
      if ("rejected" in item) isWhole = false;
      else if (isWhole) records.push(facts(item));
    }
    scanner.finish();
  } catch {
    isWhole = false;
  }
  return { records, isWhole };
}

/** What is taken is what the scanner finds first, and all of it where it says so. */
function split(text: Buffer | string): { records: number; isWhole: boolean } {
  const bytes = Buffer.from(text);
  const taken: unknown[] = [];
  const { taken: count, isWhole } = splitRecords(bytes, (record) => taken.push(facts(record)));
  const expected = scanned(bytes);
  assert.is(count, taken.length);
  assert.equal(taken, expected.records.slice(0, count));
  if (isWhole) assert.equal([expected.isWhole, expected.records.length], [true, count]);
  return { records: count, isWhole };
}

for (const [what, text, records] of [
  ["no log file", '{"a":1}', 0],
  ["nothing", "", 0],
  ["a log file with blanks", `{ "Records": [${A}]}`, 0],
  ["a log file of no record", fileOf(), 0],
  ["an element that is no record", fileOf(A, "null", A), 1],
  ["an empty record", fileOf(A, "{}", A), 1],
  ["a list among records", fileOf(A, "[{}]", A), 1],
  ["a record that is no JSON", fileOf(A, '{"eventVersion":x}', A), 1],
  ["a bracket of the other kind", fileOf(A, '{"eventVersion":[1}]}', A), 1],
  ["a blank between records", `{"Records":[${A}, ${A}]}`, 1],
  ["a comma too many", `{"Records":[${A},]}`, 1],
  ["a text that is cut", fileOf(A, A).slice(0, -20), 1],
  ["a text without its end", fileOf(A, A).slice(0, -2), 2],
  ["something behind the list", `{"Records":[${A}],"Records":[${A}]}`, 1],
  ["something behind the text", `${fileOf(A)}{}`, 1],
  ["a large record", fileOf(A, `{"eventVersion":"${"x".repeat(200_000)}"}`, A), 1],
] as const) {
  test(`stops at ${what}`, () => {
    assert.equal(split(text), { records, isWhole: false });
  });
}

for (const [what, text, records] of [
  ["as CloudTrail writes them", fileOf(A, A, A), 3],
  ["a single one", fileOf(A), 1],
  ["those that begin otherwise", fileOf(ODD, A, ODD, ODD, A, ODD), 6],
  ["lists of what looks like records", fileOf(A, ODD, ODD), 3],
  ["texts beyond ASCII and what looks like a begin within one", fileOf(B, A, B), 3],
  ["a key written twice", fileOf('{"eventVersion":1,"eventVersion":2}', A), 2],
  ["blanks within a record and at the end", `${fileOf(A, '{"eventVersion" : 1 }')}\n\n`, 2],
] as const) {
  test(`takes ${what}`, () => {
    assert.equal(split(text), { records, isWhole: true });
  });
}

test("takes what is no UTF-8 in a text as the scanner does", () => {
  const text = Buffer.from(fileOf(A, B).replace("GetObject", "Get\u00ff"), "latin1");
  assert.equal(split(text), { records: 2, isWhole: true });
});

test("finds what the scanner finds, whatever stands between the records", () => {
  const record = fc.constantFrom(A, B, ODD, ...HOSTILE_RECORDS.map((it) => JSON.stringify(it)));
  const element = fc.oneof(
    { weight: 8, arbitrary: record },
    fc.json(),
    fc.string(),
    fc.tuple(record, fc.nat(), fc.string()).map(([it, at, change]) => {
      const place = at % it.length;
      return it.slice(0, place) + change + it.slice(place + change.length);
    }),
  );
  let whole = 0;
  fc.assert(
    fc.property(fc.array(element, { maxLength: 8 }), (elements) => {
      if (split(fileOf(...elements)).isWhole) whole++;
    }),
  );
  assert.ok(whole > 5, "most were not taken to their end");
});

test.run();
