import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  type EventView,
  viewOfDetail,
  viewOfRecord,
} from "../../../src/core/expression/event-view.ts";
import {
  compile,
  ExpressionError,
  readingsOf,
  toPredicate,
} from "../../../src/core/expression/expression.ts";
import { parseExpression } from "../../../src/core/expression/parse.ts";
import { type Tree, toTree } from "../../../src/core/expression/tree.ts";
import { Budget } from "../../../src/core/function/budget.ts";
import { type Collisions, flatten } from "../../../src/core/record/flatten.ts";
import { expression } from "../../support/expression-arbitrary.ts";
import { record } from "../../support/record-arbitrary.ts";

const SELF = ["trailbridge-splitter", "trailbridge-notifier"];

const EVENT = {
  eventName: "ConsoleLogin",
  eventSource: "signin.amazonaws.com",
  count: 3,
  zero: 0,
  yes: true,
  no: false,
  blank: "",
  nothing: null,
  emptyList: [],
  emptyObject: {},
  userIdentity: { type: "IAMUser", arn: "arn:aws:iam::111122223333:user/ada" },
  resources: [{ ARN: "arn:a", type: "AWS::S3::Bucket" }, { ARN: "arn:b" }],
  names: ["ada", "grace", null],
  numbers: [3, 1, 10],
  "dotted.key": "dotted",
  responseElements: { functionName: "trailbridge-notifier" },
};

const refusals = suite("compile() refuses");

const refused: [text: string, message: RegExp][] = [
  ["", /must not be empty/],
  ["eventName = 'x'", /equality is written ==\n {4}eventName = 'x'\n {14}\^$/],
  ["eventName === 'x'", /equality is written ==/],
  ["eventName == 'x", /text in single quotes must end with the same quote\n.*\n {17}\^\^$/],
  ['eventName == "x', /a name in double quotes must end/],
  ["eventName == `x`", /text is written in single quotes: 'x'/],
  ["eventName == `{`", /a value in backticks must be JSON\n/],
  ["count > 5", /a number is written in backticks, `5`\n/],
  ["names.0", /an element of a list is written \[0\]/],
  ["names[1-2]", /an index must be a whole number/],
  ["names[::0]", /step must not be 0/],
  ["yes & no", /both conditions are joined by &&\n/],
  ["yes and no", /"and" is written &&\n/],
  ["yes or no", /"or" is written \|\|/],
  ["not yes", /"not" is written !/],
  ["eventName in ['a']", /membership is written contains/],
  ["eventName =~ 'a'", /no regular expressions/],
  ["yes # no", /a character has no meaning\n/],
  ["(yes", /must be complete\n {4}\(yes\n {8}\^$/],
  ["yes)", /this cannot stand here\n {4}yes\)\n {7}\^$/],
  ["contains(names 'ada')", /an operator or "," must stand before this/],
  ['"contains"(names, `1`)', /name of a function stands without quotes/],
  ["!userIdentity.mfa", /write !\(a\.b\) instead of !a\.b/],
  ["nonsense(names)", /nonsense\(\) as it must be a known function/],
  ["toString(names)", /toString\(\) as it must be a known function/],
  ["starts_with(eventName)", /starts_with\(\) as it takes 2 arguments: it is given 1/],
  ["length(names, names)", /length\(\) as it takes 1 argument: it is given 2/],
  ["split(eventName)", /split\(\) as it takes 2 to 3 arguments: it is given 1/],
  ["not_null()", /not_null\(\) as it takes 1 or more arguments: it is given 0/],
  [
    "eventName == $team",
    /variable "\$team" as it must be one of \$self, \$deployment, \$accounts, \$issuer, \$lists\.NAME: nothing defines it/,
  ],
  ["&eventName", /& here as it must stand before a function's argument/],
];

for (const [text, message] of refused) {
  refusals(text || "nothing", () => {
    assert.throws(
      () => compile(text, { self: SELF }),
      (error: Error) => error instanceof ExpressionError && message.test(error.message),
    );
  });
}

refusals.run();

const faults = suite("compile() makes a predicate that faults");

const faulting: [text: string, message: RegExp][] = [
  ["eventName", /result must be true, false or null: it is string/],
  ["count", /it is number/],
  ["names", /it is array/],
  ["keys(count) == `[]`", /keys\(\) as its argument 1 must be object: it is number/],
  ["sort_by(eventName, &a) == `[]`", /argument 1 must be array: it is string/],
  ["sum(names) > `1`", /must be array of number: it is array of string, null/],
  ["eventName + `1` == `2`", /both sides must be numbers: they are string and number/],
  ["count / `0` == `1`", /result must be a number: it is Infinity/],
  ["count % `0` == `1`", /result must be a number: it is NaN/],
  ["pad_left(eventName, `1000000`) == 'x'", /width <= 100000/],
  ["sort_by(resources, &type)[0] == 'x'", /key must be string throughout: it is null/],
];

for (const [text, message] of faulting) {
  faults(text, () => {
    const matches = compile(text, { self: SELF });
    assert.throws(
      () => matches(viewOfRecord(EVENT)),
      (error: Error) => error instanceof ExpressionError && message.test(error.message),
    );
  });
}

faults("without repeating values of the event", () => {
  assert.throws(
    () => compile("sum(names)", { self: SELF })(viewOfRecord({ names: ["hunter2"] })),
    (error: Error) => !error.message.includes("hunter2"),
  );
});

faults.run();

const test = suite("compile()");

const TRUE = [
  "yes",
  "yes == `true`",
  "eventName == 'ConsoleLogin'",
  "\"userIdentity.type\" == 'IAMUser'",
  "userIdentity.type == 'IAMUser'",
  "$.userIdentity.type == 'IAMUser'",
  "@.userIdentity.type == 'IAMUser'",
  "userIdentity | type == 'IAMUser'",
  "let $user = userIdentity in $user.type == 'IAMUser'",
  "(userIdentity).type == 'IAMUser'",
  "\"resources.0.ARN\" == 'arn:a'",
  "resources[0].ARN == 'arn:a'",
  "resources[-1].ARN == 'arn:b'",
  "contains(resources[*].ARN, 'arn:b')",
  "resources[?ARN == 'arn:b'] != `[]`",
  "length(resources[]) == `2`",
  "length(resources) == `2`",
  "resources[*].type == ['AWS::S3::Bucket']",
  "\"dotted.key\" == 'dotted'",
  "errorCode != 'x'",
  "errorCode == `null`",
  "nothing == `null`",
  "!errorCode",
  "!zero == `false`",
  "!blank && !emptyList && !emptyObject && !no && !nothing",
  "!starts_with(errorCode, 'x')",
  "starts_with(errorCode, 'x') == `null`",
  "starts_with(count, '3') == `null` && ends_with(names, 'x') == `null`",
  "!starts_with(yes, 't') && lower(userIdentity) == `null` && abs(eventName) == `null`",
  "contains(userIdentity, 'x') == `null` && length(count) == `null`",
  "contains(eventName, errorCode) == `null`",
  "contains(names, nothing)",
  "contains(['ConsoleLogin', 'SwitchRole'], eventName)",
  'contains(`[{"a": 1}]`, {a: `1`})',
  "contains($self, responseElements.functionName)",
  'let $f = "responseElements.functionName" in contains($self, $f)',
  "!contains(eventName, `3`)",
  "ends_with(eventName, 'Login')",
  "count > `2` && count <= `3`",
  "!(eventName < `3`)",
  "(missing < `3`) == `null`",
  "count + `1` == `4` && count - `1` == `2` && count * `2` == `6`",
  "count // `2` == `1` && count % `2` == `1` && -count == `-3`",
  "missing + `1` == `null`",
  "yes ? eventName == 'ConsoleLogin' : no",
  "no ? no : yes",
  "userIdentity == {arn: 'arn:aws:iam::111122223333:user/ada', type: 'IAMUser'}",
  "userIdentity.[type] == ['IAMUser']",
  "missing.[type] == `null`",
  "names[0:2] == ['ada', 'grace']",
  "names[::-1] == ['grace', 'ada']",
  "eventName[0:7] == 'Console'",
  "eventName[::-1] == 'nigoLelosnoC'",
  "userIdentity.* == ['IAMUser', 'arn:aws:iam::111122223333:user/ada']",
  "sort(numbers) == `[1, 3, 10]`",
  "max(numbers) == `10` && min(numbers) == `1` && sum(numbers) == `14`",
  "sort_by(resources, &ARN)[0].ARN == 'arn:a'",
  "max_by(resources, &ARN).ARN == 'arn:b' && min_by(resources, &ARN).ARN == 'arn:a'",
  "map(&ARN, resources) == ['arn:a', 'arn:b']",
  "group_by(resources, &ARN).\"arn:a\"[0].ARN == 'arn:a'",
  "let $n = length(names) in let $n = $n + `1` in $n == `4`",
  "let $a = length(names), $b = count in let $a = $a + $b, $c = $a in $a + $c == `9`",
  "resources[?let $t = type in $t == 'AWS::S3::Bucket'] | length(@) == `1`",
  "resources[?contains($.names, 'ada')] | length(@) == `2`",
  "@.eventName == eventName",
  "keys(userIdentity) == ['type', 'arn']",
  'toString == `null` && constructor == `null` && "__proto__" == `null`',
  'userIdentity.toString == `null` && userIdentity."__proto__" == `null`',
  "eventName.length == `null` && names.length == `null`",
  "type(@) == 'object' && type(missing) == 'null'",
  "not_null(missing, eventName) == 'ConsoleLogin'",
  "to_number('12') == `12` && to_number('') == `null` && to_string(count) == '3'",
  "replace('a-b-c', '-', '+', `1`) == 'a+b-c' && replace('aa', 'a', '$&') == '$&$&'",
  "split('a,b,c', ',') == ['a', 'b', 'c'] && split('a,b,c', ',', `1`) == ['a', 'b,c']",
  "trim('  a b ') == 'a b' && trim_left('xxa', 'x') == 'a' && trim_right('axx', 'x') == 'a'",
  "find_first('abcabc', 'c') == `2` && find_last('abcabc', 'c') == `5`",
  "find_first('abcabc', 'c', `3`) == `5` && find_first('abc', 'x') == `null`",
  "pad_left('7', `3`, '0') == '007' && pad_right('a', `3`) == 'a  '",
  "lower('AbC') == 'abc' && upper('AbC') == 'ABC' && reverse('abc') == 'cba'",
  "items({a: `1`}) == `[[\"a\", 1]]` && from_items([['a', `1`]]) == {a: `1`}",
  "merge({a: `1`}, {a: `2`, b: `3`}) == {a: `2`, b: `3`} && values({a: `1`}) == [`1`]",
  "zip(['a'], ['b', 'c']) == [['a', 'b']] && to_array('a') == ['a'] && join('-', ['a', 'b']) == 'a-b'",
  "abs(`-1.5`) == `1.5` && ceil(`1.2`) == `2` && floor(`1.8`) == `1` && avg(`[1, 3]`) == `2`",
  "to_number('03') == `3` && to_number('-007.50') == `-7.5` && to_number(' 12 ') == `12`",
  "to_number('1e3') == `1000` && to_number('+5') == `5` && to_number(eventName) == `null`",
  "to_number('0x10') == `null` && to_number('1e999') == `null` && to_number('1_0') == `null`",
  "in_cidr('192.0.2.7', '192.0.2.0/24') && in_cidr('192.0.2.7', '192.0.2.7/32')",
  "in_cidr('192.0.2.7', ['10.0.0.0/8', '192.0.2.7']) && in_cidr('2001:DB8::7', '2001:db8::/32')",
  "in_cidr('2001:db8:0:0:0:0:0:1', '2001:db8::1/128') && in_cidr('0.0.0.0', '0.0.0.0/0')",
  "in_cidr('192.0.3.7', '192.0.2.0/24') == `false` && in_cidr('::1', '0.0.0.0/0') == `false`",
  "in_cidr('AWS Internal', '0.0.0.0/0') == `false` && in_cidr(eventSource, '::/0') == `false`",
  "in_cidr('192.0.2.300', '0.0.0.0/0') == `false` && in_cidr('192.0.2.7', `[]`) == `false`",
  "in_cidr(errorCode, '0.0.0.0/0') == `null` && in_cidr(count, '0.0.0.0/0') == `null`",
  "in_cidr('192.0.2.7', eventName) == `null` && in_cidr('192.0.2.7', names) == `null`",
  "like(userIdentity.arn, 'arn:*:user/a*') && like(eventName, 'ConsoleLogin') && like('', '*')",
  "like('a*b', 'a*b') && like('a\\b', 'a\\b') && like('ab', 'a**b') && like('a\nb', 'a*b')",
  "like(eventName, 'Console') == `false` && like(eventName, 'console*') == `false`",
  "like('aXbXa', '*a*b*a') && like('aba', '*ab*ba') == `false` && like('', '') && !like('a', '')",
  "like(errorCode, '*') == `null` && like(count, '*') == `null` && like('x', errorCode) == `null`",
  "any(resources, &ARN == 'arn:b') && any(names, &@ == 'grace') && any(numbers, &@ > `5`)",
  "any(resources, &ARN == 'x') == `false` && any(emptyList, &`true`) == `false`",
  "any(errorCode, &@) == `null` && !any(missing.list, &a == 'b')",
  "let $t = 'AWS::S3::Bucket' in any(resources, &type == $t)",
  "exists(zero) && exists(no) && exists(blank) && exists(emptyList) && exists(userIdentity.arn)",
  "!exists(nothing) && !exists(missing) && !exists(userIdentity.mfa) && exists(names[0])",
  "length('😀') == `1` && reverse('a😀') == '😀a'",
];

for (const text of TRUE) {
  test(`holds: ${text}`, () => {
    assert.is(compile(text, { self: SELF })(viewOfRecord(EVENT)), true);
  });
}

const FALSE = [
  "no",
  "missing",
  "nothing",
  "eventName == 'consolelogin'",
  "errorCode == 'x'",
  "starts_with(errorCode, 'x')",
  "starts_with(errorCode, 'x') || contains(errorMessage, 'x')",
  "missing && sum(names)",
  "starts_with(count, '3')",
  "missing < `3`",
  "count == '3'",
  "yes == 'true'",
  "contains(['SwitchRole'], eventName)",
  "contains($self, requestParameters.functionName)",
  "eventName.foo",
  "resources[9].ARN",
  "resources.ARN",
];

for (const text of FALSE) {
  test(`does not hold: ${text}`, () => {
    assert.is(compile(text, { self: SELF })(viewOfRecord(EVENT)), false);
  });
}

test("reads the flat key where a nested path and a dotted key disagree", () => {
  const view = viewOfRecord({ userIdentity: { arn: "nested" }, "userIdentity.arn": "dotted" });
  for (const path of ["userIdentity.arn", '"userIdentity.arn"', "$.userIdentity.arn"]) {
    assert.is(compile(`${path} == 'dotted'`, { self: [] })(view), true, path);
  }
});

test("reads a field that CloudTrail documents as one value from the flat keys alone", () => {
  const view = viewOfRecord({ errorCode: ["AccessDenied"], other: ["AccessDenied"] });
  assert.is(compile("errorCode == `null`", { self: [] })(view), true);
  assert.is(compile("contains(other, 'AccessDenied')", { self: [] })(view), true);
});

test("judges hostile names like any other", () => {
  const view = viewOfRecord(
    JSON.parse('{"__proto__": {"a": 1}, "constructor": "c", "hasOwnProperty": {"b": 2}}'),
  );
  for (const text of [
    '"__proto__".a == `1`',
    "constructor == 'c'",
    "hasOwnProperty.b == `2`",
    'merge({x: `1`}, @)."__proto__".a == `1`',
    "group_by([{k: '__proto__'}], &k).\"__proto__\"[0].k == '__proto__'",
    "{expref: `true`} == {expref: `true`} && type({expref: `true`}) == 'object'",
  ]) {
    assert.is(compile(text, { self: [] })(view), true, text);
  }
});

test.run();

const readings = suite("toPredicate() where keys collide");

/** What each reading comes to by itself, together. */
function byReadings(view: EventView, tree: Tree, strict: boolean): boolean | "fault" {
  const each = readingsOf(view, tree).map((reading) => answerOf(reading, tree, strict));
  if (strict) return each.find((answer) => answer !== true) ?? true;
  return each.includes(true) ? true : each.includes("fault") ? "fault" : false;
}

function answerOf(view: EventView, tree: Tree, strict: boolean): boolean | "fault" {
  try {
    return toPredicate(tree, strict)(view);
  } catch (error) {
    if (error instanceof ExpressionError) return "fault";
    throw error;
  }
}

/** The same record by either way it is met, each time as if nobody had read it. */
function viewsOf(value: Record<string, unknown>): (() => EventView)[] {
  const collisions: Collisions = new Map();
  const detail = { ...flatten(value, collisions), ...Object.fromEntries(collisions) };
  return [
    () => viewOfRecord(value),
    () => viewOfDetail(detail),
    () => viewOfDetail({ ...detail, record: value }),
  ];
}

readings("gives what all readings give, whatever was read before", () => {
  let several = 0;
  fc.assert(
    fc.property(
      fc.array(expression, { minLength: 6, maxLength: 6 }),
      record,
      fc.boolean(),
      (texts, value, strict) => {
        const trees = texts.map((text) => toTree(parseExpression(text).root, SELF));
        for (const viewed of viewsOf(value)) {
          const used = viewed();
          for (const [at, tree] of trees.entries()) {
            const expected = byReadings(viewed(), tree, strict);
            assert.is(answerOf(viewed(), tree, strict), expected, texts[at]);
            assert.is(answerOf(used, tree, strict), expected, texts[at]);
            if (readingsOf(viewed(), tree).length > 1) several++;
          }
        }
      },
    ),
    { numRuns: 300 },
  );
  assert.ok(several > 50, `${several}`);
});

readings("takes no more of the budget for having looked", () => {
  const view = () => viewOfDetail({ "userIdentity.type": ["IAMUser", "Root"] });
  const text = "contains(userIdentity.type, 'Root')";
  const budget = new Budget();
  const fresh = view();
  assert.is(compile(text, { self: [] })(fresh, budget), true);
  assert.ok(fresh.isAmbiguous);
  const again = new Budget();
  assert.is(compile(text, { self: [] })(fresh, again), true);
  assert.is(budget.spent, again.spent);
});

readings.run();
