import { Key } from "aws-cdk-lib/aws-kms";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { TrailbridgeReceiver } from "../../infra/trailbridge-receiver.ts";
import { resource, resources, synth } from "../support/synth.ts";

const test = suite("TrailbridgeReceiver");

test("refuses an account that is none", () => {
  assert.throws(
    () => synth((stack) => new TrailbridgeReceiver(stack, "Receiver", { senderAccount: "prod" })),
    /Cannot receive from account "prod" as senderAccount must be 12 digits/,
  );
});

test("takes trailbridge's events from one account and organisation, and nothing else", () => {
  const template = synth((stack) => {
    new TrailbridgeReceiver(stack, "Receiver", {
      senderAccount: "111122223333",
      organizationId: "o-a1b2c3d4e5",
      eventBusName: "trailbridge",
    });
  });
  const { Statement } = resource(template, "AWS::Events::EventBusPolicy").Properties as {
    Statement: Record<string, unknown>;
  };
  assert.is(Statement.Action, "events:PutEvents");
  assert.match(JSON.stringify(Statement.Principal), ":iam::111122223333:root");
  assert.equal(Statement.Condition, {
    StringEquals: { "events:source": "trailbridge", "aws:PrincipalOrgID": "o-a1b2c3d4e5" },
  });
});

test("names its bus in an output, and has consumers like the sender", () => {
  const template = synth((stack) => {
    const receiver = new TrailbridgeReceiver(stack, "Receiver", { senderAccount: "111122223333" });
    receiver.bus.addQueue("Siem");
  });
  assert.is(Object.keys(template.findOutputs("*")).length, 1);
  template.resourceCountIs("AWS::Events::Rule", 1);
  template.resourceCountIs("AWS::CloudWatch::Alarm", 2);
});

test("tells somebody of all that its consumers, its bus and its subscribers did not take", () => {
  const template = synth((stack) => {
    const receiver = new TrailbridgeReceiver(stack, "Receiver", {
      senderAccount: "111122223333",
      encryptionKey: new Key(stack, "Key"),
      alarms: { emails: ["soc@example.com"], runbookUrl: "https://wiki.example.com/runbook" },
    });
    receiver.bus.addQueue("Siem");
  });
  const alarms = Object.values(resources(template, "AWS::CloudWatch::Alarm"));
  assert.is(alarms.length, 6);
  for (const { Properties } of alarms) {
    assert.match(JSON.stringify(Properties.AlarmActions), "ReceiverAlarmTopic");
    assert.match(Properties.AlarmDescription as string, /Runbook: https:\/\/wiki.*#alarm-/);
  }
  const topics = Object.keys(resources(template, "AWS::SNS::Topic"));
  assert.is(topics.length, 1);
});

test.run();
