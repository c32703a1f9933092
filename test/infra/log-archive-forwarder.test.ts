import type { Template } from "aws-cdk-lib/assertions";
import { Bucket } from "aws-cdk-lib/aws-s3";
import { Topic } from "aws-cdk-lib/aws-sns";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { LogArchiveForwarder } from "../../infra/log-archive-forwarder.ts";
import { LogRemovalForwarder } from "../../infra/log-removal-forwarder.ts";
import { ENV, resources, synth } from "../support/synth.ts";

const OWN_TOPIC = "arn:aws:sns:eu-central-1:111122223333:on-call";

for (const Forwarder of [LogArchiveForwarder, LogRemovalForwarder]) {
  const test = suite(Forwarder.name);

  const forwarded = (alarms?: { topic?: string; emails?: string[] }): Template =>
    synth(
      (stack) => {
        new Forwarder(stack, "Forwarder", {
          logBucket: Bucket.fromBucketName(stack, "Logs", "org-logs"),
          trailbridgeAccount: "444455556666",
          alarms: {
            ...(alarms?.emails && { emails: alarms.emails }),
            ...(alarms?.topic && { topic: Topic.fromTopicArn(stack, "Topic", alarms.topic) }),
          },
        });
      },
      { env: ENV },
    );

  test("tells a topic of its own of what it could not forward, even to dead letters", () => {
    const template = forwarded();
    const rules = Object.keys(resources(template, "AWS::Events::Rule")).length;
    const alarms = Object.values(resources(template, "AWS::CloudWatch::Alarm"));
    const metrics = alarms.map(({ Properties }) => Properties.MetricName as string);
    assert.is(metrics.filter((name) => name === "InvocationsFailedToBeSentToDlq").length, rules);
    // One that lasts and one for each further dead letter.
    assert.is(alarms.length, 3 * rules);
    for (const { Properties } of alarms) {
      assert.match(JSON.stringify(Properties.AlarmActions), "ForwarderAlarmTopic");
      if (Properties.Metrics !== undefined) continue;
      assert.equal(Properties.AlarmActions, Properties.OKActions);
    }
  });

  test("tells the topic it is given, and makes none", () => {
    const template = forwarded({ topic: OWN_TOPIC });
    assert.equal(resources(template, "AWS::SNS::Topic"), {});
    for (const { Properties } of Object.values(resources(template, "AWS::CloudWatch::Alarm"))) {
      assert.equal(Properties.AlarmActions, [OWN_TOPIC]);
    }
  });

  test("tells addresses, and somebody of those that were not reached", () => {
    const template = forwarded({ emails: ["soc@example.com"] });
    const [subscription] = Object.values(resources(template, "AWS::SNS::Subscription"));
    assert.is(subscription?.Properties.Endpoint, "soc@example.com");
    const ids = Object.keys(resources(template, "AWS::CloudWatch::Alarm"));
    assert.ok(ids.some((id) => id.includes("AlarmsUndelivered")));
  });

  test("refuses a topic of another Region, which alarms cannot tell", () => {
    assert.throws(
      () => forwarded({ topic: OWN_TOPIC.replace("eu-central-1", "us-east-1") }),
      /Cannot use alarms\.topic as CloudWatch alarms tell topics of their own Region/,
    );
  });

  test.run();
}
