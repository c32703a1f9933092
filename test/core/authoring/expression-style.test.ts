import { suite } from "uvu";
import * as assert from "uvu/assert";
import { expressionStyle } from "../../../src/core/authoring/expression-style.ts";
import { parseExpression } from "../../../src/core/expression/parse.ts";
import { toTree } from "../../../src/core/expression/tree.ts";

const test = suite("expressionStyle()");

/** Expression → names of what is found in it, in order. */
const cases: readonly (readonly [text: string, ...ids: string[]])[] = [
  // Negatives on lists.
  ["!contains(resources[*].ARN, 'a')", "negative-on-list"],
  ["eventName == 'A' && !any(resources, &ARN == 'a')", "negative-on-list"],
  ["resources[*].type != ['a']", "negative-on-list"],
  ["!(eventName == 'A' && contains(resources[*].ARN, 'a'))", "negative-on-list"],
  ["!(requestParameters.items[?name == 'a'])", "negative-on-list"],
  ["!contains(requestParameters.groups, 'admins')", "negative-on-list"],
  ["let $r = resources[*].ARN in !contains($r, 'a')", "negative-on-list"],
  ["eventName == 'A' ? !contains(resources[*].ARN, 'a') : readOnly", "negative-on-list"],
  ["exists(resources) && !contains(resources[*].ARN, 'a')"],
  ["contains(resources[*].ARN, 'a') && !contains(resources[*].ARN, 'b')"],
  ["!(resources[*].type != ['a'])"],
  ["contains(resources[*].ARN, 'a')"],
  ["!contains(requestParameters.other, 'a')"],
  ["!contains(userAgent, 'a')"],
  ["!contains(['A', 'B'], eventName)"],
  // Elements by their place.
  ["resources[0].ARN == 'a'", "first-element"],
  [`"resources.0.ARN" == 'a'`, "first-element"],
  ["requestParameters.items[2] == 'a'", "first-element"],
  ["split(eventSource, '.')[0] == 'iam'"],
  // Clauses that decide nothing.
  ["eventName == 'A' && eventName != 'B'", "constant-clause"],
  ["contains(['A', 'B'], eventName) && eventName == 'A'", "constant-clause"],
  ["eventName == 'A' && exists(eventName)", "constant-clause"],
  ["eventName == 'A' || starts_with(eventName, 'A')", "constant-clause"],
  ["readOnly == `true` || (errorCode == 'a' && exists(errorCode))", "constant-clause"],
  ["eventName == 'A' || eventName == 'A'", "constant-clause"],
  ["`true` && eventName == 'A'", "constant-clause"],
  ["eventName == 'A' || eventName == 'B'"],
  ["starts_with(eventName, 'A') && !starts_with(eventName, 'AB')"],
  ["type(requestParameters.n) == 'number' && requestParameters.n + `1` == `2`"],
  ["exists(requestParameters.a) && requestParameters.a == requestParameters.b"],
  // Comparisons one by one.
  ["eventName == 'A' || eventName == 'B' || eventName == 'C'", "many-equals"],
  ["readOnly && (eventName == 'A' || eventName == 'B' || eventName == 'C')", "many-equals"],
  ["eventName == 'A' || eventName == 'B' || errorCode == 'C'"],
  // Text anywhere in an ARN.
  ["contains(userIdentity.arn, 'admin')", "loose-arn"],
  ["starts_with(userIdentity.arn, 'arn:aws:iam::111122223333:user/')"],
];

for (const [text, ...ids] of cases) {
  test(`finds ${ids.join(", ") || "nothing"} in ${text}`, () => {
    const tree = toTree(parseExpression(text).root, undefined);
    const found = expressionStyle(tree, ({ key }) => key === "requestParameters.groups");
    assert.equal(
      found.map(({ id }) => id),
      ids,
    );
  });
}

test("says of two clauses that say the same which to leave out: the later", () => {
  const tree = toTree(parseExpression("exists(errorCode) && errorCode == 'a'").root, undefined);
  const [found] = expressionStyle(tree, () => false);
  assert.match(found?.message ?? "", /^exists\(errorCode\) holds wherever .*leave it out$/);
});

test.run();
