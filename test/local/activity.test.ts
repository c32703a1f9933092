import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createActivity } from "../../src/local/wiring/activity.ts";

const test = suite("createActivity()");

test("is quiet at once when nothing is under way", async () => {
  await createActivity().quiet();
});

test("is quiet when the last work has ended, and not before", async () => {
  const activity = createActivity();
  const [first, second] = [activity.begin(), activity.begin()];
  let quiet = false;
  const waiting = activity.quiet().then(() => {
    quiet = true;
  });
  first();
  await Promise.resolve();
  assert.not(quiet);
  assert.is(activity.count(), 1);
  second();
  await waiting;
});

test("counts the end of one work once", () => {
  const activity = createActivity();
  const end = activity.begin();
  activity.begin();
  end();
  end();
  assert.is(activity.count(), 1);
});

test.run();
