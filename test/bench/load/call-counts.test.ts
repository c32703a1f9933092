import { suite } from "uvu";
import * as assert from "uvu/assert";
import { CallCounter } from "./call-counts.ts";

const test = suite("CallCounter");

const entry = (bytes: number) => ({ Source: "", DetailType: "", Detail: "x".repeat(bytes) });
const put = (...sizes: number[]) => JSON.stringify({ Entries: sizes.map(entry) });

test("counts an entry once for each 64 KB begun", () => {
  const counter = new CallCounter();
  counter.note("PutEvents", put(1, 65_536));
  counter.note("PutEvents", put(65_537));
  const { calls, entries, entryUnits, entryBytes } = counter.take();
  assert.equal([calls, entries, entryUnits], [{ PutEvents: 2 }, 3, 4]);
  assert.is(entryBytes, 1 + 65_536 + 65_537);
});

test("counts a write once for each KB of its item, and calls of which nothing more is known", () => {
  const update = (bytes: number) =>
    JSON.stringify({
      Key: { pk: { S: "k".repeat(bytes) } },
      UpdateExpression: "SET etag = :etag",
      ExpressionAttributeValues: { ":etag": { S: "e" } },
    });
  const counter = new CallCounter();
  counter.note("UpdateItem", update(100));
  counter.note("UpdateItem", update(1_500));
  counter.note("PutMetricData", "no JSON");
  const { calls, writeUnits } = counter.take();
  assert.equal([calls, writeUnits], [{ UpdateItem: 2, PutMetricData: 1 }, 3]);
});

test("begins anew once it was asked", () => {
  const counter = new CallCounter();
  counter.note("PutEvents", put(1));
  counter.take();
  assert.equal(counter.take(), {
    calls: {},
    entries: 0,
    entryUnits: 0,
    entryBytes: 0,
    writeUnits: 0,
  });
});

test.run();
