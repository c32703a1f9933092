import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Claims } from "../../src/backtest/claims.ts";

const test = suite("Claims");

const KEEP = 100;

test("finds nothing that was not put, however like it is", () => {
  const claims = new Claims();
  claims.put("event-1#111122223333#aa", 7, 0);
  assert.is(claims.find("event-2#111122223333#aa", 0, KEEP), undefined);
});

test("forgets what was put too long ago, and takes it again", () => {
  const claims = new Claims();
  claims.put("a", 1, 0);
  assert.is(claims.find("a", KEEP, KEEP), 1);
  assert.is(claims.find("a", KEEP + 1, KEEP), undefined);
  claims.put("a", 2, KEEP + 1);
  assert.is(claims.find("a", KEEP + 1, KEEP), 2);
});

test("keeps each of a hundred thousand events apart while it grows", () => {
  const claims = new Claims();
  const identity = (n: number) => `${n}#111122223333#${(n * 7919).toString(16)}`;
  for (let n = 0; n < 100_000; n++) claims.put(identity(n), n, 0);
  const wrong = Array.from({ length: 100_000 }, (_, n) => n).filter(
    (n) => claims.find(identity(n), 0, KEEP) !== n,
  );
  assert.equal(wrong, []);
  assert.is(claims.find(identity(100_000), 0, KEEP), undefined);
});

test.run();
