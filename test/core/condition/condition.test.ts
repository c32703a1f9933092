import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  ALWAYS,
  allows,
  both,
  type Condition,
  either,
  NEVER,
  on,
  simplifyOwned,
  unknown,
} from "../../../src/core/condition/condition.ts";
import { printCondition } from "../../../src/core/condition/print.ts";
import {
  ABSENT,
  equalTo,
  PRESENT,
  textBy,
  type ValueSet,
} from "../../../src/core/condition/value-set.ts";

const A = on("a", [equalTo("x")]);
const A2 = on("a", [equalTo("y")]);
const B = on("b", [equalTo("x")]);
const B2 = on("b", [equalTo("y")]);

const lines = (condition: Condition) => [
  ...printCondition(condition),
  ...condition.dropped.map((reason) => `~ ${reason}`),
];

const test = suite("conditions");

for (const [name, condition, expected] of [
  ["a key that may have no value", on("a", []), ["no event"]],
  ["a key that may have any value, or none", on("a", [ABSENT, PRESENT]), ["every event"]],
  [
    "a key that may have any value, for want of better",
    on("a", [ABSENT, PRESENT], "why"),
    ["every event", "~ why"],
  ],
  ["a key of one value", A, ['a: "x"']],
  ["what nothing is known of", unknown("why", "and why"), ["every event", "~ why", "~ and why"]],
  ["both of two keys", both(A, B), ['a: "x"; b: "x"']],
  ["both of two values of a key", both(A, A2), ["no event"]],
  [
    "both of two sets of a key",
    both(on("a", [textBy("prefix", "x")]), on("a", [equalTo("xy"), equalTo("z")])),
    ['a: "xy"'],
  ],
  ["both where one is no event", both(unknown("why"), NEVER), ["no event"]],
  ["both where the other is no event", both(NEVER, unknown("why")), ["no event"]],
  ["both where one is not clear", both(A, unknown("why")), ['a: "x"', "~ why"]],
  [
    "both where both are not clear for one reason",
    both(unknown("why"), unknown("why", "else")),
    ["every event", "~ why", "~ else"],
  ],
  ["either of two keys", either([A, B]), ['a: "x"', 'b: "x"']],
  ["either of two keys, the other way round", either([B, A]), ['a: "x"', 'b: "x"']],
  ["either of two values of a key", either([A, A2]), ['a: "x", "y"']],
  ["either where one is every event", either([unknown("why"), ALWAYS, A]), ["every event"]],
  [
    "either where one is every event for want of better",
    either([A, unknown("why")]),
    ["every event", "~ why"],
  ],
  ["either of none", either([]), ["no event"]],
  [
    "a key and its absence",
    either([both(B, on("a", [PRESENT])), both(B, on("a", [ABSENT]))]),
    ['b: "x"'],
  ],
  ["a case that another contains", either([both(A, B), A]), ['a: "x"']],
  ["a case that contains another", either([A, both(A, B)]), ['a: "x"']],
  [
    "cases that overlap in part",
    either([both(A, B), both(A2, B2)]),
    ['a: "x"; b: "x"', 'a: "y"; b: "y"'],
  ],
  [
    "cases that merge on one key and then on another",
    either([both(A, B), both(A, B2), both(A2, B), both(A2, B2)]),
    ['a: "x", "y"; b: "x", "y"'],
  ],
] as const) {
  test(`print ${name}`, () => assert.equal(lines(condition), expected));
}

test("are the same, in whatever order their cases come", () => {
  const cases = ["p", "q", "r", "s"].map((key) => both(on(key, [equalTo("1")]), A));
  const expected = lines(either(cases));
  assert.is(expected.length, 4);
  for (const [from, to] of [
    [0, 3],
    [1, 2],
    [3, 1],
  ] as const) {
    const moved = [...cases];
    moved.splice(to, 0, ...moved.splice(from, 1));
    assert.equal(lines(either(moved)), expected);
  }
});

/** As many cases as asked, none of which contains another. */
const casesOf = (key: string, count: number) =>
  either(Array.from({ length: count }, (_, i) => both(on(`${key}${i}`, [PRESENT]), ALWAYS)));

test("keep the fewer cases of two where together they are more than a thousand", () => {
  const [few, many] = [casesOf("f", 25), casesOf("m", 41)];
  for (const condition of [both(few, many), both(many, few)]) {
    assert.equal(condition.terms, few.terms);
    assert.equal(condition.dropped, [
      "41 of its cases: together with the others they are too many",
    ]);
  }
  assert.equal(both(unknown("why"), both(few, many)).dropped.length, 2);
  const exact = both(few, casesOf("m", 40));
  assert.equal([exact.terms.length, exact.dropped.length], [1_000, 0]);
});

test("keep the first of two where both have as many cases", () => {
  const [one, other] = [casesOf("f", 40), casesOf("m", 40)];
  assert.is(both(one, other).terms, one.terms);
});

test.run();

const allowed = suite("allows()");

for (const [condition, event, expected] of [
  [ALWAYS, {}, true],
  [NEVER, { a: "x" }, false],
  [A, { a: "x" }, true],
  [A, { a: "y" }, false],
  [A, {}, false],
  [both(A, B), { a: "x" }, false],
  [both(A, B), { a: "x", b: "x" }, true],
  [either([both(A, B), A2]), { a: "y" }, true],
  [either([both(A, B), A2]), { a: "x", b: "y" }, false],
  [on("a", [ABSENT]), {}, true],
] as [Condition, Record<string, string>, boolean][]) {
  allowed(
    `is ${expected} of ${JSON.stringify(event)} with ${lines(condition).join(" or ")}`,
    () => {
      assert.is(
        allows(condition, (key) => event[key]),
        expected,
      );
    },
  );
}

allowed.run();

const owned = suite("simplifyOwned()");

const term = (fields: Record<string, ValueSet>, ...owners: string[]) => ({
  term: new Map(Object.entries(fields)),
  owners,
});
const X = [equalTo("x")];
const Y = [equalTo("y")];

for (const [name, terms, owners] of [
  ["that are alone", [term({ a: X }, "1")], [["1"]]],
  ["that tell nothing of each other", [term({ a: X }, "1"), term({ b: X }, "2")], [["1"], ["2"]]],
  [
    "that are merged, of both without doubles",
    [term({ a: X }, "1", "2"), term({ a: Y }, "2", "3")],
    [["1", "2", "3"]],
  ],
  [
    "that contain others, of both without doubles",
    [term({ a: X, b: X }, "1", "2"), term({ a: X }, "3", "1")],
    [["3", "1", "2"]],
  ],
  [
    "of which a key says nothing any more",
    [term({ a: [PRESENT], b: X }, "1"), term({ a: [ABSENT], b: X }, "2")],
    [["1", "2"]],
  ],
] as const) {
  owned(`gives terms ${name}, their owners`, () => {
    assert.equal(
      simplifyOwned(terms).map((it) => it.owners),
      owners,
    );
  });
}

owned("tells apart keys and values whose texts run together", () => {
  const terms = [
    term({ a: [equalTo("x\nb")], c: X }, "1"),
    term({ a: X, b: [equalTo("c")], c: Y }, "2"),
    term({ "a\nb": X, c: X }, "3"),
  ];
  assert.is(simplifyOwned(terms).length, 3);
});

owned.run();
