import { suite } from "uvu";
import * as assert from "uvu/assert";
import { checkPacked, patternProblems } from "../../../src/core/compiler/pattern-check.ts";

const test = suite("patternProblems()");

/** What is wrong → detail of the pattern, what is said. */
const wrong: [name: string, detail: unknown, problem: RegExp][] = [
  ["an empty list", { n: [] }, /"detail\.n" must list at least one value/],
  ["an empty list in an arm", { $or: [{ n: [] }, { m: ["a"] }] }, /"detail\.n" must list/],
  ["an empty object", { n: {} }, /"detail\.n" must not be empty/],
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
  ["nothing of the detail", undefined],
];

for (const [name, detail] of right) {
  test(`finds nothing wrong with ${name}`, () => {
    assert.equal(patternProblems({ source: ["s"], ...(detail !== undefined && { detail }) }), []);
  });
}

test.run();

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
