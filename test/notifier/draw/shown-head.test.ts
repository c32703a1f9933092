import { suite } from "uvu";
import * as assert from "uvu/assert";
import { shownHead } from "../../../src/notifier/draw/shown-head.ts";
import { alertWith } from "../../support/alerts.ts";
import { memberWith } from "../../support/members.ts";
import { windowHead } from "../../support/window-heads.ts";

const test = suite("shownHead()");

const head = windowHead({ subject: JSON.stringify(alertWith({ identity: "first" })), sns: "{}" });
const standIn = (identity: string, recordedAt: number) =>
  memberWith({
    identity,
    recordedAt,
    subject: `subject of ${identity}`,
    sns: `sns of ${identity}`,
  });

test("is about the event that opened the window, where that is recorded in it", () => {
  const first = memberWith({ identity: "first" });
  assert.is(shownHead(head, [standIn("a", 1), first]), head);
});

test("is about the first that was recorded in it, where the opener is recorded elsewhere", () => {
  const members = [memberWith({ identity: "0", recordedAt: 0 }), standIn("b", 2), standIn("a", 2)];
  assert.equal(shownHead(head, members), { ...head, subject: "subject of a", sns: "sns of a" });
});

test("stays as it is where nothing can stand in", () => {
  assert.is(shownHead(head, [memberWith({ identity: "0" })]), head);
  assert.is(shownHead(head, []), head);
  const unreadable = windowHead({ subject: "?" });
  assert.is(shownHead(unreadable, [standIn("a", 1)]), unreadable);
});

test.run();
