import { suite } from "uvu";
import * as assert from "uvu/assert";
import { viewOfRecord } from "../../../src/core/expression/event-view.ts";
import { compile } from "../../../src/core/expression/expression.ts";
import { parseExpression } from "../../../src/core/expression/parse.ts";
import { toTree } from "../../../src/core/expression/tree.ts";
import { weightOf } from "../../../src/core/expression/weight.ts";
import { Budget } from "../../../src/core/function/budget.ts";

const test = suite("weightOf()");

const weights: [text: string, weight: number][] = [
  ["eventName", 1],
  ["'a'", 1],
  ['`{"kind": [{"kind": 1}]}`', 1],
  ["eventName == 'a'", 3],
  ["!(eventName == 'a')", 4],
  ["a && b || c", 5],
  ["[a, b, c]", 4],
  ["{x: a, y: b}", 3],
  ["length(a, b)", 3],
  ["any(a, &(b == c))", 6],
];

for (const [text, weight] of weights) {
  test(`is ${weight} for ${text}`, () => {
    const tree = toTree(parseExpression(text).root, undefined);
    assert.is(weightOf(tree), weight);
    assert.is(weightOf(tree), weight);
  });
}

test.run();

const costs = suite("an expression costs");

const [LONG, OTHER] = ["x".repeat(8_000), "y".repeat(8_000)];
const items = Array.from({ length: 1_000 }, (_, n) => ({ a: n, b: [n] }));
const EVENT = { a: { text: LONG, same: LONG, other: OTHER, short: "x", items, copy: [...items] } };

/** Expression → steps it takes at least and at most. */
const spending: [text: string, least: number, most: number][] = [
  ["a.text == a.other", 1_000, 1_100],
  ["a.text == a.same", 0, 10],
  ["a.text == a.short", 0, 10],
  ["a.short == 'y'", 0, 10],
  ["a.text == `1`", 0, 10],
  ["a.items == `[1]`", 2, 10],
  ["a.items == a.copy", 2_000, 20_000],
  ["a.items == a.missing", 0, 10],
  ["a.missing == a.items", 0, 10],
  ["a.items[0:1] == `[]`", 1_000, 1_100],
  ["a.text[0:1] == 'x'", 8_000, 8_100],
  ["a.items[*].a == `[]`", 1_000, 1_100],
  ["a.items[?a == `1` && b] == `[]`", 6_000, 8_000],
  ["a.items[?a == `1`].b == `[]`", 4_000, 5_000],
  ["a.items[?a == `1`].[a, b, a, b] == `[]`", 8_000, 9_000],
  ["a.items[*].b[] == `[]`", 3_000, 5_000],
  ["any(a.items, &a == `-1`)", 3_000, 5_000],
];

for (const [text, least, most] of spending) {
  costs(`${least} to ${most} steps: ${text}`, () => {
    const budget = new Budget();
    compile(text, { self: [] })(viewOfRecord(EVENT), budget);
    assert.ok(budget.spent >= least && budget.spent <= most, `${budget.spent}`);
  });
}

costs.run();
