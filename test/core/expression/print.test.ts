import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseExpression } from "../../../src/core/expression/parse.ts";
import { print } from "../../../src/core/expression/print.ts";
import { type Tree, toTree } from "../../../src/core/expression/tree.ts";
import { expression } from "../../support/expression-arbitrary.ts";

const test = suite("print()");

/** Written as a person would. */
const same = [
  "!(userIdentity.invokedBy)",
  "!errorCode",
  "!(errorCode && eventName)",
  "!(resources[?type == 'a'])",
  "!(resources[0:1])",
  "!starts_with(eventName, 'A')",
  "(!errorCode) == `true`",
  "(-requestParameters.count) + `1`",
  "-(-count)",
  "-count",
  "+count",
  "(a || b) && c",
  "(a ? b : c) ? d : e",
  "(a == b) == c",
  "a != b",
  "a < b",
  "a <= b",
  "a > b",
  "a >= b",
  "'it\\'s'",
  "'back\\\\slash'",
  "\"a b\" == 'c'",
  "\"1a\" == 'c'",
  '{"a b": c, d: e}',
  "[a, b]",
  "resources[*]",
  "resources[*].ARN",
  "resources[*].{a: ARN}",
  "resources[*].[ARN]",
  "resources[*][0]",
  "resources[*][0:1]",
  "resources[*][0].a",
  "resources[*].a[0]",
  "resources[*].a.b",
  "resources[*].a[*].b",
  "resources[*].a[?b == $.eventName].c",
  "resources[*][?b == 'c']",
  "resources[*][*]",
  "resources[*].length(@)",
  "(resources[*])[0]",
  "(resources[*])[0:1]",
  "(resources[*]).a",
  "(resources[?a])[*]",
  "(resources[?a])[?b]",
  "resources[].a",
  "resources[][]",
  "resources[*].a[]",
  "resources[*][]",
  "resources[0:1].a",
  "resources[0:2:-1]",
  "resources[:1]",
  "resources[1:]",
  "resources[::2]",
  "resources[-1].a",
  "resources[-1] | a",
  "requestParameters.*",
  "requestParameters.*.a",
  "requestParameters.*.*",
  "requestParameters.*[0]",
  "@",
  "(let $x = length(a) in $x) | b",
  "let $x = length(a) in [$x, $x]",
  "(let $x = length(a) in $x) == `1`",
  "$self[0]",
  "contains($self, a)",
  "sort_by(resources, &a)[0].b",
  "map(&a.b, resources)",
  "map(&(a == 'b'), resources)",
  "map(&$.a, resources)",
  "map(&$, resources)",
  "any(resources, &[a, $.b])",
  "length(@)",
  "[a][0]",
  "[a].b",
  "{a: b}.a",
  "f.{a: b}.a",
  "a.[b][0]",
  '"a.b".c',
];

for (const text of same) {
  test(`keeps ${text}`, () => {
    assert.is(print(treeOf(text)), text);
  });
}

/** Written shorter, or with what it is made of. */
const shown: [text: string, written: string][] = [
  ["a + b - c * d / e // f % g", "(a + b) - ((((c * d) / e) // f) % g)"],
  ["a || b && c", "a || (b && c)"],
  ["\"a1\" == 'c'", "a1 == 'c'"],
  ["*", "@.*"],
  ["*.a", "@.*.a"],
  ["[*]", "@[*]"],
  ["[0]", "`null`"],
  ["$.a", "a"],
  ["@.a", "a"],
  ["a | @", "a"],
  ["length(a | b.c)", "length(a.b.c)"],
  ["length(keys(a) | @[0])", "length(keys(a) | [0])"],
];

for (const [text, written] of shown) {
  test(`writes ${text} as ${written}`, () => {
    assert.is(print(treeOf(text)), written);
    assert.equal(treeOf(written), treeOf(text));
  });
}

test("writes an expression that reads as the same", () => {
  let read = 0;
  fc.assert(
    fc.property(fc.array(expression, { minLength: 10, maxLength: 10 }), (texts) => {
      for (const text of texts) {
        const tree = treeOf(text);
        const again = treeOf(print(tree));
        assert.equal(again, tree, `${text} is written ${print(tree)}`);
        read++;
      }
    }),
    { numRuns: 150 },
  );
  assert.ok(read > 1_000);
});

test.run();

function treeOf(text: string): Tree {
  return toTree(parseExpression(text).root, undefined);
}
