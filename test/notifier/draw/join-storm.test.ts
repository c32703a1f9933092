import { suite } from "uvu";
import * as assert from "uvu/assert";
import { DeliveryError } from "../../../src/core/alert/delivery-error.ts";
import { type DrawRig, drawRig, RIG_START } from "../../support/draw-rig.ts";
import { rejects } from "../../support/rejects.ts";

const test = suite("joinStorm");

const SECOND = 1_000;

/** After every window and storm is over. */
const END = RIG_START + 2_000 * SECOND;

function recordAll(rig: DrawRig, windows: number): void {
  for (let i = 0; i < windows; i++) rig.record({ id: `w-${i}` }, [{ identity: `e-${i}` }]);
}

const shown = (rig: DrawRig) =>
  rig
    .parents()
    .map(({ picture }) => ("tally" in picture ? picture.tally.count : 0))
    .reduce((sum, count) => sum + count, 0);

test("has a storm drawn whose drawer died as it was to be", async () => {
  const rig = drawRig();
  recordAll(rig, 9);
  let isDead = false;
  rig.table.onCall = (name) => {
    if (name !== "putMark" || isDead) return;
    isDead = true;
    throw new Error("the function ends here");
  };
  await rejects(rig.run(RIG_START + 10 * SECOND), Error);
  rig.table.planned = rig.now;
  await rig.run(RIG_START + 60 * SECOND);
  assert.ok(rig.parents().some(({ picture }) => picture.kind === "storm"));
  assert.is(shown(rig), 9);
});

test("counts windows once whose drawer died among them, though a catch-up would take them then", async () => {
  const kinds = new Set<string>();
  for (let death = 0; death < 18; death++) {
    const rig = drawRig();
    recordAll(rig, 9);
    let writes = 0;
    rig.table.onCall = (name) => {
      if (name !== "putStormTally" && name !== "putDrawn") return;
      if (writes++ === death) throw new Error("the function ends here");
    };
    await rejects(rig.run(RIG_START + 10 * SECOND), Error);
    rig.now += 400 * SECOND;
    rig.table.planned = rig.now;
    await rig.run(END);
    assert.is(shown(rig), 9, `the function ends at write ${death}`);
    for (const { picture } of rig.parents()) {
      if (picture.kind === "storm") kinds.add(picture.storm.kind);
    }
  }
  assert.equal([...kinds].sort(), ["catch-up", "storm"]);
});

test("counts windows in the storm they were counted in when their events come again", async () => {
  const rig = drawRig();
  recordAll(rig, 30);
  await rig.run(END);
  const before = rig.messages.length;
  recordAll(rig, 30);
  await rig.run(END + 100 * SECOND);
  assert.is(rig.messages.length, before);
  rig.record({ id: "w-29" }, [{ identity: "late" }]);
  await rig.run(END + 200 * SECOND);
  assert.is(shown(rig), 31);
  assert.is(rig.parents().filter(({ picture }) => picture.kind === "storm").length, 1);
  assert.is(rig.table.marks.size, 0);
});

test("opens no storm for windows that have messages of their own", async () => {
  const rig = drawRig();
  recordAll(rig, 5);
  await rig.run(END);
  rig.onCall = () => {
    if (rig.now < END + 600 * SECOND) throw new DeliveryError("later", "http_503");
  };
  recordAll(rig, 5);
  rig.record({ id: "other", ruleId: "other" }, [{}]);
  await rig.run(END + 3_000 * SECOND);
  assert.equal(
    rig.parents().map(({ of }) => of),
    ["w-0", "w-1", "w-2", "w-3", "w-4", "other"],
  );
  assert.is(rig.table.marks.size, 0);
});

test.run();
