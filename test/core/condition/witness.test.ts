import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { truthConditionOf } from "../../../src/core/condition/expression-condition.ts";
import { isPlainlyPossible } from "../../../src/core/condition/witness.ts";
import { parseExpression } from "../../../src/core/expression/parse.ts";
import { type Tree, toTree } from "../../../src/core/expression/tree.ts";
import { expression } from "../../support/expression-arbitrary.ts";

const test = suite("isPlainlyPossible()");

/** Expression → whether it can plainly be true, and false. */
const cases: readonly (readonly [text: string, canHold: boolean, canFail: boolean])[] = [
  ["eventName == 'A' && eventName == 'B'", false, true],
  ["eventName == 'A' && eventName != 'A'", false, true],
  ["eventName != 'A' || eventName != 'B'", true, false],
  ["starts_with(eventName, 'A') && eventName == `null`", false, true],
  ["contains(['A', 'B'], eventName) && eventName == 'C'", false, true],
  ["@ == 'a'", false, false],
  ["contains(`[]`, eventName)", false, true],
  ["lower(eventName) == 'A'", false, true],
  ["exists(errorCode) && errorCode == `null`", false, true],
  ["let $s = $self in eventName != $s", true, false],
  ["requestParameters.a <= `5`", true, true],
  ["eventName == errorCode", true, true],
  ["exists(errorCode) && like(errorCode, 'Client.*Denied')", true, true],
  ["!like($issuer, $lists.trusted) && eventName == 'A'", true, true],
  ["let $n = not_null(eventName, errorCode) in $n == 'A' || $n == 'B'", true, true],
  ["readOnly == `false` && !exists(errorCode)", true, true],
  ["eventName == 'A' && eventSource == 'b'", true, true],
  ["eventName != 'PutA' && starts_with(eventName, 'Put')", true, true],
  ["contains(['A', 'B'], eventName) && !ends_with(eventName, 'B')", true, true],
  ["!(errorCode == `null`) && !contains(errorCode, 'x')", true, true],
  ["userIdentity.invokedBy && eventName == 'A'", true, true],
  ["(a < `5` || eventName == 'A') && eventName != 'B'", true, true],
];

for (const [text, canHold, canFail] of cases) {
  test(`tells of ${text} whether it can hold and whether it can fail`, () => {
    const tree = treeOf(text);
    assert.equal(
      [true, false].map((it) => isPlainlyPossible(tree, it)),
      [canHold, canFail],
    );
  });
}

test("says yes only where the condition has terms, and often", () => {
  let yes = 0;
  fc.assert(
    fc.property(expression, fc.boolean(), (text, outcome) => {
      const tree = treeOf(text);
      if (!isPlainlyPossible(tree, outcome)) return;
      yes++;
      const wanted: Tree = outcome ? tree : { kind: "not", child: tree };
      assert.ok(truthConditionOf(wanted).terms.length > 0, text);
    }),
    { numRuns: 2_000 },
  );
  assert.ok(yes > 200, `${yes}`);
});

function treeOf(text: string): Tree {
  return toTree(parseExpression(text).root, undefined);
}

test.run();
