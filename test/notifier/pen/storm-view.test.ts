import { suite } from "uvu";
import * as assert from "uvu/assert";
import { tallyOf } from "../../../src/core/thread/tally.ts";
import { stormViewOf } from "../../../src/notifier/pen/storm-view.ts";
import { alertWith } from "../../support/alerts.ts";
import { memberWith } from "../../support/members.ts";

const TALLY = tallyOf([memberWith({ time: 4_000 })]);
const FACTS = {
  id: "storm-1",
  kind: "storm",
  ruleId: "rule",
  severity: "medium",
  openedAt: 9_000,
  endsAt: 900_000,
  threads: 7,
} as const;

const test = suite("stormViewOf()");

test("has no example where what was kept is none of this program's alerts", () => {
  for (const example of ["", "{", "null", '{"kind":"notice","title":"t","facts":[]}']) {
    assert.is("example" in stormViewOf({ ...FACTS, example }, TALLY, false), false, example);
  }
  assert.is("example" in stormViewOf(FACTS, TALLY, false), false);
});

test("links to the storm's first alert", () => {
  const alert = alertWith({ title: "First" });
  const view = stormViewOf({ ...FACTS, example: JSON.stringify(alert) }, TALLY, false);
  assert.equal(view.example, alert);
});

test("lets an outage begin with the first event that waited, and end as its message was begun", () => {
  const { since, until } = stormViewOf({ ...FACTS, kind: "catch-up" }, TALLY, true);
  assert.equal([since, until], [4_000, 9_000]);
  assert.equal(stormViewOf(FACTS, TALLY, true).since, 9_000);
});

test.run();
