import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { formatExpression } from "../../../src/core/syntax/format.ts";
import { tokenize } from "../../../src/core/syntax/token.ts";
import { expression } from "../../support/expression-arbitrary.ts";

const test = suite("formatExpression()");

/** Expression → its one form on a line. */
const cases: readonly (readonly [text: string, formatted: string])[] = [
  ["eventName=='A'&&readOnly", "eventName == 'A' && readOnly"],
  ["  ! ( a  ||  b )", "!(a || b)"],
  ["contains( ['A','B'] ,eventName )", "contains(['A', 'B'], eventName)"],
  ["resources [? type=='a' ] . ARN", "resources[?type == 'a'].ARN"],
  ["resources[ * ].ARN[ 0 ]", "resources[*].ARN[0]"],
  ["a[ 1 : 2 ] . b", "a[1:2].b"],
  ["any(resources,& ARN=='a')", "any(resources, &ARN == 'a')"],
  ["a?b:c", "a ? b : c"],
  ["{x:a,y : b}.x", "{x: a, y: b}.x"],
  ["let $a=b in($a||[c,d])", "let $a = b in ($a || [c, d])"],
  ["a - -b", "a - -b"],
  ["a|b", "a | b"],
  ["* . a", "*.a"],
  ["a. * .b", "a.*.b"],
  ['"a.b" !=`"x  y"`', '"a.b" != `"x  y"`'],
  ["@ . a == $ . b", "@.a == $.b"],
  ["a == `[1,\n  2]`", "a == `[1, 2]`"],
];

for (const [text, formatted] of cases) {
  test(`writes ${text.replaceAll("\n", " ")}`, () => {
    assert.equal(formatExpression(text, 80), [formatted]);
  });
}

test("gives nothing of what is no expression", () => {
  assert.is(formatExpression("a = 'b'", 80), undefined);
});

test("breaks lines before && and ||, and inside brackets", () => {
  const text =
    "eventSource == 'iam.amazonaws.com' && (eventName == 'A' || eventName == 'B') && !(readOnly || errorCode == 'c')";
  assert.equal(formatExpression(text, 40), [
    "eventSource == 'iam.amazonaws.com'",
    "&& (",
    "  eventName == 'A' || eventName == 'B'",
    ")",
    "&& !(readOnly || errorCode == 'c')",
  ]);
});

test("puts what let names and what it is for on lines of their own", () => {
  const text =
    "let $name = not_null(userName, roleName), $own = accountId in $name == 'a' || $own == 'b'";
  assert.equal(formatExpression(text, 44), [
    "let $name = not_null(userName, roleName),",
    "  $own = accountId",
    "in $name == 'a' || $own == 'b'",
  ]);
});

test("puts the arguments of a function on lines of their own where nothing else can be broken", () => {
  const text = "!any(requestParameters.list, &(status == 'DISABLED' && name != 'a')) == readOnly";
  assert.equal(formatExpression(text, 40), [
    "!any(",
    "  requestParameters.list,",
    "  &(",
    "    status == 'DISABLED' && name != 'a'",
    "  )",
    ") == readOnly",
  ]);
});

test("fills lines with the values of a long list, in brackets and in backticks", () => {
  const text = "contains(['CreateUser', 'DeleteUser', 'UpdateUser'], eventName)";
  const items = ["  'CreateUser', 'DeleteUser',", "  'UpdateUser'"];
  assert.equal(formatExpression(text, 32), ["contains([", ...items, "], eventName)"]);
  const json = 'contains(`["CreateUser", "a,b]", "\\u0060"]`, eventName)';
  assert.equal(formatExpression(json, 32), [
    "contains(`[",
    '  "CreateUser", "a,b]", "\\u0060"',
    "]`, eventName)",
  ]);
});

test("changes blanks alone, and what it wrote no more", () => {
  fc.assert(
    fc.property(expression, fc.integer({ min: 5, max: 120 }), (text, width) => {
      const lines = formatExpression(text, width);
      assert.ok(lines, text);
      const formatted = lines.join("\n");
      assert.equal(words(formatted), words(text));
      assert.equal(formatExpression(formatted, width), lines);
      assert.equal(formatExpression(lines.map((it) => it.trim()).join(" "), width), lines);
    }),
    { numRuns: 1_000 },
  );
});

function words(text: string) {
  return tokenize(text).tokens.map(({ kind, value }) => [kind, value]);
}

test.run();
