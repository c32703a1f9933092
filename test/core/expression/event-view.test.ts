import { suite } from "uvu";
import * as assert from "uvu/assert";
import { viewOfDetail, viewOfRecord } from "../../../src/core/expression/event-view.ts";
import { flatten } from "../../../src/core/record/flatten.ts";

const RECORD = {
  eventName: "RunInstances",
  requestParameters: { items: [{ id: "a" }, { id: "b" }], "dotted.key": true },
  errorCode: null,
};

const POINTER = { bucket: "b", key: "k", index: 0, version: "1" };

const record = suite("viewOfRecord()");

record("gives the flat keys and the record as found", () => {
  const view = viewOfRecord(RECORD);
  assert.is(view.scalar("requestParameters.items.1.id"), "b");
  assert.is(view.scalar("requestParameters.dotted.key"), true);
  assert.is(view.scalar("errorCode"), undefined);
  assert.is(view.nested, RECORD);
});

record("gives nothing that objects inherit", () => {
  const view = viewOfRecord({});
  for (const name of ["toString", "constructor", "__proto__", "hasOwnProperty"]) {
    assert.is(view.scalar(name), undefined, name);
    assert.not(Object.hasOwn(view.whole, name), name);
  }
});

record("hides the flat keys that give way to our own parts of the detail", () => {
  const view = viewOfRecord({ record: "mine", trailbridge: "mine" });
  assert.is(view.scalar("record"), undefined);
  assert.is(view.scalar("trailbridge"), undefined);
  assert.is(view.nested.record, "mine");
});

record("tells which keys of a record with dots in them have several values", () => {
  const view = viewOfRecord({ "a.b": 1, a: { b: 2 }, "c.d": "x" });
  assert.is(view.single("c.d"), "x");
  assert.is(view.scalar("c.d"), "x");
  assert.is(view.single("a.b"), null);
  assert.not(view.isAmbiguous);
  assert.is(view.scalar("a.b"), 2);
  assert.ok(view.isAmbiguous);
  assert.equal([...view.collisions], [["a.b", [1, 2]]]);
  assert.is(view.reading({ "a.b": 1 }).scalar("a.b"), 1);
});

record("hides what our own parts of the detail take the place of beside keys with dots", () => {
  const view = viewOfRecord({ record: "mine", trailbridge: "mine", "a.b": 1 });
  assert.equal([view.scalar("record"), view.single("trailbridge")], [undefined, undefined]);
});

record("puts flat keys over nested fields in the whole", () => {
  const { whole } = viewOfRecord({ a: { b: 1 }, "a.b": 2 });
  assert.equal({ ...whole }, { a: { b: 1 }, "a.b": 2 });
});

record.run();

const detail = suite("viewOfDetail()");

detail("sees the same as the view of the record", () => {
  const view = viewOfDetail({ ...flatten(RECORD), record: RECORD, trailbridge: POINTER });
  assert.is(view.scalar("requestParameters.items.1.id"), "b");
  assert.is(view.nested, RECORD);
  assert.equal({ ...view.whole }, { ...viewOfRecord(RECORD).whole });
  assert.is(view.scalar("trailbridge"), undefined);
});

detail("rebuilds the nested record from the flat keys if the event lost it", () => {
  const view = viewOfDetail({
    ...flatten({ a: { list: [1, { b: "x" }], c: true } }),
    trailbridge: POINTER,
  });
  assert.equal(JSON.parse(JSON.stringify(view.nested)), { a: { list: [1, { b: "x" }], c: true } });
});

detail("fills the gaps of a rebuilt list with null", () => {
  assert.equal(viewOfDetail({ "a.2": "c", "a.0": "a" }).nested.a, ["a", null, "c"]);
});

detail("does not let one index claim a list of any length", () => {
  const { nested } = viewOfDetail({ "a.99999999": "x" });
  assert.equal(JSON.stringify(nested), '{"a":{"99999999":"x"}}');
});

detail("keeps the container where a leaf and a container share a path", () => {
  for (const keys of [
    { a: 1, "a.b": 2 },
    { "a.b": 2, a: 1 },
  ]) {
    assert.equal(JSON.stringify(viewOfDetail(keys).nested), '{"a":{"b":2}}');
  }
});

detail("takes hostile names for names", () => {
  const view = viewOfDetail(JSON.parse('{"__proto__.polluted": true, "a.__proto__": 1}'));
  assert.is(JSON.stringify(view.nested), '{"__proto__":{"polluted":true},"a":{"__proto__":1}}');
  assert.is(({} as Record<string, unknown>).polluted, undefined);
});

detail("keeps what else has several values where one of a key's is chosen", () => {
  const reading = viewOfDetail({ "a.b": [1, 2], c: ["x", "y"] }).reading({ c: "x" });
  assert.is(reading.scalar("c"), "x");
  assert.is(reading.scalar("a.b"), 2);
  assert.equal(JSON.stringify(reading.nested), '{"a":{"b":2},"c":"x"}');
});

detail.run();
