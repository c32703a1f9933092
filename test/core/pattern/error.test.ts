import { suite } from "uvu";
import * as assert from "uvu/assert";
import { PatternError } from "../../../src/core/pattern/error.ts";

const test = suite("PatternError");

const messages: [path: string, found: unknown, message: string][] = [
  ["", [], "Cannot compile event pattern as it must be r: []"],
  ["detail.a", "x", 'Cannot compile event pattern at "detail.a" as it must be r: "x"'],
  ["a", Number.POSITIVE_INFINITY, 'Cannot compile event pattern at "a" as it must be r: Infinity'],
  ["a", undefined, 'Cannot compile event pattern at "a" as it must be r: undefined'],
];

for (const [path, found, message] of messages) {
  test(message, () => {
    const error = new PatternError(path, "it must be r", found);
    assert.equal([error.name, error.path, error.message], ["PatternError", path, message]);
  });
}

test("shows 120 characters of what it found", () => {
  const said = (length: number) => new PatternError("", "r", "x".repeat(length)).message;
  assert.ok(said(118).endsWith(` as r: "${"x".repeat(118)}"`));
  assert.ok(said(119).endsWith(` as r: "${"x".repeat(119)}…`));
});

test.run();
