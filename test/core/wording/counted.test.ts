import { suite } from "uvu";
import * as assert from "uvu/assert";
import { digits, numbered } from "../../../src/core/wording/counted.ts";

const figures = suite("digits()");

figures("puts thousands apart", () => {
  assert.equal([digits(999), digits(12_431)], ["999", "12,431"]);
});

figures.run();

const test = suite("numbered()");

test("says one of a thing as one, and none and many as many", () => {
  assert.equal(
    [0, 1, 2, 1_200].map((count) => numbered(count, "thread")),
    ["0 threads", "1 thread", "2 threads", "1,200 threads"],
  );
});

test("takes the word for many where it is no s more", () => {
  assert.equal(
    [numbered(1, "reply", "replies"), numbered(2, "reply", "replies")],
    ["1 reply", "2 replies"],
  );
});

test.run();
