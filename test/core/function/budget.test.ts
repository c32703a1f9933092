import { suite } from "uvu";
import * as assert from "uvu/assert";
import { viewOfRecord } from "../../../src/core/expression/event-view.ts";
import { compile } from "../../../src/core/expression/expression.ts";
import { Budget, deepSize, EXPRESSION_STEPS } from "../../../src/core/function/budget.ts";
import { ExpressionError } from "../../../src/core/syntax/error.ts";

const list = (length: number, of: (index: number) => unknown) =>
  Array.from({ length }, (_, at) => of(at));

const HOSTILE = viewOfRecord({
  numbers: list(20_000, (at) => at),
  names: list(20_000, (at) => `name ${at % 7}`),
  objects: list(5_000, (at) => ({ id: `${at}`, tags: list(10, String) })),
  wide: Object.fromEntries(list(20_000, (at) => [`k${at}`, at]) as [string, unknown][]),
  long: "a".repeat(200_000),
  longer: "b".repeat(200_000),
  blanks: " ".repeat(200_000),
  lists: list(300, () => list(300, (at) => at)),
  deep: JSON.parse(`${"[".repeat(100_000)}1${"]".repeat(100_000)}`),
});

const doubled = (times: number, by: (name: string) => string) =>
  `${list(times, (at) => `let $v${at} = ${at === 0 ? "['a']" : by(`$v${Number(at) - 1}`)} in `).join("")}`;

const test = suite("Budget");

const dear = [
  "any(numbers, &any($.numbers, &@ == `-1`))",
  "numbers[?any($.numbers, &@ == `-1`)] == `[]`",
  "length(numbers[*].[$.numbers[*].[@]]) == `0`",
  "any(names, &contains($.names, 'x'))",
  "any(names, &sort($.names)[0] == 'x')",
  "any(objects, &sort_by($.objects, &id)[0].id == 'x')",
  "any(objects, &to_string($.objects) == 'x')",
  "any(objects, &$.objects != $.objects[*])",
  "any(objects, &contains($.objects, $.lists))",
  "any(numbers, &length(keys($.wide)) == `0`)",
  "any(numbers, &length(values($.wide)[?@ == `-1`]) == `1`)",
  "any(numbers, &contains($.long, 'b'))",
  "any(numbers, &$.long != replace($.long, 'b', 'c'))",
  "any(numbers, &lower($.long) == 'x')",
  "any(numbers, &trim($.blanks, $.long) == 'x')",
  "any(numbers, &trim($.blanks) == 'x')",
  "any(numbers, &find_last($.long, 'x') == `1`)",
  "any(numbers, &like($.long, '*a*b*c*'))",
  "any(numbers, &$.long[::-1] == 'x')",
  "any(numbers, &reverse($.long) == 'x')",
  "any(numbers, &length($.lists[]) == `1`)",
  "any(numbers, &pad_left('x', `100000`) == 'y')",
  "any(numbers, &split($.long, 'b') == `[]`)",
  "any(numbers, &length(zip($.numbers, $.names)) == `1`)",
  "replace(long, 'a', longer) == 'x'",
  "join(long, names) == 'x'",
  "join('x', map(&$.long, numbers)) == 'x'",
  "length(map(&pad_left('x', `100000`), numbers)) == `1`",
  `${doubled(40, (it) => `[${it}, ${it}]`)}to_string($v39) == 'x'`,
  `${doubled(40, (it) => `[${it}, ${it}]`)}$v39 == [$v38, $v38, 'x']`,
  `${doubled(40, (it) => `[${it}, ${it}]`)}contains($v39, [$v38])`,
  `${doubled(40, (it) => `[${it}, ${it}][]`)}length($v39) == \`1\``,
  `${doubled(60, (it) => `[join('', ${it}), join('', ${it})]`)}$v59[0] == 'x'`,
  `${doubled(60, (it) => `[replace(join('', ${it}), 'a', 'aaaaaaaa')]`)}$v59[0] == 'x'`,
];

for (const text of dear) {
  test(`ends ${text.slice(-90)}`, () => {
    const budget = new Budget();
    assert.throws(
      () => compile(text, { self: [] })(HOSTILE, budget),
      (error: Error) =>
        error instanceof ExpressionError && /may take 500000 steps/.test(error.message),
    );
  });
}

test("makes a fault of what is nested too deeply", () => {
  for (const text of ["deep == [deep]", "to_string(deep) == 'x'", "contains([deep], [[deep]])"]) {
    assert.throws(
      () => compile(text, { self: [] })(HOSTILE),
      (error: Error) => error instanceof ExpressionError,
    );
  }
});

const cheap = [
  "any(numbers, &@ == `19999`)",
  "contains(names, 'name 6')",
  "any(objects, &any(tags, &@ == '9') && id == '4999')",
  "length(sort(names[:9000])) == `9000` && max(numbers[:9000]) == `8999`",
  "length(objects[*].tags[]) == `50000`",
  "starts_with(long, 'aaa') && !contains(long, 'b') && long != longer",
  "objects == objects[*] && length(to_string(objects)) > `1000`",
  "length(keys(wide)) == `20000` && trim(blanks) == ''",
];

for (const text of cheap) {
  test(`lets pass ${text}`, () => {
    const budget = new Budget();
    assert.is(compile(text, { self: [] })(HOSTILE, budget), true);
    assert.ok(budget.spent > 0 && budget.spent < EXPRESSION_STEPS, `${budget.spent}`);
  });
}

test("counts what is shared as often as it is reached, up to the limit", () => {
  let shared: unknown = "a";
  for (let level = 0; level < 64; level++) shared = [shared, shared];
  assert.ok(deepSize(shared) > EXPRESSION_STEPS);
  assert.is(deepSize([1, { a: "x".repeat(80) }]), 1 + 2 + 1 + 1 + 1 + 11);
});

test.run();
