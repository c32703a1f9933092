import { suite } from "uvu";
import * as assert from "uvu/assert";
import { trackedEventProblems } from "../../../src/core/rule/tracked-event.ts";

const test = suite("trackedEventProblems()");

test("names the setting and the name", () => {
  const [problem] = trackedEventProblems("iam:CreateRole");
  assert.match(problem ?? "", /^Cannot track "iam:CreateRole" in rules\.eventsToTrack/);
});

test("accepts a name", () => assert.equal(trackedEventProblems("DeleteBucket"), []));

test.run();
