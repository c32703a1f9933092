import { suite } from "uvu";
import * as assert from "uvu/assert";
import { excerpt } from "../../../src/core/syntax/excerpt.ts";

const test = suite("excerpt()");

const SECRETS: readonly [what: string, text: string, shown: string][] = [
  ["a Slack token", "token: xoxb-12-ab", "token: **********"],
  [
    "what follows an address's host",
    "url: https://hooks.slack.com/services/T0/B0/x, a: 1",
    "url: https://hooks.slack.com*****************, a: 1",
  ],
  ["a user in an address", "url: http://a@b.example/c", "url: http://a************"],
  [
    "a long word of letters and digits",
    "key: 0a1b2c3d4e5f60718293a4b5c6d7e8f9",
    "key: ********************************",
  ],
];

for (const [what, text, shown] of SECRETS) {
  test(`stars ${what}`, () => {
    assert.is(
      excerpt({ line: 1, column: 0, length: 3, text }).split("\n")[0],
      `      1 | ${shown}`,
    );
  });
}

test("shows what would move the cursor or turn text as its code point, and carets below it", () => {
  const text = "a\u001b[2J: \u202eb";
  assert.equal(excerpt({ line: 12, column: 7, length: 2, text }).split("\n"), [
    "      12 | a\\u{1b}[2J: \\u{202e}b",
    "         |             ^^^^^^^^^",
  ]);
});

test("shows a part of a long line, around the place", () => {
  const text = `${"x".repeat(500)} here ${"y".repeat(500)}`;
  const [line = "", carets = ""] = excerpt({ line: 1, column: 501, length: 4, text }).split("\n");
  assert.is(line.slice(carets.indexOf("^"), carets.lastIndexOf("^") + 1), "here");
  assert.match(line, /^ {6}1 \| …x+ here y+…$/);
  assert.ok(line.length < 120);
});

test("shows one caret where something is missing, behind the end too", () => {
  assert.is(excerpt({ line: 4, column: 0, length: 0, text: "" }), "      4 |\n        | ^");
  assert.is(
    excerpt({ line: 4, column: 4, length: 0, text: "a: [" }),
    "      4 | a: [\n        |     ^",
  );
});

test.run();
