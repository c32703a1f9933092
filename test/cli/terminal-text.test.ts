import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inLine, terminalText } from "../../src/cli/terminal-text.ts";

const HOSTILE =
  "a\u0000\u0007\u001b[31m\r\u007f\u0085\u009b\u061c\u200e\u200f\u2028\u202e\u2066\u2069z";
const ESCAPED =
  "a\\u0000\\u0007\\u001b[31m\\u000d\\u007f\\u0085\\u009b\\u061c\\u200e\\u200f\\u2028\\u202e\\u2066\\u2069z";

const text = suite("terminalText()");

text("writes what a terminal would obey as escapes", () => {
  assert.is(terminalText(HOSTILE, false), ESCAPED);
});

text("lets colour codes alone through where there is colour", () => {
  assert.is(
    terminalText("\u001b[31mred\u001b[39m\u001b[2J", true),
    "\u001b[31mred\u001b[39m\\u001b[2J",
  );
  assert.is(terminalText("\u009b[31m", true), "\\u009b[31m");
});

text("leaves the value of JSON as it is", () => {
  const json = JSON.stringify({ [HOSTILE]: HOSTILE });
  assert.equal(JSON.parse(terminalText(json, false)), { [HOSTILE]: HOSTILE });
});

text("keeps line breaks, tabs and letters of any script", () => {
  assert.is(terminalText("é\t日本\n🚨 עברית", false), "é\t日本\n🚨 עברית");
});

text.run();

const line = suite("inLine()");

line("keeps a line one line, without colour", () => {
  assert.is(inLine("a\nb\tc\u001b[31m"), "a\\u000ab\\u0009c\\u001b[31m");
});

line.run();
