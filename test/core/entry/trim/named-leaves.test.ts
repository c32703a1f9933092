import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { LeafPath } from "../../../../src/core/entry/trim/leaf-path.ts";
import { walkLeaves } from "../../../../src/core/entry/trim/leaf-walk.ts";
import { namedLeaves, stepInto } from "../../../../src/core/entry/trim/named-leaves.ts";

const test = suite("namedLeaves()");

test("names a leaf, all below a field, and any element of a list", () => {
  const named = namedLeaves(["a.b", "list.0.id", "deep", ""]);
  const record = {
    a: { b: 1, c: 2 },
    list: [
      { id: 3, other: 4 },
      { id: 5, "id.x": 6 },
    ],
    deep: { er: { and: 7 } },
    none: 8,
  };
  assert.equal(namedIn(record, named), [
    "a.b",
    "list.0.id",
    "list.1.id",
    "list.1.id.x",
    "deep.er.and",
  ]);
});

test("follows keys that hold dots", () => {
  const named = namedLeaves(["a.b.c", "d"]);
  assert.equal(namedIn({ "a.b": { c: 1, x: 2 }, "a.b.c": 3, "d.e": 4, "a.x": 5 }, named), [
    "a.b.c",
    "a.b.c",
    "d.e",
  ]);
  assert.is(stepInto(named, "x.y"), undefined);
});

test("spares identity and event before what is named", () => {
  const ranks: [string, number][] = [];
  const record = { userIdentity: { arn: "x" }, eventName: "y", other: "z" };
  const named = namedLeaves(["userIdentity.arn", "eventName", "other"]);
  walkLeaves(record, record, ({ path, rank }) => ranks.push([textOf(path), rank]), { named });
  assert.equal(ranks, [
    ["userIdentity.arn", 1],
    ["eventName", 0],
    ["other", 2],
  ]);
});

test.run();

function namedIn(record: Record<string, unknown>, named: ReturnType<typeof namedLeaves>) {
  const found: string[] = [];
  walkLeaves(
    record,
    record,
    ({ path, rank }) => {
      if (rank === 2) found.push(textOf(path));
    },
    { named },
  );
  return found;
}

function textOf(path: LeafPath): string {
  return path.slice(0, path.length);
}
