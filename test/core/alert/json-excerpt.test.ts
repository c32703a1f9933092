import * as fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { jsonExcerpt } from "../../../src/core/alert/json-excerpt.ts";
import { jsonInText } from "../../../src/core/alert/json-in-text.ts";

const test = suite("jsonExcerpt()");

const WIDE = { maxChars: 100_000, maxLines: 10_000 };

test("keeps a short container on one line", () => {
  assert.equal(jsonExcerpt({ a: [1, null], b: {} }, WIDE), {
    text: '{"a": [1, null], "b": {}}',
    cut: false,
  });
});

test("breaks what does not fit one line", () => {
  const { text } = jsonExcerpt({ name: "x".repeat(70), list: ["a", "b"] }, WIDE);
  assert.is(text, `{\n  "name": "${"x".repeat(70)}",\n  "list": ["a", "b"]\n}`);
});

test("keeps on one line what fits in 72 characters, indentation counted", () => {
  const list = (length: number) => ["x".repeat(length - 4)];
  const line = (length: number) => `["${"x".repeat(length - 4)}"]`;
  assert.is(jsonExcerpt(list(72), WIDE).text, line(72));
  assert.is(jsonExcerpt(list(73), WIDE).text, `[\n  "${"x".repeat(69)}"\n]`);
  const beside = "y".repeat(80);
  assert.is(
    jsonExcerpt([list(70), list(71), beside], WIDE).text,
    `[\n  ${line(70)},\n  [\n    "${"x".repeat(67)}"\n  ],\n  "${beside}"\n]`,
  );
});

test("writes what is nested deeper than a line is wide", () => {
  const value = (inner: unknown) =>
    Array.from({ length: 50 }).reduce<unknown>((held) => [held, "x".repeat(80)], inner);
  for (const inner of [null, 7, "text", {}]) {
    assert.equal(JSON.parse(jsonExcerpt(value(inner), WIDE).text), value(inner));
  }
});

test("cuts at the last character there is room for, between characters and behind no space", () => {
  for (const [value, maxChars, text] of [
    ["abcd", 8, '"abcd"'],
    ["abcd", 7, '"abcd …'],
    ["abcd", 6, '"abc …'],
    ["a😀b", 5, '"a …'],
    ["a😀b", 6, '"a😀 …'],
    ["😀bcdef", 7, '"😀bc …'],
    ["ab   cd", 7, '"ab …'],
    [" ab", 4, '" …'],
  ] as const) {
    assert.equal(jsonExcerpt(value, { maxChars, maxLines: 9 }), { text, cut: maxChars < 8 });
  }
});

test("stops once, where it runs out of characters and lines at once", () => {
  assert.is(
    jsonExcerpt(["x".repeat(200)], { maxChars: 20, maxLines: 2 }).text,
    `[\n  "${"x".repeat(13)} …`,
  );
});

test("cuts a key that is longer than a page", () => {
  const { text, cut } = jsonExcerpt({ ["k".repeat(6_000)]: 1 }, { maxChars: 5_000, maxLines: 9 });
  assert.ok(cut);
  assert.is(text.length, 5_000);
  assert.equal(jsonExcerpt({ ["k".repeat(6_000)]: 1 }, WIDE).cut, false);
});

test("shows 4,000 characters of a string, where there is room", () => {
  assert.equal(jsonExcerpt("x".repeat(4_000), WIDE), {
    text: `"${"x".repeat(4_000)}"`,
    cut: false,
  });
  assert.equal(jsonExcerpt("x".repeat(4_001), WIDE), {
    text: `"${"x".repeat(4_000)} …"`,
    cut: true,
  });
});

test("says that it stopped", () => {
  const value = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`k${i}`, "x".repeat(60)]));
  const { text, cut } = jsonExcerpt(value, { maxChars: 300, maxLines: 100 });
  assert.ok(cut);
  assert.match(text, / …$/);
  assert.ok(text.length <= 300, String(text.length));
});

test("shows what follows a long list, and how much of it is left out", () => {
  const { text, cut } = jsonExcerpt(
    { list: Array.from({ length: 5_000 }, (_, i) => `i-${i}`), after: "here" },
    { maxChars: 600, maxLines: 100 },
  );
  assert.ok(cut);
  assert.match(text, '"i-0",');
  assert.match(text, "… 4980 more");
  assert.match(text, '"after": "here"');
});

test("shows a list of hundreds whole where there is room", () => {
  const { text, cut } = jsonExcerpt(Array(300).fill("x"), WIDE);
  assert.not(cut);
  assert.is(JSON.parse(text).length, 300);
});

test("shows a policy inside text as JSON, and what it holds as it is", () => {
  const policy = { Statement: [{ Effect: "Allow", Action: "*", Condition: '{"a":1}' }] };
  const statement = '[{"Effect": "Allow", "Action": "*", "Condition": "{\\"a\\":1}"}]';
  const indented = `{\n  "policyDocument": {\n    "Statement": ${statement}\n  }\n}`;
  for (const policyDocument of [
    JSON.stringify(policy),
    encodeURIComponent(JSON.stringify(policy)),
  ]) {
    assert.equal(jsonExcerpt({ policyDocument }, WIDE), { text: indented, cut: false });
  }
});

test("shows a short text that holds JSON on its line, and what that holds as text", () => {
  assert.is(jsonExcerpt({ a: "[1,2]" }, WIDE).text, '{"a": [1, 2]}');
  const text = JSON.stringify({ b: '{"c":1}' });
  assert.is(jsonExcerpt({ a: text }, WIDE).text, '{"a": {"b": "{\\"c\\":1}"}}');
  assert.is(jsonExcerpt([text], WIDE).text, '[{"b": "{\\"c\\":1}"}]');
  assert.is(jsonExcerpt({ a: "[]", b: " {}" }, WIDE).text, '{"a": [], "b": {}}');
});

/** Text of so many characters that holds a list. */
const listText = (length: number, name = "x") => `["${name.padEnd(length - 4, "x")}"]`;

test("reads texts of as many characters as a record holds, each once", () => {
  const limits = { maxChars: 500, maxLines: 9 };
  assert.match(jsonExcerpt(listText(262_144), limits).text, /^\[\n {2}"xxx/);
  assert.match(jsonExcerpt(listText(262_145), limits).text, /^"\[\\"xxx/);
  const both = [listText(131_072, "a"), listText(131_072, "b")];
  assert.match(jsonExcerpt(both, limits).text, /\n {2}\[\n {4}"axx.*\n {2}\],\n {2}\[\n {4}"bxx/);
  const three = jsonExcerpt([...both, listText(10, "c")], { maxChars: 900, maxLines: 20 });
  assert.match(three.text, /\n {2}"\[\\"cxxxxx\\"\]"\n\]$/);
});

test("reads no more of many texts than a record holds", () => {
  const value = Array.from({ length: 2_000 }, (_, i) => `[${"1,".repeat(1_000)}${i}]`);
  assert.ok(jsonExcerpt(value, { maxChars: 2_900, maxLines: 120 }).cut);
});

test("shows what follows a long string", () => {
  const { text, cut } = jsonExcerpt({ a: "x".repeat(5_000), b: 1 }, WIDE);
  assert.ok(cut);
  assert.match(text, /x …",\n {2}"b": 1\n}$/);
});

test("counts lines", () => {
  const value = Array(50).fill("x".repeat(60));
  const { text, cut } = jsonExcerpt(value, { maxChars: 100_000, maxLines: 5 });
  assert.ok(cut);
  assert.is(text.split("\n").length, 5);
});

test("walks no deeper than it writes", () => {
  const deep = JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`);
  assert.ok(jsonExcerpt(deep, { maxChars: 1_000, maxLines: 20 }).cut);
});

test("shows a key named __proto__ like any other", () => {
  assert.is(jsonExcerpt(JSON.parse('{"__proto__":{"a":1}}'), WIDE).text, '{"__proto__": {"a": 1}}');
});

test("splits no character that takes two units, wherever it cuts", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "😀", "𝒳"), maxLength: 60 });
  // Longer than the longest string that is shown whole, so that each step of shortening cuts.
  const long = fc
    .tuple(text, fc.nat(3))
    .map(([it, n]) => `${"a".repeat(n)}${"😀".repeat(2_100)}${it}`);
  const value = fc.dictionary(text, fc.oneof(text, long, fc.array(text)), { maxKeys: 6 });
  const limits = fc.record({
    maxChars: fc.integer({ min: 4, max: 5_000 }),
    maxLines: fc.integer({ min: 1, max: 20 }),
  });
  fc.assert(
    fc.property(value, limits, (value, limits) => {
      assert.not.match(jsonExcerpt(value, limits).text, /\\ud[89a-f]|\p{Cs}/u);
    }),
  );
});

/** What is to be shown of a value: of a text that holds JSON that JSON, one level deep. */
function shown(value: unknown): unknown {
  if (typeof value === "string") return jsonInText(value) ?? value;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(shown);
  return Object.fromEntries(Object.entries(value).map(([key, it]) => [key, shown(it)]));
}

test("is the value's JSON, and the JSON that its texts hold, when nothing is cut", () => {
  const text = fc.oneof(
    fc.constantFrom("[]", "{}", " [ ]", "%5B%5D", "[", '"[]"'),
    fc.jsonValue().map((it) => JSON.stringify(it)),
    fc.jsonValue().map((it) => encodeURIComponent(JSON.stringify(it))),
  );
  const value = fc.oneof(fc.jsonValue(), text, fc.dictionary(fc.string(), text), fc.array(text));
  let holding = 0;
  fc.assert(
    fc.property(value, (value) => {
      const { text, cut } = jsonExcerpt(value, WIDE);
      const expected = shown(value);
      if (JSON.stringify(expected) !== JSON.stringify(value)) holding++;
      assert.not(cut);
      assert.equal(JSON.parse(text), JSON.parse(JSON.stringify(expected)));
    }),
    { numRuns: 300 },
  );
  assert.ok(holding > 50, `${holding} hold JSON`);
});

test("stays within both limits", () => {
  const limits = fc.record({
    maxChars: fc.integer({ min: 4, max: 400 }),
    maxLines: fc.integer({ min: 1, max: 12 }),
  });
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), limits, (value, { maxChars, maxLines }) => {
      const { text } = jsonExcerpt(value, { maxChars, maxLines });
      assert.ok(text.length <= maxChars);
      assert.ok(text.split("\n").length <= maxLines);
    }),
  );
});

test.run();
