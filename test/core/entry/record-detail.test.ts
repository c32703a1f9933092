import { deepStrictEqual } from "node:assert";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { MAX_REQUEST_BYTES, toBusEntry } from "../../../src/core/entry/bus-entry.ts";
import { detailOfRecord } from "../../../src/core/entry/record-detail.ts";
import { RecordScanner } from "../../../src/core/log/record-scanner.ts";
import type { ObjectRef } from "../../../src/core/record/object-ref.ts";
import { HOSTILE_RECORDS } from "../../support/hostile.ts";

const test = suite("detailOfRecord()");

const OBJECT: ObjectRef = { bucket: "logs", key: "AWSLogs/111122223333/é.json.gz" };

/** Texts of records that the bus gets otherwise than they are, beside the hostile ones. */
const ODD = [
  '{"eventName":"A","eventName":"B"}',
  '{"a.b":1,"a":{"b":2}}',
  '{"record":{"a":1},"trailbridge":2}',
  '{"count":12345678901234567890,"part":1e400}',
  '{"b":1,"1":2,"list":[null,{"c":null},[]]}',
  '{"a" :1,"a" :":","b":[{"c":true},"x\\":y"]}',
  '{"a":{"__proto__":{"b":1},"":2},"":3}',
  `{"eventName":"A","requestParameters":{"text":"${"x".repeat(30_000)}"}}`,
];

for (const includeRecord of [true, false]) {
  for (const [name, object] of [
    ["a log file", OBJECT],
    ["a replay", { ...OBJECT, replay: "again" }],
  ] as const) {
    test(`is what the bus gives of ${name}, ${includeRecord ? "with" : "without"} the record`, () => {
      const scanner = new RecordScanner();
      const texts = [...HOSTILE_RECORDS.map((it) => JSON.stringify(it)), ...ODD];
      scanner.push(Buffer.from(`{"Records":[${texts.join(",")}]}`));
      let count = 0;
      for (let item = scanner.next(); item !== undefined; item = scanner.next()) {
        if ("rejected" in item) continue;
        count++;
        for (const maxBytes of [20_000, MAX_REQUEST_BYTES]) {
          const options = { includeRecord, maxBytes };
          const expected = JSON.parse(toBusEntry(item, object, options).detail);
          const detail = detailOfRecord(item, object, options);
          // uvu takes what an object inherits for its own.
          deepStrictEqual(detail, expected);
        }
      }
      assert.ok(count > 60);
    });
  }
}

test.run();
