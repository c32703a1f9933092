import { suite } from "uvu";
import * as assert from "uvu/assert";
import { IamCallForwarder, iamCallPattern } from "../../infra/iam-call-forwarder.ts";
import { patternMatcher } from "../../src/core/pattern/match.ts";
import { resources, synth } from "../support/synth.ts";

const test = suite("IamCallForwarder");

const forwarder = (region: string, trailbridgeRegion: string) =>
  synth((stack) => new IamCallForwarder(stack, "Forwarder", { trailbridgeRegion }), {
    env: { account: "111122223333", region },
  });

test("is refused where IAM is not called, or told already", () => {
  assert.throws(() => forwarder("eu-central-1", "eu-west-1"), /made in us-east-1/);
  assert.throws(() => forwarder("us-east-1", "us-east-1"), /leave it out/);
});

test("sends calls on roles to the default bus of trailbridge's Region, and alarms on what fails", () => {
  const template = forwarder("us-east-1", "eu-central-1");
  const [rule] = Object.values(resources(template, "AWS::Events::Rule"));
  const text = JSON.stringify(rule?.Properties);
  assert.match(text, ":events:eu-central-1:111122223333:event-bus/default");
  assert.ok(Object.keys(resources(template, "AWS::CloudWatch::Alarm")).length > 0);
});

test("takes calls that change trailbridge's roles, and no others", () => {
  const { detailType, ...pattern } = iamCallPattern(["trailbridge"]);
  const matches = patternMatcher({ ...pattern, "detail-type": detailType });
  const call = (roleName: string, readOnly = false) =>
    matches({
      source: "aws.iam",
      "detail-type": "AWS API Call via CloudTrail",
      detail: { readOnly, requestParameters: { roleName } },
    });
  assert.equal(
    [call("trailbridge-notifier-eu-central-1"), call("other"), call("trailbridge-x", true)],
    [true, false, false],
  );
});

test("takes attempts that were refused, whose record says nothing of the request", () => {
  const { detailType, ...pattern } = iamCallPattern(["trailbridge"]);
  const matches = patternMatcher({ ...pattern, "detail-type": detailType });
  const attempt = (role: string) =>
    matches({
      source: "aws.iam",
      "detail-type": "AWS API Call via CloudTrail",
      detail: {
        readOnly: false,
        requestParameters: null,
        errorMessage: `User: arn:aws:iam::111122223333:user/m is not authorized to perform: iam:DeleteRole on resource: role ${role} because no identity-based policy allows it`,
      },
    });
  assert.equal([attempt("trailbridge-notifier"), attempt("other")], [true, false]);
});

test.run();
