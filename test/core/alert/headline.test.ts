import { suite } from "uvu";
import * as assert from "uvu/assert";
import { headline } from "../../../src/core/alert/headline.ts";

const test = suite("headline()");

test("is the title of the rule where the call went through", () => {
  assert.is(headline({ title: "Trail stopped", eventName: "StopLogging" }), "Trail stopped");
});

test("says first that it did not", () => {
  const alert = { title: "Trail stopped", eventName: "StopLogging" };
  assert.is(
    headline({ ...alert, failure: "refused" }),
    "StopLogging was refused (rule: Trail stopped)",
  );
  assert.is(headline({ ...alert, failure: "failed" }), "StopLogging failed (rule: Trail stopped)");
});

test("has words for an event without a name, and bounds one that is long", () => {
  assert.is(headline({ title: "T", failure: "refused" }), "A call was refused (rule: T)");
  const long = headline({ title: "T", eventName: "x".repeat(200), failure: "failed" });
  assert.match(long, /^x{49}… failed \(rule: T\)$/);
});

test.run();
