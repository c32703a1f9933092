import * as fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { indentedJson } from "../../src/cli/indented-json.ts";

const test = suite("indentedJson()");

test("writes what JSON.stringify would", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value);
      const indented = indentedJson(text);
      assert.is(indented, JSON.stringify(JSON.parse(text), null, 2).replace(UNSEEN, escaped));
      assert.equal(JSON.parse(indented), JSON.parse(text));
    }),
  );
});

test("keeps digits, keys written twice and escapes", () => {
  const text = '{ "n" : 9007199254740993.10,"n":-1e+2 , "s":"\\u001b[31m \\" {[,:]}" }';
  const lines = ["{", '  "n": 9007199254740993.10,', '  "n": -1e+2,'];
  assert.is(indentedJson(text), [...lines, '  "s": "\\u001b[31m \\" {[,:]}"', "}"].join("\n"));
});

test("shows what a terminal would act on or hide", () => {
  const text = JSON.stringify({ a: "\u007F\u0085\u009b31m\u202Egnp\u2066\u2028\u200F" });
  assert.is(
    indentedJson(text),
    '{\n  "a": "\\u007f\\u0085\\u009b31m\\u202egnp\\u2066\\u2028\\u200f"\n}',
  );
});

test("takes a text as long as a record may be", () => {
  const text = JSON.stringify({ a: '\\"x'.repeat(80_000) });
  assert.equal(JSON.parse(indentedJson(text)), JSON.parse(text));
});

test("takes a nesting of any depth", () => {
  const text = `${"[".repeat(3_000)}1${"]".repeat(3_000)}`;
  assert.equal(JSON.parse(indentedJson(text)), JSON.parse(text));
});

test.run();

const UNSEEN = /(?!\n)[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu;

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
