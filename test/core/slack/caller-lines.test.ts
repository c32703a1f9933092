import { suite } from "uvu";
import * as assert from "uvu/assert";
import { ageText } from "../../../src/core/slack/caller-lines.ts";

const test = suite("ageText()");

for (const [seconds, text] of [
  [0, "0 s"],
  [59, "59 s"],
  [60, "1 min"],
  [3_599, "59 min"],
  [3_600, "1 h"],
  [8_040, "2 h 14 min"],
  [172_799, "47 h 59 min"],
  [172_800, "2 d"],
  [277_200, "3 d 5 h"],
] as const) {
  test(`writes ${seconds} s as ${text}`, () => assert.is(ageText(seconds), text));
}

test.run();
