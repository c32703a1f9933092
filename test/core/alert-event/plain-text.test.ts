import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { plainText } from "../../../src/core/alert-event/plain-text.ts";

const test = suite("plainText()");

const cases: [name: string, text: string, plain: string][] = [
  ["quotes", 'say "hi"', "say 'hi'"],
  ["backslashes", "a\\b", "a/b"],
  ["what a template would take for a variable", "<id>", "‹id›"],
  ["line ends and control characters", "a\r\n\tb\u0000c\u001b[2J", "a b c [2J"],
  ["what turns the direction of the text after it", "a\u202eb", "a b"],
  ["half a character", "a\ud800b", "a�b"],
  ["nothing else", "Zoë · 東京 🙂 {}[]$%'`*", "Zoë · 東京 🙂 {}[]$%'`*"],
];

for (const [name, text, plain] of cases) {
  test(`replaces ${name}`, () => {
    assert.is(plainText(text, 100), plain);
  });
}

test("cuts a long text between characters", () => {
  assert.is(plainText("🙂🙂🙂", 4), "🙂…");
  assert.is(plainText("abcd", 4), "abcd");
});

test("leaves nothing that JSON escapes", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.nat(50), (text, max) => {
      const plain = plainText(text, max + 1);
      assert.is(JSON.stringify(plain), `"${plain}"`);
      assert.ok(plain.length <= max + 1);
    }),
  );
});

test.run();
