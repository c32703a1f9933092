import { suite } from "uvu";
import * as assert from "uvu/assert";
import { countedNoun } from "../../../src/core/backtest/text-table.ts";

const test = suite("countedNoun()");

test("says one of a thing as one, and none and many as many", () => {
  assert.equal(
    [0, 1, 2, 1_200].map((count) => countedNoun(count, "thread")),
    ["0 threads", "1 thread", "2 threads", "1,200 threads"],
  );
});

test.run();
