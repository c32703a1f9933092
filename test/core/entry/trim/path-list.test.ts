import { suite } from "uvu";
import * as assert from "uvu/assert";
import { MAX_PATH_LIST_BYTES, PathList } from "../../../../src/core/entry/trim/path-list.ts";

const test = suite("PathList");

test("is left out of JSON while it is empty", () => {
  assert.is(JSON.stringify({ truncated: new PathList() }), "{}");
});

test("stays short however many paths there are, however long, whatever is in them", () => {
  for (const path of ["a", "k".repeat(100_000), "\u0000".repeat(500), "é".repeat(500), "\ud800"]) {
    const list = new PathList();
    for (let i = 0; i < 200_000; i++) list.add(path);
    const json = `,"truncated":${JSON.stringify(list)}`;
    assert.ok(Buffer.byteLength(json) <= MAX_PATH_LIST_BYTES, `${json.length}`);
    const listed = list.toJSON() ?? [];
    const more = Number(
      /^… and ([\d,]+) more$/.exec(listed.at(-1) ?? "")?.[1]?.replaceAll(",", ""),
    );
    assert.is(listed.length - 1 + more, 200_000);
  }
});

test("shows a path of a hundred characters whole, and the beginning of a longer one", () => {
  const list = new PathList();
  list.add("a".repeat(100));
  list.add("b".repeat(101));
  assert.equal(list.toJSON(), ["a".repeat(100), `${"b".repeat(100)}…`]);
});

test("names no more once it has begun to count", () => {
  const list = new PathList();
  for (let i = 0; i < 30; i++) list.add("x".repeat(90));
  list.add("short");
  const listed = list.toJSON() ?? [];
  assert.not(listed.includes("short"));
  assert.is(listed.at(-1), `… and ${31 - (listed.length - 1)} more`);
});

test("counts over two lists", () => {
  const [a, b] = [new PathList(), new PathList()];
  for (let i = 0; i < 60; i++) a.add(`a${i}`);
  for (let i = 0; i < 150; i++) b.add(`b${i}`);
  a.addAll(b);
  assert.equal(a.toJSON()?.slice(58, 62), ["a58", "a59", "b0", "b1"]);
  assert.is(a.toJSON()?.at(-1), "… and 110 more");
});

test.run();
