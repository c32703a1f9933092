import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Member } from "../../../src/core/thread/member.ts";
import { type DrawRig, drawRig, RIG_START } from "../../support/draw-rig.ts";

const test = suite("what hides in a storm");

const SECOND = 1_000;

/** A window of a high alert, with one event. */
function record(rig: DrawRig, id: string, member: Partial<Member>): void {
  const { outcome = "succeeded" } = member;
  const fields = outcome === "succeeded" ? {} : { outcome };
  rig.record({ id, severity: "high", ...fields }, [{ ...member, resources: [], identity: id }]);
}

/** What replies to storms name, as text. */
const named = (rig: DrawRig) =>
  rig.replies().map(({ picture }) => ("news" in picture ? JSON.stringify(picture.news.named) : ""));

test("no success hides among failures: it is a message of its own", async () => {
  const rig = drawRig();
  for (let n = 0; n < 30; n++) {
    record(rig, `failed-${n}`, {
      actor: `user-${n}`,
      eventName: "ConsoleLogin",
      outcome: "failed",
    });
  }
  await rig.run(RIG_START + 60 * SECOND);
  const before = rig.parents().length;
  for (const user of ["user-20", "user-21"]) {
    record(rig, `succeeded-${user}`, { actor: user, eventName: "ConsoleLogin" });
  }
  await rig.run(RIG_START + 120 * SECOND);
  assert.is(rig.parents().length, before + 2);
});

test("no call hides behind its caller's other calls and other callers' same calls", async () => {
  const rig = drawRig();
  for (let n = 0; n < 20; n++) {
    const eventName = n === 19 ? "DeleteTrail" : "StopLogging";
    record(rig, `w-${String(n).padStart(2, "0")}`, { actor: `role-${n}`, eventName });
  }
  await rig.run(RIG_START + 200 * SECOND);
  assert.not.ok(named(rig).some((text) => /role-15 .*DeleteTrail/.test(text)));
  record(rig, "w-hidden", { actor: "role-15", eventName: "DeleteTrail" });
  await rig.run(RIG_START + 600 * SECOND);
  assert.ok(named(rig).some((text) => /role-15 .*DeleteTrail/.test(text)));
});

test.run();
