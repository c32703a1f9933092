import { suite } from "uvu";
import * as assert from "uvu/assert";
import { undrawn } from "../../../src/core/thread/drawn.ts";
import { standInOf } from "../../../src/notifier/draw/stand-in.ts";
import { alertWith } from "../../support/alerts.ts";
import { memberWith } from "../../support/members.ts";
import { windowHead } from "../../support/window-heads.ts";

const test = suite("standInOf()");

const head = windowHead({ subject: JSON.stringify(alertWith({ identity: "first" })), sns: "{}" });
const able = (identity: string, recordedAt: number) =>
  memberWith({
    identity,
    recordedAt,
    subject: `subject of ${identity}`,
    sns: `sns of ${identity}`,
  });

test("is nobody where the event that opened the window is recorded in it", () => {
  assert.is(
    standInOf(head, [able("a", 1), memberWith({ identity: "first" })], undefined),
    undefined,
  );
});

test("is nobody where nobody can", () => {
  assert.is(standInOf(head, [memberWith({ identity: "0" })], undefined), undefined);
  assert.is(standInOf(head, [], undefined), undefined);
  assert.is(standInOf(windowHead({ subject: "?" }), [able("a", 1)], undefined), undefined);
});

test("is the first recorded that can, where the opener is recorded elsewhere", () => {
  const members = [memberWith({ identity: "0", recordedAt: 0 }), able("b", 2), able("a", 2)];
  const a = { subject: "subject of a", sns: "sns of a" };
  assert.equal(standInOf(head, members, undefined), a);
  assert.equal(standInOf(head, members, undrawn("alone")), a);
});

test("stays whom people were told of", () => {
  const members = [able("a", 1), memberWith({ identity: "first" })];
  const standIn = { subject: "subject of b" };
  assert.equal(standInOf(head, members, { ...undrawn("alone"), standIn }), standIn);
  for (const told of [{ ts: "" }, { attempt: {} as never }]) {
    assert.is(standInOf(head, [able("a", 1)], { ...undrawn("alone"), ...told }), undefined);
  }
});

test.run();
