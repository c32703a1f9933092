import { suite } from "uvu";
import * as assert from "uvu/assert";
import { resolveReferences } from "../../../src/core/settings/env-reference.ts";

const test = suite("resolveReferences()");

const ARN = "arn:aws:sns:eu-central-1:111122223333:alerts";

test("refuses a variable that is not set, naming it", () => {
  assert.throws(
    () => resolveReferences({ defaults: { snsTopicArn: "env:NOWHERE" }, routes: [] }, {}),
    /Cannot resolve destination "env:NOWHERE"/,
  );
});

test("does not read an empty variable as a destination", () => {
  assert.throws(
    () => resolveReferences({ defaults: { snsTopicArn: "env:EMPTY" }, routes: [] }, { EMPTY: "" }),
    /"env:EMPTY"/,
  );
});

test("puts values into defaults and routes, and leaves the rest as it is", () => {
  const destinations = {
    slackTokenSecretId: "trailbridge/bot",
    defaults: { slackChannel: "C0SECURITY", snsTopicArn: "env:DESTINATION_1" },
    routes: [{ accounts: ["111122223333"], snsTopicArn: "env:DESTINATION_1" }],
  };
  assert.equal(resolveReferences(destinations, { DESTINATION_1: ARN }), {
    slackTokenSecretId: "trailbridge/bot",
    defaults: { slackChannel: "C0SECURITY", snsTopicArn: ARN },
    routes: [{ accounts: ["111122223333"], snsTopicArn: ARN }],
  });
});

test.run();
