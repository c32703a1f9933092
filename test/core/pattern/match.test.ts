import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { PatternError } from "../../../src/core/pattern/error.ts";
import {
  MAX_PATTERN_CHARACTERS,
  type PatternEvent,
  patternMatcher,
} from "../../../src/core/pattern/match.ts";
import { hasShared, SHARED } from "../../support/shared.ts";

const refusals = suite("patternMatcher() refuses");

const refused: [name: string, pattern: unknown, message: RegExp][] = [
  ["what is no object", [], /pattern as it must be an object: \[\]/],
  ["an empty pattern", {}, /must not be empty/],
  ["an empty object inside", { detail: {} }, /at "detail" .* must not be empty/],
  ["an empty array", { detail: { a: [] } }, /at "detail\.a" .* at least one value: \[\]/],
  ["a scalar where a list belongs", { source: "x" }, /at "source" .* array of values/],
  ["a list within a list", { source: [["x"]] }, /text, number, boolean, null or operator/],
  ["an unknown operator", { a: [{ regex: "x" }] }, /must be one of prefix.*: {"regex":"x"}/],
  ["an operator of two keys", { a: [{ prefix: "a", suffix: "b" }] }, /one key/],
  ["an operator of no key", { a: [{}] }, /one key/],
  ["prefix of a number", { a: [{ prefix: 1 }] }, /"prefix" must be text: 1/],
  [
    "prefix of another operator",
    { a: [{ prefix: { wildcard: "x" } }] },
    /only "equals-ignore-case"/,
  ],
  ["exists of text", { a: [{ exists: "yes" }] }, /true or false/],
  ["two stars", { a: [{ wildcard: "a**b" }] }, /must not have "\*\*": "a\*\*b"/],
  ["a lone backslash", { a: [{ wildcard: "a\\b" }] }, /backslash/],
  ["a backslash at the end", { a: [{ wildcard: "a\\" }] }, /backslash/],
  ["two stars in anything-but", { a: [{ "anything-but": { wildcard: "**" } }] }, /must not have/],
  ["anything-but of nothing", { a: [{ "anything-but": [] }] }, /at least one value/],
  [
    "anything-but of mixed types",
    { a: [{ "anything-but": ["a", 1] }] },
    /only text or only numbers/,
  ],
  ["anything-but of null", { a: [{ "anything-but": null }] }, /only text or only numbers/],
  ["anything-but of a boolean", { a: [{ "anything-but": [true] }] }, /only text or only numbers/],
  ["anything-but of exists", { a: [{ "anything-but": { exists: true } }] }, /must be text/],
  ["anything-but of cidr", { a: [{ "anything-but": { cidr: "10.0.0.0/8" } }] }, /may hold only/],
  ["anything-but of an empty prefix", { a: [{ "anything-but": { prefix: "" } }] }, /not be empty/],
  ["numeric without a number", { a: [{ numeric: [">"] }] }, /-5e9 to 5e9/],
  ["numeric of an unknown sign", { a: [{ numeric: ["!=", 1] }] }, /"numeric" must be/],
  ["numeric from high to low", { a: [{ numeric: [">", 5, "<", 5] }] }, /low to high/],
  ["numeric with the high end first", { a: [{ numeric: ["<", 5, ">", 1] }] }, /"numeric" must be/],
  ["numeric beyond the range", { a: [{ numeric: [">", 6e9] }] }, /-5e9 to 5e9: 6000000000/],
  ["cidr without a mask", { a: [{ cidr: "10.0.0.0" }] }, /mask in bits/],
  [
    "cidr of one address",
    { a: [{ cidr: "10.0.0.1/32" }] },
    /mask of "cidr" must be less than \/32.*10\.0\.0\.1\/32/,
  ],
  ["cidr of one address of version 6", { a: [{ cidr: "::1/128" }] }, /less than \/128/],
  ["cidr of no address", { a: [{ cidr: "host/8" }] }, /an address, "\/" and a mask/],
  ["cidr with a wide mask", { a: [{ cidr: "10.0.0.0/33" }] }, /mask in bits/],
  ["$or of one arm", { $or: [{ a: ["x"] }] }, /at "\$or" .* two or more/],
  ["$or of no array", { detail: { $or: { a: ["x"] } } }, /at "detail\.\$or" .* two or more/],
  ["$or of scalars", { $or: ["x", "y"] }, /must be an object: "x"/],
  ["an operator as a field of $or", { $or: [{ prefix: ["x"] }, { a: ["x"] }] }, /not operators/],
];

for (const [name, pattern, message] of refused) {
  refusals(name, () => {
    assert.throws(
      () => patternMatcher(pattern),
      (err: Error) => err instanceof PatternError && message.test(err.message),
    );
  });
}

refusals("a pattern of more characters than a rule takes", () => {
  const ofSize = (size: number) => ({ a: ["x".repeat(size - '{"a":[""]}'.length)] });
  patternMatcher(ofSize(MAX_PATTERN_CHARACTERS));
  assert.throws(() => patternMatcher(ofSize(MAX_PATTERN_CHARACTERS + 1)), /<= 2048 .*: 2049/);
});

refusals("more than a thousand combinations of $or", () => {
  const arms = (count: number) => Array.from({ length: count }, (_, n) => ({ [`k${n}`]: [1] }));
  const nested = (outer: number, inner: number) => ({
    a: { $or: arms(outer) },
    b: { $or: arms(inner) },
  });
  patternMatcher(nested(25, 40));
  assert.throws(() => patternMatcher(nested(26, 40)), /<= 1000 combinations: 1040/);
});

refusals.run();

const test = suite("patternMatcher()");

/** Pattern of the field `a`, its value in events that match, its value in events that do not. */
const single: [list: unknown[], yes: unknown[], no: unknown[]][] = [
  [["x"], ["x"], ["X", "xx", "", null, undefined, true, {}, []]],
  [[1], [1, 1.0], ["1", true, 1.5]],
  [[true], [true], ["true", 1, false]],
  [[null], [null], ["null", undefined, 0, "", {}, []]],
  [[""], [""], [" ", null]],
  [[{ prefix: "ab" }], ["ab", "abc"], ["a", "cab", 12, null]],
  [[{ prefix: "" }], ["", "x"], [1, null, undefined]],
  [[{ prefix: 'ab"' }], ["ab", 'ab"c'], ["abc"]],
  [[{ prefix: { "equals-ignore-case": "aB" } }], ["Abc", "aBc"], ["bab", 1]],
  [[{ suffix: "ab" }], ["ab", "cab"], ["abc", 1]],
  [[{ suffix: { "equals-ignore-case": "aB" } }], ["cAb"], ["abc"]],
  [[{ suffix: '"ab' }], ["ab", 'c"ab'], ["cab"]],
  [[{ "equals-ignore-case": "a.B" }], ["A.b"], ["axb", "xa.b", "a.bx"]],
  [[{ "equals-ignore-case": 'a"B' }], ['A"b'], ["ab", 'a"b"']],
  [[{ prefix: { "equals-ignore-case": 'aB"' } }], ["Ab", 'AB"c'], ["abc"]],
  [[{ suffix: { "equals-ignore-case": '"aB' } }], ["Ab", 'c"AB'], ["cab"]],
  [[{ suffix: { "equals-ignore-case": "ß" } }], ["xSS", "xß"], ["s", "xss"]],
  [[{ "equals-ignore-case": "straße" }], ["STRASSE", "straße"], ["strasse "]],
  [[{ "equals-ignore-case": "😀" }], ["??"], ["😀"]],
  [[{ wildcard: "*" }], ["", "x"], [1, null, undefined]],
  [[{ wildcard: "a*c" }], ["ac", "abc", "abcc"], ["a", "c", "xac", "acx"]],
  [[{ wildcard: "*b*" }], ["b", "abc"], ["ac"]],
  [[{ wildcard: "a\\*\\\\*" }], ["a*\\", "a*\\b"], ["ab\\", "a*b"]],
  [[{ wildcard: "ab*ab" }], ["abab", "abxab"], ["ab", "aba"]],
  [[{ exists: true }], ["", 0, false, null, ["x"]], [undefined, {}, []]],
  [[{ exists: false }], [undefined, {}, []], ["", null, ["x"]]],
  [
    ["x", { exists: false }],
    ["x", undefined],
    ["y", null],
  ],
  [[{ "anything-but": "x" }], ["y", 1, true, null], ["x", undefined, {}, []]],
  [[{ "anything-but": ["x", "y"] }], ["z", 1], ["x", "y", undefined]],
  [[{ "anything-but": [1, 2] }], ["1", 3, null], [1, 2.0, undefined]],
  [[{ "anything-but": { prefix: "ab" } }], ["b", 1, null], ["abc", undefined]],
  [[{ "anything-but": { prefix: ["a", "b"] } }], ["c"], ["ax", "bx"]],
  [[{ "anything-but": { suffix: "ab" } }], ["abc", 1], ["cab"]],
  [[{ "anything-but": { suffix: ["a", "b"] } }], ["c"], ["xa", "xb"]],
  [[{ "anything-but": { "equals-ignore-case": "ab" } }], ["abc"], ["AB"]],
  [[{ "anything-but": { "equals-ignore-case": ["a", "b"] } }], ["c"], ["A", "B"]],
  [[{ "anything-but": { wildcard: "a*" } }], ["b", 1], ["a", "ab"]],
  [[{ "anything-but": { wildcard: ["a*", "*b"] } }], ["ba"], ["ac", "cb"]],
  [[{ "anything-but": { prefix: 'ab"' } }], ["abc"], ["ab"]],
  [[{ numeric: [">", 0] }], [1, 0.1], [0, -1, "1", null, 5_000_000_001]],
  [[{ numeric: ["=", 3] }], [3], ["3", 4]],
  [[{ numeric: [">=", 1, "<", 2] }], [1, 1.9], [2, 0]],
  [[{ numeric: [">", 1, "<=", 2] }], [2], [1, 2.1]],
  [[{ numeric: ["<", 1] }], [0], [1]],
  [[{ numeric: ["<=", 1] }], [1], [2]],
  [[{ cidr: "10.0.0.0/8" }], ["10.255.255.255"], ["11.0.0.0", "10.0.0.x", 10, "::a00:1"]],
  [[{ cidr: "10.1.2.3/31" }], ["10.1.2.3", "10.1.2.2"], ["10.1.2.4", "10.1.2.3 ", "host"]],
  [[{ cidr: "0.0.0.0/0" }], ["10.1.2.3"], ["AWS Internal", "::1"]],
  [[{ cidr: "2001:db8::/32" }], ["2001:DB8::1"], ["2001:db9::1", "10.0.0.1"]],
  [["::1"], ["::1", "0:0:0:0:0:0:0:1"], ["::2"]],
  [["x", { prefix: "y" }], ["x", "yy"], ["z"]],
  [["x", { numeric: ["=", 1] }, { wildcard: "y*" }], ["x", "y", 1], ["z"]],
  [["x"], [["y", "x"], [["x"]], [[], ["z", ["x"]]]], [["y"], [[{ b: "x" }]]]],
  [[{ "anything-but": "x" }], [["x", "y"]], [["x", "x"], []]],
];

for (const [list, yes, no] of single) {
  test(`reads ${JSON.stringify(list)}`, () => {
    const matches = patternMatcher({ detail: { a: list } });
    for (const a of yes) assert.ok(matches({ detail: { a } }), `must match ${JSON.stringify(a)}`);
    for (const a of no) assert.not(matches({ detail: { a } }), `must not: ${JSON.stringify(a)}`);
  });
}

test("asks for all fields", () => {
  const matches = patternMatcher({ source: ["s"], "detail-type": ["t"], detail: { a: [1] } });
  assert.ok(matches({ source: "s", "detail-type": "t", detail: { a: 1 } }));
  assert.not(matches({ source: "s", "detail-type": "t", detail: { a: 2 } }));
  assert.not(matches({ source: "s", detail: { a: 1 } }));
});

test("reads own properties only", () => {
  const matches = patternMatcher({
    detail: { "__proto__.a": [{ exists: true }], toString: [{ exists: true }] },
  });
  assert.not(matches({ detail: {} }));
  assert.ok(matches({ detail: JSON.parse('{"__proto__":{"a":1},"toString":1}') }));
});

for (const pattern of [
  { detail: { "a.b": ["x"] } },
  { detail: { a: { b: ["x"] } } },
  { "detail.a": { b: ["x"] } },
]) {
  test(`finds dotted and nested keys with ${JSON.stringify(pattern)}`, () => {
    const matches = patternMatcher(pattern);
    assert.ok(matches({ detail: { "a.b": "x" } }));
    assert.ok(matches({ detail: { a: { b: "x" } } }));
    assert.ok(matches({ "detail.a": { b: "x" } }));
    assert.ok(matches({ detail: { "a.b": "y", a: { b: "x" } } }), "either form is enough");
    assert.not(matches({ detail: { a: { "b.c": "x" } } }));
  });
}

test("finds no key with an empty segment", () => {
  assert.not(patternMatcher({ detail: { "a..b": ["x"] } })({ detail: { "a..b": "x" } }));
  assert.not(patternMatcher({ detail: { "": ["x"] } })({ detail: { "": "x" } }));
  assert.ok(patternMatcher({ detail: { "": [{ exists: false }] } })({ detail: { "": "x" } }));
});

test("takes the last of a path given twice", () => {
  const matches = patternMatcher({ detail: { "a.b": ["x"], a: { b: ["y"] } } });
  assert.ok(matches({ detail: { a: { b: "y" } } }));
  assert.not(matches({ detail: { a: { b: "x" } } }));
});

test("lets a path outside $or win over the same path inside, if it comes later", () => {
  const matches = patternMatcher({ detail: { $or: [{ a: ["x"] }, { b: ["y"] }], a: ["z"] } });
  assert.ok(matches({ detail: { a: "z" } }), "the first arm is now a = z");
  assert.not(matches({ detail: { a: "x" } }));
});

test("asks for one arm of $or and all the rest", () => {
  const matches = patternMatcher({
    source: ["s"],
    detail: { $or: [{ a: [1] }, { b: [2], c: [3] }] },
  });
  assert.ok(matches({ source: "s", detail: { a: 1 } }));
  assert.ok(matches({ source: "s", detail: { b: 2, c: 3 } }));
  assert.not(matches({ source: "s", detail: { b: 2 } }));
  assert.not(matches({ source: "t", detail: { a: 1 } }));
});

test("reads $or within $or", () => {
  const inner = { $or: [{ b: [1] }, { b: [2] }] };
  const matches = patternMatcher({ $or: [{ a: [1], ...inner }, { c: [1] }] });
  assert.ok(matches({ a: 1, b: 2 }));
  assert.ok(matches({ c: 1 }));
  assert.not(matches({ a: 1, b: 3 }));
});

const people = {
  detail: {
    people: [
      { name: "ann", age: 1 },
      { name: "bob", age: 2 },
    ],
  },
};

test("asks that fields of one array come from one element", () => {
  const of = (name: string, age: number) =>
    patternMatcher({ detail: { people: { name: [name], age: [age] } } });
  assert.ok(of("ann", 1)(people));
  assert.ok(of("bob", 2)(people));
  assert.not(of("ann", 2)(people));
  assert.not(of("bob", 1)(people));
});

test("lets fields of two arrays come from any elements", () => {
  const event = { a: [{ x: 1 }, { x: 2 }], b: [{ y: 1 }, { y: 2 }] };
  assert.ok(patternMatcher({ a: { x: [1] }, b: { y: [2] } })(event));
});

test("reads absence within the element that the fields before it chose", () => {
  const event = { a: [{ b: 1, z: 1 }, { b: 2 }] };
  assert.ok(patternMatcher({ a: { b: [2], z: [{ exists: false }] } })(event));
  assert.not(patternMatcher({ a: { b: [1], z: [{ exists: false }] } })(event));
});

test("keeps arrays of arrays apart", () => {
  const event = { a: [[{ x: 1, y: 1 }], [{ x: 2, y: 2 }]] };
  assert.ok(patternMatcher({ a: { x: [2], y: [2] } })(event));
  assert.not(patternMatcher({ a: { x: [1], y: [2] } })(event));
});

if (hasShared(test, "the comparison with AWS's matcher"))
  test("agrees with AWS's own matcher on 3,000 cases", () => {
    const events = readLines("events.ndjson.gz");
    const cases = readLines("cases.ndjson.gz") as VectorCase[];
    assert.is(cases.length, 3000);
    const wrong = cases.filter(
      ({ event, pattern, matches }) =>
        patternMatcher(pattern)(events[event] as PatternEvent) !== matches,
    );
    assert.equal(wrong, []);
  });

test.run();

interface VectorCase {
  readonly event: number;
  readonly pattern: unknown;
  readonly matches: boolean;
}

function readLines(name: string): unknown[] {
  const text = gunzipSync(readFileSync(`${SHARED}vectors/${name}`)).toString();
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}
