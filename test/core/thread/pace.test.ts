import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  FREE_PACE,
  isAuthFinal,
  opensAt,
  type Pace,
  pacedAfterLimit,
  pacedAfterPost,
  pacedAfterSuccess,
  pacedAfterTrouble,
  type Trouble,
} from "../../../src/core/thread/pace.ts";

const test = suite("pace");

const NOW = 1_700_000_000_000;

test("lets everything through where nothing is known", () => {
  assert.is(opensAt(FREE_PACE, "post"), 0);
  assert.is(opensAt(FREE_PACE, "edit"), 0);
});

test("spaces posts, not edits", () => {
  const pace = pacedAfterPost(FREE_PACE, NOW, 1_100);
  assert.is(opensAt(pace, "post"), NOW + 1_100);
  assert.is(opensAt(pace, "edit"), 0);
});

test("pauses the method that is limited and nothing else, the longest pause counts", () => {
  let pace = pacedAfterLimit(FREE_PACE, "edit", NOW, 30);
  pace = pacedAfterLimit(pace, "edit", NOW, 3);
  assert.is(opensAt(pace, "edit"), NOW + 30_000);
  assert.is(opensAt(pace, "post"), 0);
});

const WAITS: readonly [Trouble["kind"], readonly number[]][] = [
  ["unsure", [5, 10, 20, 40, 80, 160, 300, 300]],
  ["down", [5, 10, 20, 40, 60, 60]],
  ["auth", [15, 30, 60, 120, 120]],
];
for (const [kind, waits] of WAITS) {
  test(`waits longer each time while it is ${kind}, for both methods`, () => {
    let pace: Pace = FREE_PACE;
    const seen = waits.map(() => {
      pace = pacedAfterTrouble(pace, kind, NOW);
      assert.is(opensAt(pace, "edit"), opensAt(pace, "post"));
      return (opensAt(pace, "post") - NOW) / 1_000;
    });
    assert.equal(seen, waits);
  });
}

test("begins anew after a success, and with another kind of trouble", () => {
  const twice = pacedAfterTrouble(pacedAfterTrouble(FREE_PACE, "down", NOW), "down", NOW);
  assert.is(opensAt(pacedAfterSuccess(twice), "post"), 0);
  assert.is(opensAt(pacedAfterTrouble(twice, "unsure", NOW), "post"), NOW + 5_000);
});

test("takes a refusal of our secret for final after an hour", () => {
  const since = pacedAfterTrouble(FREE_PACE, "auth", NOW);
  assert.not.ok(isAuthFinal(since, NOW + 3_599_999));
  assert.ok(isAuthFinal(pacedAfterTrouble(since, "auth", NOW + 3_600_000), NOW + 3_600_000));
  assert.not.ok(isAuthFinal(pacedAfterTrouble(FREE_PACE, "down", NOW), NOW + 7_200_000));
});

test.run();
