import { suite } from "uvu";
import * as assert from "uvu/assert";
import { severityWord, titleText } from "../../../../src/core/slack/text/title.ts";

const test = suite("titleText()");

test("is the severity in a word, what and where", () => {
  assert.is(titleText("high", "Console login", "prod"), "HIGH · Console login · prod");
  assert.is(titleText("info", " a \n b "), "INFO · a b");
  assert.is(severityWord("critical"), "CRITICAL");
});

test("keeps the place whatever the length", () => {
  const title = titleText("medium", "x".repeat(300), "y".repeat(300));
  assert.is(title.length, 140);
  assert.match(title, /^MEDIUM · x+… · y{59}…$/);
});

test.run();
