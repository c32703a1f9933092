import { suite } from "uvu";
import * as assert from "uvu/assert";
import { lineDiff } from "../../../src/core/operation/line-diff.ts";

const test = suite("lineDiff");

test("finds nothing between a text and itself", () => {
  assert.equal(lineDiff("a\nb\n", "a\nb\n"), []);
  assert.equal(lineDiff("", ""), []);
  assert.equal(lineDiff("a\r\nb", "a\nb"), [], "line breaks are none of its lines");
});

test("finds what was added, removed and changed, and where", () => {
  assert.equal(lineDiff("a\nb", "a\nx\ny\nb"), [{ line: 2, removed: [], added: ["x", "y"] }]);
  assert.equal(lineDiff("a\nb\nc", "a"), [{ line: 2, removed: ["b", "c"], added: [] }]);
  assert.equal(lineDiff("a\nb\nc\nd", "a\nB\nc\nD"), [
    { line: 2, removed: ["b"], added: ["B"] },
    { line: 4, removed: ["d"], added: ["D"] },
  ]);
});

test("takes one text to the other, whatever they are", () => {
  const lines = ["a", "b", "c", ""];
  for (let seed = 0; seed < 2_000; seed++) {
    const pick = (n: number) => lines[((seed * 7919 + n * 104_729) % 4) ^ ((seed >> n) & 3)] ?? "a";
    const before = Array.from({ length: seed % 6 }, (_, n) => pick(n));
    const after = Array.from({ length: (seed >> 3) % 6 }, (_, n) => pick(n + 9));
    const made = before.join("\n").split("\n");
    for (const { line, removed, added } of lineDiff(
      before.join("\n"),
      after.join("\n"),
    ).toReversed()) {
      assert.equal(made.splice(line - 1, removed.length, ...added), removed);
    }
    assert.equal(made, after.join("\n").split("\n"));
  }
});

test.run();
