import { readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { deploymentStack } from "../../infra/build/settings-app.ts";
import { parseDeployment, parseSettings } from "../../src/adapters/settings-file.ts";
import { resources, synthApp } from "../support/synth.ts";

const FORWARDER = example("forwarder");
const RECEIVER = example("receiver");

const test = suite("a stack in another account, from a settings file");

for (const [what, yaml, message] of [
  [
    "a bucket's account that is trailbridge's own",
    FORWARDER.replace('"444455556666"', '"111122223333"'),
    /Cannot use forward\.toAccount "111122223333" as the stack is of that account and Region/,
  ],
  [
    "a prefix no log file begins with",
    FORWARDER.replace("AWSLogs/o-a1b2c3d4e5/", "/AWSLogs/"),
    /Cannot use forward\.prefix "\/AWSLogs\/" as .*write "AWSLogs\/"/,
  ],
  [
    "what is of S3's events where a trail tells",
    FORWARDER.replace("forward:", "forward:\n  from: trail\n  newLogFiles: false"),
    /Cannot use forward\.newLogFiles false as forward\.from must be bucket for it: it is trail/,
  ],
  [
    "a topic of another Region for alarms",
    FORWARDER.replace(
      "emails: [platform@example.com]",
      "topicArn: arn:aws:sns:us-east-1:444455556666:alarms",
    ),
    /Cannot use alarms\.topicArn as CloudWatch alarms tell topics of their own Region/,
  ],
  [
    "what it does not know",
    FORWARDER.replace("toAccount", "account"),
    /Cannot do without forward\.toAccount[\s\S]*must be a key of forward/,
  ],
  [
    "a consumer that gets itself",
    `${RECEIVER}  # nothing\n`.replace(
      "firehose: {}",
      'bus: { arn: "arn:aws:events:eu-central-1:777788889999:event-bus/trailbridge" }',
    ),
    /Cannot use consumers\.lake\.bus\.arn .* as a bus must not forward to itself/,
  ],
  [
    "a key of another partition",
    RECEIVER.replace(
      "\nbus:",
      "\nbus:\n  kmsKeyArn: arn:aws-cn:kms:cn-north-1:777788889999:key/1a2b3c4d",
    ),
    /Cannot use bus\.kmsKeyArn as all must be in one partition/,
  ],
] as const) {
  test(`refuses ${what}`, () => {
    assert.throws(() => parseDeployment(yaml, "s.yaml"), message);
  });
}

test("is nothing that judges: a command that needs trailbridge's settings says so", () => {
  assert.throws(
    () => parseSettings(RECEIVER, "s.yaml"),
    /Cannot use settings file "s\.yaml" here as it must be trailbridge's own: it is that of a receiver/,
  );
});

test("forwards what happens to log files, and tells an address of what it could not", () => {
  const template = synthesized(FORWARDER);
  const patterns = Object.values(resources(template, "AWS::Events::Rule")).map(
    ({ Properties }) => Properties.EventPattern as Record<string, unknown>,
  );
  assert.equal(patterns.map((it) => it["detail-type"]).sort(), [
    ["Object Created"],
    ["Object Deleted"],
  ]);
  const [subscription] = Object.values(resources(template, "AWS::SNS::Subscription"));
  assert.is(subscription?.Properties.Endpoint, "platform@example.com");
});

test("forwards calls by a trail of its own where it is told to", () => {
  const template = synthesized(FORWARDER.replace("forward:", "forward:\n  from: trail"));
  assert.is(Object.keys(resources(template, "AWS::CloudTrail::Trail")).length, 1);
});

test("receives by a bus of the name it is given, with consumers and their alarms", () => {
  const template = synthesized(RECEIVER);
  const [bus] = Object.values(resources(template, "AWS::Events::EventBus"));
  assert.is(bus?.Properties.Name, "trailbridge");
  assert.is(Object.keys(resources(template, "AWS::KinesisFirehose::DeliveryStream")).length, 1);
  for (const { Properties } of Object.values(resources(template, "AWS::CloudWatch::Alarm"))) {
    assert.is((Properties.AlarmActions as unknown[]).length, 1);
  }
});

test.run();

function synthesized(yaml: string) {
  return synthApp((app) => deploymentStack(app, parseDeployment(yaml, "s.yaml"), ".").stack);
}

function example(name: string): string {
  const file = new URL(`../../infra/examples/other-accounts/${name}.yaml`, import.meta.url);
  return readFileSync(file, "utf8");
}
