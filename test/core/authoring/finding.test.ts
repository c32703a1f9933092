import { suite } from "uvu";
import * as assert from "uvu/assert";
import { FINDINGS, SWITCHABLE, switchProblem } from "../../../src/core/authoring/finding.ts";

const test = suite("switchProblem()");

test("refuses what is no finding, with the one that was meant", () => {
  assert.match(switchProblem("no-referense") ?? "", /did you mean "no-reference"\?$/);
  assert.match(switchProblem("toString") ?? "", "there must be such a finding");
});

test("refuses to switch off an error", () => {
  assert.match(switchProblem("cannot-load") ?? "", "it cannot be deployed");
});

test("takes every other", () => {
  assert.equal(
    SWITCHABLE.filter((id) => switchProblem(id) !== undefined),
    [],
  );
  assert.ok(SWITCHABLE.length > 10 && SWITCHABLE.length < Object.keys(FINDINGS).length);
});

test.run();
