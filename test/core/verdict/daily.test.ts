import { suite } from "uvu";
import * as assert from "uvu/assert";
import { daily } from "../../../src/core/verdict/daily.ts";

const test = suite("daily()");

test("makes once for all times of a day of UTC, and anew on the next", () => {
  const made: number[] = [];
  const of = daily((now) => made.push(now));
  const day = Date.UTC(2026, 0, 24);
  assert.equal([of(day), of(day + 86_399_999), of(day + 86_400_000)], [1, 1, 2]);
  assert.equal(made, [day, day + 86_400_000]);
});

test("tries again where making failed", () => {
  let fails = true;
  const of = daily(() => {
    if (fails) throw new Error("no");
    return "made";
  });
  assert.throws(() => of(0), "no");
  fails = false;
  assert.is(of(0), "made");
});

test.run();
