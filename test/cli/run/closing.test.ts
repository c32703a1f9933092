import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createClosing } from "../../../src/cli/run/closing.ts";

const test = suite("createClosing()");

test("closes what was opened last first, and at once what is opened too late", async () => {
  const closed: string[] = [];
  const closing = createClosing();
  closing.add(() => void closed.push("first"));
  closing.add(async () => void closed.push("second"));
  await closing.close();
  assert.equal(closed, ["second", "first"]);
  closing.add(() => void closed.push("late"));
  await closing.close();
  assert.equal(closed, ["second", "first", "late"]);
});

test.run();
