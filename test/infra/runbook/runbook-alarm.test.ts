import { Metric } from "aws-cdk-lib/aws-cloudwatch";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type AlarmName, RUNBOOK } from "../../../infra/runbook/runbook.ts";
import {
  deadLetterAlarms,
  linkRunbook,
  runbookAlarm,
} from "../../../infra/runbook/runbook-alarm.ts";
import { resource, resources, synth } from "../../support/synth.ts";

const metric = new Metric({ namespace: "N", metricName: "M" });
const names = Object.keys(RUNBOOK) as AlarmName[];

const test = suite("runbookAlarm()");

test("says what, where to look, what to do, within CloudWatch's limit, for every alarm", () => {
  const template = synth((stack) => {
    const scope = new Construct(stack, "Scope");
    linkRunbook(scope, { url: `https://wiki.example.com/${"x".repeat(170)}`, anchors: true });
    for (const name of names) runbookAlarm(scope, name, name, { metric });
  });
  const descriptions = Object.values(resources(template, "AWS::CloudWatch::Alarm")).map(
    ({ Properties }) => String(Properties.AlarmDescription),
  );
  assert.is(descriptions.length, names.length);
  for (const description of descriptions) {
    assert.match(description, /\nLook at: .+\nDo: .+\nRunbook: https:\/\/wiki.*#alarm-[a-z-]+$/s);
    assert.ok(description.length <= 1024, `${description.length} characters`);
  }
});

test("has no link where no runbook was named", () => {
  const template = synth((stack) => runbookAlarm(stack, "Alarm", "silence", { metric }));
  const { AlarmDescription } = resource(template, "AWS::CloudWatch::Alarm").Properties;
  assert.not.match(String(AlarmDescription), /Runbook:/);
});

test("alarms above 0 and takes missing data for good unless told otherwise", () => {
  synth((stack) => runbookAlarm(stack, "Alarm", "sums", { metric })).hasResourceProperties(
    "AWS::CloudWatch::Alarm",
    {
      Threshold: 0,
      ComparisonOperator: "GreaterThanThreshold",
      EvaluationPeriods: 1,
      TreatMissingData: "notBreaching",
    },
  );
  synth((stack) => {
    runbookAlarm(stack, "Alarm", "silence", { metric, below: 1, periods: 3 });
  }).hasResourceProperties("AWS::CloudWatch::Alarm", {
    Threshold: 1,
    ComparisonOperator: "LessThanThreshold",
    EvaluationPeriods: 3,
    DatapointsToAlarm: 3,
  });
});

const letters = suite("deadLetterAlarms()");

letters("last while anything lies there, and go off anew for each that comes beside it", () => {
  const template = synth((stack) => {
    deadLetterAlarms(stack, "Letters", "buffer-dead-letters", new Queue(stack, "Queue"));
  });
  const all = Object.values(resources(template, "AWS::CloudWatch::Alarm")).map(
    ({ Properties }) => Properties,
  );
  const lasting = all.find(({ Metrics }) => Metrics === undefined);
  assert.is(lasting?.MetricName, "ApproximateNumberOfMessagesVisible");
  const anew = all.find(({ Metrics }) => Metrics !== undefined);
  const metrics = anew?.Metrics as readonly { Id: string; Expression?: string }[];
  assert.equal(
    metrics.flatMap(({ Expression }) => Expression ?? []),
    ["IF(depth > DIFF(depth), DIFF(depth), 0)", "FILL(visible, 0) + FILL(hidden, 0)"],
  );
  // A difference needs a period before it.
  assert.equal([anew?.EvaluationPeriods, anew?.DatapointsToAlarm], [2, 1]);
});

test.run();
letters.run();
