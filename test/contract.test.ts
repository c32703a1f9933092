import { suite } from "uvu";
import * as assert from "uvu/assert";
import { brokenSums, SUMS, sumText } from "../src/contract.ts";

const test = suite("brokenSums()");

for (const sum of SUMS) {
  const whole = Object.fromEntries(sum.parts.map((part, i) => [part, i + 1]));
  const counters = { ...whole, [sum.whole]: sum.parts.reduce((total, _, i) => total + i + 1, 0) };
  const others = SUMS.filter(({ of }) => of !== sum.of).map(({ of }) => of);

  test(`is empty where ${sumText(sum)}`, () => {
    assert.equal(brokenSums(sum.of, counters), []);
  });

  for (const name of [sum.whole, ...sum.parts]) {
    test(`names ${sum.whole} if one of ${name} was not counted`, () => {
      const missed = { ...counters, [name]: (counters[name] ?? 0) - 1 };
      assert.equal(brokenSums(sum.of, missed).map(sumText), [sumText(sum)]);
      for (const other of others) assert.equal(brokenSums(other, missed), []);
    });
  }
}

test.run();
