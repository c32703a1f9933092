import { suite } from "uvu";
import * as assert from "uvu/assert";
import { checkPacked, patternProblems } from "../../../src/core/compiler/pattern-check.ts";

const test = suite("patternProblems()");

/** Characters of a pattern of one empty text. */
const CHARACTERS = '{"source":["s"],"detail":{"n":[""]}}'.length;

/** What is wrong → detail of the pattern, what is said. */
const wrong: [name: string, detail: unknown, problem: RegExp][] = [
  ["an empty list", { n: [] }, /"detail\.n" must list at least one value/],
  ["an empty list in an arm", { $or: [{ n: [] }, { m: ["a"] }] }, /"detail\.n" must list/],
  ["an empty object", { n: {} }, /"detail\.n" must not be empty: it is \{\}/],
  ["a field that is null", { n: null }, /"detail\.n" must be an object: it is null/],
  ["null", { n: ["a", null] }, /"detail\.n" must not hold null/],
  ["null inside an operator", { n: [{ "anything-but": [null] }] }, /must not hold null/],
  ["a field that is no list", { n: "a" }, /"detail\.n" must be an object: it is "a"/],
  ["too many characters", { n: ["x".repeat(2048)] }, /must be <= 2048 characters: it is 20/],
  [
    "a path inside and outside of $or",
    { n: ["a"], $or: [{ n: ["b"] }, { m: ["c"] }] },
    /"detail\.n" must stand once/,
  ],
  [
    "a path spelled in two ways",
    { "a.b": ["x"], a: { b: ["y"] } },
    /"detail\.a\.b" must stand once/,
  ],
  [
    "two arms that share a value",
    { $or: [{ n: ["P", "Q"] }, { n: ["P", "R"] }] },
    /two of its arms must not share .*"detail\.n":\["P","Q"\]\} and .*"detail\.n":\["P","R"\]\}/,
  ],
  [
    "two arms that share a value on every field",
    {
      $or: [
        { n: ["P", "Q"], s: ["a", "b"] },
        { s: ["b"], n: ["Q", "R"] },
      ],
    },
    /two of its arms/,
  ],
  [
    "two arms that share an operator",
    {
      $or: [
        { n: [{ exists: false }, { "anything-but": "a" }], s: ["x"] },
        { n: [{ exists: false }], s: ["x", "y"] },
      ],
    },
    /two of its arms/,
  ],
  [
    "the wider of two arms behind the narrower",
    { $or: [{ n: ["P"] }, { n: ["P", "R"] }] },
    /two of its arms/,
  ],
  [
    "arms of nested $or",
    { s: ["x"], $or: [{ $or: [{ n: ["P", "Q"] }, { m: ["a"] }] }, { n: ["Q", "R"] }] },
    /two of its arms/,
  ],
  [
    "the third of three arms that shares with the second",
    {
      $or: [
        { n: ["A"], s: ["x"] },
        { n: ["B", "C"], s: ["x"] },
        { n: ["C", "D"], s: ["x", "y"] },
      ],
    },
    /two of its arms .*\["B","C"\].* and .*\["C","D"\]/,
  ],
  [
    "arms that are equal but for one item",
    {
      $or: [
        { n: ["A", "B"], s: [{ prefix: "x" }], m: [1, 2] },
        { n: ["A", "B"], s: [{ prefix: "x" }], m: [1, 2, 3] },
      ],
    },
    /two of its arms/,
  ],
  [
    "arms that share absence alone",
    {
      $or: [
        { n: [{ exists: false }, "A"], s: ["x"] },
        { n: [{ exists: false }, "B"], s: ["x"] },
      ],
    },
    /two of its arms/,
  ],
  [
    "arms that share an item spelled in two ways",
    {
      $or: [
        { n: ["2001:db8::1", { "anything-but": ["a", "b"] }], s: [5] },
        { n: ["2001:DB8::1", { "anything-but": ["b", "a"] }], s: [{ numeric: ["=", 5] }, 6] },
      ],
    },
    /two of its arms/,
  ],
  [
    "arms of one field spelled in two ways",
    { $or: [{ "a.b": ["P", "Q"] }, { a: { b: ["P", "R"] } }] },
    /two of its arms/,
  ],
  [
    "arms of a $or within a field and one around it",
    { n: ["x"], a: { $or: [{ b: ["P", "Q"] }, { b: ["P", "R"] }] } },
    /two of its arms/,
  ],
  [
    "a long arm by its beginning",
    { $or: [{ n: ["P", "Q".repeat(400)] }, { n: ["P", "R"] }] },
    /: \{"source":\["s"\],"detail\.n":\["P","Q+… and \{"source":\["s"\],"detail\.n":\["P","R"\]\}$/,
  ],
  [
    "a numeric with an upper bound between texts",
    { n: ["a", { numeric: ["<", 5] }, "b"] },
    /"detail\.n" must list numbers before text.*"a" stands before/,
  ],
  [
    "a range between a text and an operator on text",
    { n: ["a", { numeric: [">", 0, "<=", 5] }, { wildcard: "b*" }] },
    /must list numbers before text/,
  ],
  ["what the service refuses", { n: [{ prefx: "a" }] }, /an operator must be one of/],
  [
    "more combinations than the service takes",
    Object.fromEntries([
      ["a", { $or: Array.from({ length: 40 }, (_, n) => ({ [`x${n}`]: [n] })) }],
      ["b", { $or: Array.from({ length: 40 }, (_, n) => ({ [`x${n}`]: [n] })) }],
    ]),
    /must make <= 1000 combinations/,
  ],
];

for (const [name, detail, problem] of wrong) {
  test(`names ${name}`, () => {
    const problems = patternProblems({ source: ["s"], detail });
    assert.ok(
      problems.some((it) => problem.test(it)),
      `no ${problem} in ${JSON.stringify(problems)}`,
    );
  });
}

const right: [name: string, detail: unknown][] = [
  [
    "arms of other fields",
    {
      $or: [
        { n: ["P"], s: ["a"] },
        { n: ["P"], m: ["a"] },
      ],
    },
  ],
  [
    "arms that differ wholly in one field",
    {
      $or: [
        { n: ["P"], s: ["a"] },
        { n: ["P"], s: ["b"] },
      ],
    },
  ],
  ["a narrower arm behind the wider", { $or: [{ n: ["P", "R"] }, { n: ["P"] }] }],
  ["numbers before text", { n: [{ numeric: ["<", 5] }, "a", "b"] }],
  ["a lower bound between texts", { n: ["a", { numeric: [">=", 5] }, "b"] }],
  ["an equal number between texts", { n: ["a", { numeric: ["=", 5] }, "b"] }],
  ["a number itself between texts", { n: ["a", 5, true, "b"] }],
  ["an upper bound behind all text", { n: ["a", "b", { numeric: ["<", 5] }] }],
  [
    "an upper bound before what is no text",
    { n: ["a", { numeric: ["<", 5] }, 6, { exists: false }] },
  ],
  [
    "an upper bound behind what is no exact text",
    { n: [{ prefix: "a" }, { numeric: ["<", 5] }, "b"] },
  ],
  [
    "an arm of fewer fields behind one of more",
    { $or: [{ n: ["P"], m: ["x"] }, { n: ["P", "Q"] }] },
  ],
  [
    "a text and the prefix it begins with",
    { $or: [{ n: ["Pa", "Q"] }, { n: [{ prefix: "P" }, "R"] }] },
  ],
  ["the same arm twice", { $or: [{ n: ["P", "Q"] }, { n: ["Q", "P"] }] }],
  ["the word null", { n: ["null"] }],
  ["as many characters as can be", { n: ["x".repeat(2048 - CHARACTERS)] }],
  [
    "as many combinations as can be",
    { a: { $or: alternatives("x", 25) }, b: { $or: alternatives("y", 40) } },
  ],
  ["nothing of the detail", undefined],
];

for (const [name, detail] of right) {
  test(`finds nothing wrong with ${name}`, () => {
    assert.equal(patternProblems({ source: ["s"], ...(detail !== undefined && { detail }) }), []);
  });
}

test("names one arm too many, one character too many, and what is no pattern", () => {
  const problems = (detail: unknown) => patternProblems({ source: ["s"], detail });
  assert.equal(
    problems({ a: { $or: alternatives("x", 7) }, b: { $or: alternatives("y", 143) } }).filter(
      (problem) => /combinations/.test(problem),
    ),
    ['its "$or"s must make <= 1000 combinations: they make more'],
  );
  assert.equal(problems({ n: ["x".repeat(2049 - CHARACTERS)] }), [
    "it must be <= 2048 characters: it is 2049",
  ]);
  assert.equal(patternProblems(undefined), ["it must be an object: it is undefined"]);
  assert.equal(patternProblems([]), ["it must be an object: it is []"]);
  assert.equal(patternProblems({}), ["it must not be empty: it is {}"]);
});

test("says of each arm once that it clashes, however many it clashes with", () => {
  const arms = ["A", "B", "C", "D"].map((name) => ({ n: ["P", name] }));
  assert.is(patternProblems({ source: ["s"], detail: { $or: arms } }).length, 3);
});

test.run();

function alternatives(key: string, count: number): Record<string, number[]>[] {
  return Array.from({ length: count }, (_, n) => ({ [key]: [n] }));
}

const packed = suite("checkPacked()");

packed("names the rules of a pattern with a problem, or the metrics", () => {
  const pattern = { source: ["s"], detail: { n: [] } };
  assert.equal(
    checkPacked([
      { pattern, ruleIds: ["a", "b"] },
      { pattern, ruleIds: [] },
      { pattern: { source: ["s"] }, ruleIds: ["c"] },
    ]),
    [
      'Cannot use the event pattern of a, b as "detail.n" must list at least one value: it is []',
      'Cannot use the event pattern of the access-denied metrics as "detail.n" must list at least one value: it is []',
    ],
  );
});

packed.run();
