import * as fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { jsonInText } from "../../../src/core/alert/json-in-text.ts";

const test = suite("jsonInText()");

const POLICY = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "s3:Get*", Resource: "arn:aws:s3:::a b/*" }],
};

for (const [what, text] of [
  ["a word", "AdministratorAccess"],
  ["a number", "123456789012"],
  ["a JSON string", '"text"'],
  ["JSON that is cut", '{"Version":"2012-10-17"'],
  ["a URL-encoded text that is none", "%7B%ZZ"],
  ["a key written twice, of which one would be lost", '{"Effect":"Deny","Effect":"Allow"}'],
  ["a number that would lose digits", '{"id":12345678901234567890}'],
  ["a nesting deeper than anyone reads", `${"[".repeat(200_000)}`],
  ["more than a record holds", `["${"x".repeat(300_000)}"]`],
] as const) {
  test(`leaves ${what} as text`, () => {
    assert.is(jsonInText(text), undefined);
  });
}

for (const [what, text] of [
  ["JSON text", JSON.stringify(POLICY)],
  ["indented JSON text", `\n ${JSON.stringify(POLICY, null, 2)}\n`],
  ["URL-encoded JSON", encodeURIComponent(JSON.stringify(POLICY))],
  ["URL-encoded JSON after a line feed", `%0A${encodeURIComponent(JSON.stringify(POLICY))}`],
  ["form-encoded JSON", encodeURIComponent(JSON.stringify(POLICY)).replaceAll("%20", "+")],
] as const) {
  test(`reads ${what}`, () => {
    assert.equal(jsonInText(text), POLICY);
  });
}

test("reads numbers, escapes and percent signs as they stand", () => {
  for (const value of [
    { numbers: [12, -1.5, 0, 120] },
    { "a\n: b": 'c "d: e": 1' },
    { text: "line\nnext: 1 \\ end: 2" },
    { path: "a%7Bb%5B", other: "100%" },
    [null, true],
  ]) {
    assert.equal(jsonInText(JSON.stringify(value)), value);
  }
});

test("reads URL-encoded JSON behind a space", () => {
  assert.equal(jsonInText(`  ${encodeURIComponent('{"a":1}')}`), { a: 1 });
});

test("reads as much as a record holds", () => {
  const text = `["${"x".repeat(262_144 - 4)}"]`;
  assert.is(text.length, 262_144);
  assert.ok(jsonInText(text));
  assert.is(jsonInText(` ${text}`), undefined);
});

test("undoes one level", () => {
  const inner = JSON.stringify({ a: 1 });
  assert.equal(jsonInText(JSON.stringify({ inner })), { inner });
});

test("walks a valid text as deep as it is long", () => {
  const deep = `${"[".repeat(5_000)}${"]".repeat(5_000)}`;
  assert.ok(jsonInText(deep));
});

test("reads whatever JSON.stringify writes of lists and objects", () => {
  const containers = fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue()));
  fc.assert(
    fc.property(containers, (value) => {
      const text = JSON.stringify(value);
      const read = jsonInText(text);
      // A number as 1e+21 is written otherwise by no one but JavaScript.
      if (read !== undefined) assert.equal(read, JSON.parse(text));
      else assert.match(text, /\d/);
    }),
  );
});

test.run();
