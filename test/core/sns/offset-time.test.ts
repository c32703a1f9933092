import { suite } from "uvu";
import * as assert from "uvu/assert";
import { offsetTime } from "../../../src/core/sns/offset-time.ts";

const test = suite("offsetTime()");

test("writes whole seconds with an offset, as Python prints an aware datetime", () => {
  assert.is(offsetTime(Date.UTC(2026, 0, 24, 0, 5, 12, 999)), "2026-01-24 00:05:12+00:00");
});

test.run();
