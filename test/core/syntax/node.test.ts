import { suite } from "uvu";
import * as assert from "uvu/assert";
import { childrenOf } from "../../../src/core/syntax/node.ts";
import { readSyntax } from "../../../src/core/syntax/read-syntax.ts";

const test = suite("childrenOf()");

/** Expression → its parts, one level down. */
for (const [text, ...parts] of [
  ["a"],
  ["'a'"],
  ["@"],
  ["$x"],
  ["a.b", "a", "b"],
  ["a[0]", "a", "0]"],
  ["a | b", "a", "b"],
  ["a && b", "a", "b"],
  ["a || b", "a", "b"],
  ["a == b", "a", "b"],
  ["a + b", "a", "b"],
  ["-a", "a"],
  ["!a", "a"],
  ["a ? b : c", "a", "b", "c"],
  ["[a, b]", "a", "b"],
  ["{x: a, y: b}", "a", "b"],
  ["f(a, b)", "a", "b"],
  ["f(&a)", "&a"],
  ["a[?b].c", "a", "b", "c"],
  ["a.*.c", "a", "c"],
  ["let $x = a, $y = b in c", "a", "b", "c"],
] as const) {
  test(`of ${text} are ${parts.join(", ") || "none"}`, () => {
    const children = childrenOf(readSyntax(text).root);
    assert.equal(
      children.map(({ span }) => text.slice(span.start, span.end)),
      parts,
    );
  });
}

test("of a flattened list and of a reference is what they stand before", () => {
  for (const text of ["a[]", "f(&a)"]) {
    const [part] = childrenOf(readSyntax(text).root);
    assert.ok(part);
    const [below, ...more] = childrenOf(part);
    assert.equal([below && text.slice(below.span.start, below.span.end), more], ["a", []]);
  }
});

test.run();
