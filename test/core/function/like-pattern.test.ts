import { suite } from "uvu";
import * as assert from "uvu/assert";
import { textsOf, toWildcard } from "../../../src/core/function/like-pattern.ts";

const test = suite("toWildcard()");

test("makes stars that stand side by side one, and a backslash plain", () => {
  for (const [pattern, texts, wildcard] of [
    ["", [""], ""],
    ["a", ["a"], "a"],
    ["*", ["", ""], "*"],
    ["**", ["", ""], "*"],
    ["a*b", ["a", "b"], "a*b"],
    ["a***b", ["a", "b"], "a*b"],
    ["*a**", ["", "a", ""], "*a*"],
    ["**a*", ["", "a", ""], "*a*"],
    ["a\\*\\b", ["a\\", "\\b"], "a\\\\*\\\\b"],
  ] as const) {
    assert.equal(textsOf(pattern), texts, pattern);
    assert.is(toWildcard(pattern), wildcard, pattern);
  }
});

test.run();
