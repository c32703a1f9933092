import { suite } from "uvu";
import * as assert from "uvu/assert";
import { ExpressionError } from "../../../src/core/syntax/error.ts";

const test = suite("ExpressionError");

test("has its name, its place and its cause", () => {
  const cause = new RangeError("too deep");
  const error = new ExpressionError("Cannot judge", { position: 7, cause });
  assert.equal([error.name, error.message, error.position], ["ExpressionError", "Cannot judge", 7]);
  assert.is(error.cause, cause);
});

test("has no cause of its own where there is none", () => {
  assert.not("cause" in new ExpressionError("Cannot judge"));
});

test.run();
