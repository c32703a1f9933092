import { suite } from "uvu";
import * as assert from "uvu/assert";
import { CallWindow, FIRST_CALLS, MOST_CALLS } from "../../../src/core/entry/call-window.ts";

const test = suite("CallWindow");

test("has half as many once a call is refused, one at least", () => {
  const window = new CallWindow();
  const sizes = [1, 2, 3, 4].map((at) => {
    window.refused(at, at);
    return window.size;
  });
  assert.equal(sizes, [FIRST_CALLS / 2, 1, 1, 1]);
});

test("is halved once for calls that were under way together", () => {
  const window = grown();
  for (let call = 0; call < MOST_CALLS; call++) window.refused(1_000, 1_020 + call);
  assert.is(window.size, MOST_CALLS / 2);
  window.refused(1_021, 1_050);
  assert.is(window.size, MOST_CALLS / 4);
});

test("stays where calls are so short that waiting for them costs nothing", () => {
  const window = new CallWindow();
  for (let call = 0; call < 100; call++) window.answered(0, 4);
  assert.is(window.size, FIRST_CALLS);
});

test("grows no more once calls take twice as long as the shortest did", () => {
  const window = new CallWindow();
  window.answered(0, 20);
  for (let call = 0; call < 100; call++) window.answered(0, 41);
  assert.is(window.size, FIRST_CALLS + 1);
  window.answered(0, 40);
  assert.is(window.size, FIRST_CALLS + 2);
});

test("takes in one more with each answer, up to the most", () => {
  const window = new CallWindow();
  const sizes = Array.from({ length: 20 }, () => {
    window.answered(0, 20);
    return window.size;
  });
  assert.equal(sizes.slice(0, 3), [5, 6, 7]);
  assert.is(sizes.at(-1), MOST_CALLS);
});

test("grows again after a refusal, by one for as many answers as there are calls", () => {
  const window = grown();
  window.refused(1, 21);
  for (let call = 0; call < MOST_CALLS / 2 - 1; call++) window.answered(100, 120);
  assert.is(window.size, MOST_CALLS / 2);
  window.answered(100, 120);
  assert.is(window.size, MOST_CALLS / 2 + 1);
  for (let call = 0; call < 1_000; call++) window.answered(100, 120);
  assert.is(window.size, MOST_CALLS);
});

test.run();

function grown(): CallWindow {
  const window = new CallWindow();
  while (window.size < MOST_CALLS) window.answered(0, 20);
  return window;
}
