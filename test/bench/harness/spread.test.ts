import { suite } from "uvu";
import * as assert from "uvu/assert";
import { spreadOf } from "./spread.ts";

const test = suite("spreadOf()");

test("refuses what has no median", () => {
  assert.throws(() => spreadOf([]), /all must be numbers/);
  assert.throws(() => spreadOf([1, Number.NaN]), /all must be numbers/);
});

test("takes the middle, whatever the order", () => {
  assert.equal(spreadOf([5, 1, 100, 2, 3]), { median: 3, middle: [2, 5] });
});

test("lies between two where there is no middle one", () => {
  assert.equal(spreadOf([2, 1]), { median: 1.5, middle: [1.25, 1.75] });
  assert.equal(spreadOf([7]), { median: 7, middle: [7, 7] });
});

test.run();
