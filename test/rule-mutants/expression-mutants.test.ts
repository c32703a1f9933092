import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseExpression } from "../../src/core/expression/parse.ts";
import { print } from "../../src/core/expression/print.ts";
import { toTree } from "../../src/core/expression/tree.ts";
import { expressionMutants } from "./expression-mutants.ts";

const test = suite("expressionMutants");

/** Expression → all that it becomes. */
const TABLE: readonly [expression: string, mutants: readonly string[]][] = [
  ["@", []],
  ["eventName == 'A'", ["eventName != 'A'", "eventNameX == 'A'", "eventName == 'AX'"]],
  ["errorCode == `null`", ["errorCode != `null`", "errorCodeX == `null`"]],
  ["readOnly != `true`", ["readOnly == `true`", "readOnlyX != `true`", "readOnly != `false`"]],
  ["a.b", ["a.bX"]],
  ["resources[0]", ["resources[1]"]],
  ["n > `5`", ["n <= `5`", "n >= `5`", "nX > `5`", "n > `6`"]],
  ["n >= `5`", ["n < `5`", "n > `5`", "nX >= `5`", "n >= `6`"]],
  ["n < `5`", ["n >= `5`", "n <= `5`", "nX < `5`", "n < `6`"]],
  ["n <= `5`", ["n > `5`", "n < `5`", "nX <= `5`", "n <= `6`"]],
  ["!exists(a)", ["exists(a)", "!exists(aX)"]],
  [
    "a && b && c",
    [
      "a && b",
      "b && c",
      "a && c",
      "(a && b) || c",
      "(a || b) && c",
      "(aX && b) && c",
      "(a && bX) && c",
      "(a && b) && cX",
    ],
  ],
  [
    "a || (b && c)",
    [
      "b && c",
      "a",
      "a && (b && c)",
      "aX || (b && c)",
      "a || c",
      "a || b",
      "a || (b || c)",
      "a || (bX && c)",
      "a || (b && cX)",
    ],
  ],
  [
    "contains(['A', 'B'], eventName)",
    [
      'contains(`["AX","B"]`, eventName)',
      'contains(`["A","BX"]`, eventName)',
      'contains(`["A","B"]`, eventNameX)',
    ],
  ],
  ["starts_with(a, 'b')", ["ends_with(a, 'b')", "starts_with(aX, 'b')", "starts_with(a, 'bX')"]],
  ["lower(a) == 'b'", ["lower(a) != 'b'", "a == 'b'", "lower(aX) == 'b'", "lower(a) == 'bX'"]],
  [
    "any(a, &b == 'c')",
    ["any(aX, &(b == 'c'))", "any(a, &(b != 'c'))", "any(a, &(bX == 'c'))", "any(a, &(b == 'cX'))"],
  ],
  ["a[?b == 'c']", ["aX[?b == 'c']", "a[?b != 'c']", "a[?bX == 'c']", "a[?b == 'cX']"]],
  [
    "!like($issuer, ['b'])",
    ["like($issuer, ['b'])", "!like(`null`, ['b'])", "!like($issuer, ['bX'])"],
  ],
  ["a ? b : c", ["a ? c : b", "aX ? b : c", "a ? bX : c", "a ? b : cX"]],
];

for (const [expression, mutants] of TABLE) {
  test(`changes ${expression} in every place by itself`, () => {
    const tree = toTree(parseExpression(expression).root, []);
    const found = expressionMutants(tree).map((mutant) => print(mutant.tree));
    const same = (text: string) => print(toTree(parseExpression(text).root, []));
    assert.equal([...found].sort(), mutants.map(same).sort());
  });
}

test("says what stood there and what stands there now", () => {
  const tree = toTree(parseExpression("a == 'b' && contains(['c', 'd'], e)").root, []);
  const said = expressionMutants(tree).map(
    ({ kind, before, after }) => `${kind}: ${before} -> ${after}`,
  );
  assert.equal(said, [
    "drop: a == 'b' -> ",
    'drop: contains(`["c","d"]`, e) -> ',
    'flip: (a == \'b\') && contains(`["c","d"]`, e) -> (a == \'b\') || contains(`["c","d"]`, e)',
    "flip: a == 'b' -> a != 'b'",
    "name: a -> aX",
    "value: 'b' -> 'bX'",
    "value: 'c' -> 'cX'",
    "value: 'd' -> 'dX'",
    "name: e -> eX",
  ]);
});

test.run();
