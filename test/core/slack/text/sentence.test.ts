import { suite } from "uvu";
import * as assert from "uvu/assert";
import { isBareLogin, sentence } from "../../../../src/core/slack/text/sentence.ts";
import { alertWith } from "../../../support/alerts.ts";

const test = suite("sentence()");

const START = "*`ada`* called *`StopLogging`* on `cloudtrail` from `192.0.2.10`";

for (const [fields, text] of [
  [{}, `${START}, which succeeded`],
  [{ failure: "refused", errorCode: "E" }, `${START}, which *was refused* with \`E\``],
  [{ failure: "failed", errorMessage: "m" }, `${START}, which *failed* with \`m\``],
  [{ errorMessage: "m" }, `${START}, which succeeded`],
  [
    { eventSource: "example.com" },
    "*`ada`* called *`StopLogging`* on `example.com` from `192.0.2.10`, which succeeded",
  ],
  [
    { insight: "ApiErrorRateInsight Start" },
    "Unusual activity: *`StopLogging`* on `cloudtrail` by *`ada`*  (`ApiErrorRateInsight Start`) from `192.0.2.10`",
  ],
] as const) {
  test(`says: ${text}`, () => assert.is(sentence(alertWith(fields)), text));
}

test("names a person who signed in by single sign-on before the permission set", () => {
  const actor = { name: "AWSReservedSSO_Admin_0123456789abcdef", session: "ada@example.com" };
  assert.match(sentence(alertWith({ actor })), "*`ada@example.com`* as `Admin` called");
});

test("calls a login without MFA by name only where it succeeded", () => {
  assert.ok(isBareLogin(alertWith({ loginWithoutMfa: true })));
  assert.not.ok(isBareLogin(alertWith({ loginWithoutMfa: true, failure: "failed" })));
});

test.run();
