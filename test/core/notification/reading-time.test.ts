import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readingTimeProblems } from "../../../src/core/notification/reading-time.ts";

const test = suite("readingTimeProblems()");

for (const [seconds, memoryMiB, least] of [
  [19, 512, 20],
  [5, 512, 20],
  [39, 256, 40],
  [79, 128, 80],
  [5, 1769, 6],
  [10, 1023, 11],
] as const) {
  test(`wants ${least} seconds at ${memoryMiB} MiB, and says so of ${seconds}`, () => {
    assert.equal(readingTimeProblems(seconds, memoryMiB), [
      `Cannot use splitter.timeoutSeconds ${seconds} as an invocation must come to where another stopped in the largest log file: that takes ${least} seconds at splitter.memoryMiB ${memoryMiB}`,
    ]);
    assert.equal(readingTimeProblems(least, memoryMiB), []);
  });
}

test("finds nothing against the shortest time with much memory", () => {
  assert.equal(readingTimeProblems(5, 2_048), []);
});

test.run();
