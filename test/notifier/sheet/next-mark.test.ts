import { suite } from "uvu";
import * as assert from "uvu/assert";
import { editInterval, type ThreadTimes } from "../../../src/core/thread/drawing-calls.ts";
import { undrawn } from "../../../src/core/thread/drawn.ts";
import { nextMark } from "../../../src/notifier/sheet/next-mark.ts";

const NOW = 1_000_000;
const TIMES: ThreadTimes = { groupInterval: 15_000, repeatInterval: 60_000, maxReplies: 5 };
const POSTED = { ...undrawn("alone"), ts: "1.2", count: 3 };

const test = suite("nextMark()");

const mark = (about: object, closesAt = NOW + 900_000, isStorm = false) =>
  nextMark(
    { end: "drawn", drawn: POSTED, isWaiting: false, ...about } as never,
    { closesAt, isStorm },
    NOW,
    TIMES,
  );

test("is due at the end where nothing waits", () => {
  assert.is(mark({}).due, NOW + 900_000);
  assert.is(mark({}, NOW - 5).due, NOW, "now, where the end is past");
});

test("is due when its next call may be made, before the end if there is one to come", () => {
  assert.is(mark({ at: NOW + 7, isWaiting: true }).due, NOW + 7);
  assert.is(mark({ at: NOW + 7, isWaiting: true }, NOW + 5).due, NOW + 5);
  assert.is(mark({ at: NOW + 7, isWaiting: true }, NOW).due, NOW + 7);
  assert.is(mark({ at: NOW + 7, isWaiting: true }, NOW - 5).due, NOW + 7);
});

test("rests for an interval after it was shown, never beyond the end", () => {
  const rest = editInterval({ count: 3, isStorm: false }, TIMES);
  assert.is(mark({}).notBefore, NOW + rest);
  assert.is(mark({}, NOW + 1).notBefore, NOW + 1);
  assert.is(mark({}, NOW - 1).notBefore, NOW + rest);
  assert.is(mark({ at: NOW + 7, isWaiting: true }).notBefore, NOW + 7);
});

test("keeps how it is drawn once it stands", () => {
  assert.equal([mark({}).as, mark({}).isWaiting], ["alone", false]);
  assert.is(mark({ drawn: { ...POSTED, as: "inhibited" } }).as, "inhibited");
  assert.is(mark({ drawn: { ...POSTED, as: "failed" } }).as, "alone");
});

test("says nothing of how it is drawn before, but that a post was tried", () => {
  const drawn = undrawn("inhibited");
  assert.equal(mark({ drawn, at: NOW + 7, isWaiting: true }), { due: NOW + 7, isWaiting: true });
  assert.equal(mark({ drawn, at: NOW + 7, isWaiting: true, isTried: true }), {
    due: NOW + 7,
    isWaiting: true,
    as: "alone",
  });
});

test.run();
