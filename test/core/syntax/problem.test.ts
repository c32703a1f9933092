import { suite } from "uvu";
import * as assert from "uvu/assert";
import { showProblem } from "../../../src/core/syntax/problem.ts";

const test = suite("showProblem()");

const at = (start: number, end: number) => ({ message: "It is wrong", start, end });

const shown: [name: string, text: string, start: number, end: number, lines: string[]][] = [
  [
    "a caret under each character at fault",
    "a = 'x'",
    2,
    3,
    ["It is wrong", "    a = 'x'", "      ^"],
  ],
  ["one caret where something is missing", "(a", 2, 2, ["It is wrong", "    (a", "      ^"]],
  [
    "nothing but the line in question",
    "a &&\nbad\n&& c",
    5,
    8,
    ["It is wrong", "    bad", "    ^^^"],
  ],
  ["carets up to the end of the line", "'a\nb", 0, 4, ["It is wrong", "    'a", "    ^^"]],
  [
    "one caret for a character of two units",
    "'😀' = a",
    5,
    6,
    ["It is wrong", "    '😀' = a", "        ^"],
  ],
  [
    "what would move the cursor or reorder text as its code point",
    "\u001b\u202e = a",
    3,
    4,
    ["It is wrong", "    \\u{1b}\\u{202e} = a", "                   ^"],
  ],
];

for (const [name, text, start, end, lines] of shown) {
  test(`shows ${name}`, () => {
    assert.equal(showProblem(text, at(start, end)).split("\n"), lines);
  });
}

test("shows the surroundings alone of a place in a long line", () => {
  const text = `${"a && ".repeat(100)}bad${" && a".repeat(100)}`;
  const [, line = "", carets = ""] = showProblem(text, at(500, 503)).split("\n");
  assert.match(line, /^ {4}….*bad.*…$/);
  assert.ok(line.length < 110);
  assert.is(carets.indexOf("^^^"), line.indexOf("bad"));
});

test.run();
