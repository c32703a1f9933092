import "../support/handler-bundles.ts";
import { Duration, type Stack } from "aws-cdk-lib";
import { Match, type Template } from "aws-cdk-lib/assertions";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { Bucket } from "aws-cdk-lib/aws-s3";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { Topic } from "aws-cdk-lib/aws-sns";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { PRODUCT_METRICS, type ProductMetric } from "../../infra/operations/product-metrics.ts";
import { type AlarmName, RUNBOOK } from "../../infra/runbook/runbook.ts";
import { queueSource } from "../../infra/splitter/queue-source.ts";
import { Trailbridge } from "../../infra/trailbridge.ts";
import type { TrailbridgeProps } from "../../infra/trailbridge-props.ts";
import { ALERT_METRICS, CANARY_METRIC, OLDEST_WAITING_METRIC } from "../../src/contract.ts";
import { type BatchResults, countBatch } from "../../src/notifier/counters.ts";
import { newSplitCounters } from "../../src/splitter/counters.ts";
import { ENV, resource, resources, synth } from "../support/synth.ts";

/** What the outputs of another stack say. */
const OUTPUTS = {
  eventBusArn: arn("events", "event-bus/records"),
  splitterFunctionArn: arn("lambda", "function:prod-splitter"),
  notifierFunctionArn: arn("lambda", "function:prod-notifier"),
  alarmTopicArn: arn("sns", "alarms"),
};

/** A batch of nothing. */
const NO_BATCH: BatchResults = {
  assessments: [],
  deliveriesOf: () => [],
  outcomes: new Map(),
  settlements: [],
};

const test = suite("Trailbridge");

test("hands its parts to whoever builds on it", () => {
  synth((stack) => {
    const trailbridge = newTrailbridge(stack);
    trailbridge.bus.addQueue("Siem");
    assert.is(trailbridge.notifier.function.ownRole.node.id, "FunctionRole");
    assert.is(trailbridge.splitter.bucketAccount, undefined);
  });
});

test("refuses one name for both functions", () => {
  assert.throws(
    () => synthTrailbridge({ splitter: { functionName: "f" }, notifier: { functionName: "f" } }),
    /Cannot name both functions "f" as each needs a functionName of its own/,
  );
});

test("has every alarm do what else is asked for, those of later consumers too", () => {
  const opsItem = "arn:aws:ssm:eu-central-1:111122223333:opsitem:2";
  const made = synth(
    (stack) => {
      const alarmActions = [{ bind: () => ({ alarmActionArn: opsItem }) }];
      newTrailbridge(stack, { alarms: { alarmActions } }).bus.addQueue("Siem");
    },
    { env: ENV },
  );
  const alarms = Object.values(resources(made, "AWS::CloudWatch::Alarm"));
  const silent = alarms.filter(
    ({ Properties }) => !JSON.stringify(Properties.AlarmActions ?? []).includes(opsItem),
  );
  assert.ok(alarms.length > 20);
  assert.equal(
    silent.map(({ Properties }) => Properties.AlarmDescription),
    [],
  );
});

test("hands out its counters as metrics, for alarms and dashboards of one's own", () => {
  synth((stack) => {
    const { metricName, namespace, statistic, dimensions } =
      newTrailbridge(stack).notifier.function.metricCounter("alerted");
    assert.equal([metricName, namespace, statistic], ["alerted", "Trailbridge", "Sum"]);
    assert.equal(Object.keys(dimensions ?? {}), ["FunctionName"]);
  });
});

test("hands out each metric of its own by a method", () => {
  synth(
    (stack) => {
      const trailbridge = newTrailbridge(stack);
      const counted = { splitter: newSplitCounters(), notifier: countBatch(NO_BATCH) };
      const measured = [ALERT_METRICS.latency, OLDEST_WAITING_METRIC, CANARY_METRIC];
      const methods = Object.entries<ProductMetric>(PRODUCT_METRICS);
      assert.ok(methods.length > 10);
      for (const [method, { of, name, statistic }] of methods) {
        assert.ok(name in counted[of] || measured.includes(name), `${of} writes no ${name}`);
        const metric = trailbridge[method as keyof typeof PRODUCT_METRICS]();
        assert.is(metric.metricName, name);
        assert.is(metric.namespace, "Trailbridge");
        assert.is(metric.statistic, statistic);
        const { functionName } = trailbridge[of].function;
        assert.equal(metric.dimensions, { FunctionName: functionName });
      }
      const ofRule = trailbridge.metricAlertsOfRule("root-sign-in", { period: Duration.hours(1) });
      assert.is(ofRule.metricName, "alerts");
      assert.is(ofRule.dimensions?.Rule, "root-sign-in");
      assert.is(ofRule.period.toHours(), 1);
      assert.is(trailbridge.metricAlertsOfSeverity("high").dimensions?.Severity, "high");
    },
    { env: ENV },
  );
});

for (const [what, changed, why] of [
  ["a bus of another Region", { eventBusArn: arn("events", "event-bus/b", "eu-west-1") }, /Region/],
  [
    "a function of another account",
    { notifierFunctionArn: arn("lambda", "function:n", ENV.region, "444455556666") },
    /account: it is of "444455556666"/,
  ],
  [
    "a queue for a function",
    { splitterFunctionArn: arn("sqs", "s") },
    /must be an ARN of lambda function/,
  ],
  ["a name for a topic", { alarmTopicArn: "alarms" }, /must be an ARN of sns: it is "alarms"/],
] as const) {
  test(`imports no ${what}`, () => {
    const use = (stack: Stack) =>
      Trailbridge.fromTrailbridgeAttributes(stack, "Theirs", { ...OUTPUTS, ...changed });
    assert.throws(() => synth(use, { env: ENV }), why);
  });
}

test("made elsewhere, takes consumers and alarms of another stack's own", () => {
  const made = synth(
    (stack) => {
      const theirs = Trailbridge.fromTrailbridgeAttributes(stack, "Theirs", OUTPUTS);
      theirs.bus.addQueue("Siem");
      theirs
        .metricAlertsOfSeverity("critical")
        .createAlarm(stack, "Many", { threshold: 10, evaluationPeriods: 1 })
        .addAlarmAction(new SnsAction(theirs.alarmTopic));
    },
    { env: ENV },
  );
  made.hasResourceProperties("AWS::Events::Rule", { EventBusName: "records" });
  made.hasResourceProperties("AWS::CloudWatch::Alarm", {
    MetricName: "alerts",
    Dimensions: [
      { Name: "FunctionName", Value: "prod-notifier" },
      { Name: "Severity", Value: "critical" },
    ],
    AlarmActions: [OUTPUTS.alarmTopicArn],
  });
});

test("reserves no more than Lambda lets the account reserve, or says so before the deploy does", () => {
  const reserved = {
    splitter: { reservedConcurrency: 500 },
    notifier: { reservedConcurrency: 401 },
  };
  assert.throws(
    () => synthTrailbridge(reserved),
    /Cannot use reservedConcurrency as Lambda keeps 100 of the account's 1000 .* 500 of the splitter \+ 401 of the notifier = 901/,
  );
  synthTrailbridge({ ...reserved, accountConcurrency: 1_500 });
});

test("subscribes to a created topic, encrypted, which the notifier learns by its environment", () => {
  const made = synthTrailbridge({ topicSubscriptions: { "soc@example.com": "email" } });
  made.hasResourceProperties("AWS::SNS::Subscription", {
    Protocol: "email",
    Endpoint: "soc@example.com",
    RedrivePolicy: Match.anyValue(),
  });
  made.hasResourceProperties("AWS::Lambda::Function", {
    FunctionName: "Test-notifier",
    Environment: {
      Variables: Match.objectLike({
        DESTINATION_1: { Ref: Match.stringLikeRegexp("AlertTopic") },
      }),
    },
  });
  assert.throws(
    () => synthTrailbridge({ topicSubscriptions: { "soc@example.com": "pigeon" } }),
    /Cannot subscribe by "pigeon" as the protocol must be one of http, https, email/,
  );
});

test("watches for removed files on the default bus, and not for their expiry", () => {
  template().hasResourceProperties("AWS::Events::Rule", {
    EventBusName: Match.absent(),
    EventPattern: {
      source: ["aws.s3"],
      "detail-type": ["Object Deleted"],
      detail: {
        bucket: { name: ["org-logs"] },
        object: { key: [{ prefix: "AWSLogs/" }] },
        reason: [{ "anything-but": ["Lifecycle Expiration"] }],
      },
    },
    Targets: [
      Match.objectLike({
        Arn: { "Fn::GetAtt": [Match.stringLikeRegexp("NotifierCritical"), "Arn"] },
        DeadLetterConfig: {
          Arn: { "Fn::GetAtt": [Match.stringLikeRegexp("NotifierCriticalDeadLetters"), "Arn"] },
        },
      }),
    ],
  });
  template().hasResourceProperties("Custom::S3BucketNotifications", {
    NotificationConfiguration: Match.objectLike({ EventBridgeConfiguration: {} }),
  });
});

test("does not watch when told so", () => {
  const made = synthTrailbridge({ removedObjectAlerts: false });
  assert.not.match(JSON.stringify(resources(made, "AWS::Events::Rule")), "Object Deleted");
});

test("watches another account's bucket through what that account forwards", () => {
  const made = synth(
    (stack) =>
      newTrailbridge(stack, {
        logBucket: Bucket.fromBucketAttributes(stack, "Foreign", {
          bucketName: "foreign-logs",
          account: "444455556666",
        }),
        logSource: { bind: () => undefined },
      }),
    { env: ENV },
  );
  made.hasResourceProperties("AWS::Events::Rule", {
    EventPattern: Match.objectLike({
      "detail-type": ["Object Deleted"],
      account: ["444455556666"],
    }),
  });
  made.resourceCountIs("AWS::Events::EventBusPolicy", 2);
  // Where a landing zone forbids the bucket's own events, CloudTrail's tell.
  made.hasResourceProperties("AWS::Events::Rule", {
    EventPattern: {
      source: ["aws.s3"],
      "detail-type": ["AWS API Call via CloudTrail"],
      account: ["444455556666"],
      detail: {
        eventSource: ["s3.amazonaws.com"],
        eventName: ["DeleteObject", "DeleteObjects"],
        errorCode: [{ exists: false }],
        requestParameters: {
          bucketName: ["foreign-logs"],
          key: [{ prefix: "AWSLogs/" }, { exists: false }],
        },
      },
    },
  });
});

test.run();

const alarms = suite("Alarms");

alarms("watch every queue, so that nothing waits or is given up unseen", () => {
  const made = synthTrailbridge(
    {
      topicSubscriptions: { "soc@example.com": "email" },
      alarms: { emails: ["ops@example.com"] },
      logSource: queueSource(),
    },
    (it) => it.bus.addLogGroup("Insights"),
  );
  const watched = JSON.stringify(resources(made, "AWS::CloudWatch::Alarm"));
  const queues = Object.keys(resources(made, "AWS::SQS::Queue"));
  assert.ok(queues.length > 9);
  const unwatched = queues.filter((id) => !watched.includes(`"${id}"`));
  assert.equal(unwatched, []);
});

alarms("have one for each section of the runbook", () => {
  const made = synthTrailbridge(
    {
      topicSubscriptions: { "soc@example.com": "email" },
      alarms: { emails: ["ops@example.com"] },
    },
    (it) => it.bus.addQueue("Siem"),
  );
  const descriptions = JSON.stringify(resources(made, "AWS::CloudWatch::Alarm"));
  for (const name of Object.keys(RUNBOOK) as AlarmName[]) {
    assert.ok(
      descriptions.includes(JSON.stringify(RUNBOOK[name].what).slice(1, -1)),
      `nothing alarms on ${name}`,
    );
  }
});

alarms("watch every dead-letter queue there is", () => {
  const made = template();
  const watched = JSON.stringify(
    Object.values(resources(made, "AWS::CloudWatch::Alarm")).map(
      ({ Properties }) => Properties.Dimensions,
    ),
  );
  const queues = Object.keys(resources(made, "AWS::SQS::Queue")).filter((id) =>
    id.includes("DeadLetters"),
  );
  assert.is(queues.length, 4);
  for (const id of queues) assert.match(watched, id);
});

alarms("tell an encrypted topic that CloudWatch may publish to, of consumers too", () => {
  const made = synthTrailbridge({}, (it) => it.bus.addQueue("Siem"));
  for (const { Properties } of Object.values(resources(made, "AWS::CloudWatch::Alarm"))) {
    assert.match(JSON.stringify(Properties.AlarmActions), "AlarmTopic");
  }
  const policies = JSON.stringify(resources(made, "AWS::SNS::TopicPolicy"));
  assert.match(policies, "cloudwatch.amazonaws.com");
  assert.match(JSON.stringify(resource(made, "AWS::KMS::Key")), "cloudwatch.amazonaws.com");
});

alarms("tell an existing topic when one is given", () => {
  const arn = "arn:aws:sns:eu-central-1:111122223333:ops";
  const made = synth((stack) =>
    newTrailbridge(stack, { alarms: { topic: Topic.fromTopicArn(stack, "Ops", arn) } }),
  );
  made.resourceCountIs("AWS::SNS::Topic", 0);
  made.hasResourceProperties("AWS::CloudWatch::Alarm", { AlarmActions: [arn] });
});

alarms("link to the runbook on the dashboard, in the console of the stack's partition", () => {
  const { AlarmDescription } = resource(
    template(),
    "AWS::CloudWatch::Alarm",
    "TrailbridgeAlarmsSilence",
  ).Properties;
  const text = JSON.stringify(AlarmDescription);
  assert.match(text, "Runbook: https://");
  assert.match(text, "TrailbridgeConsoles");
  assert.match(text, "#dashboards/dashboard/Test-eu-central-1");
  assert.equal(
    Object.keys(template().findMappings("TrailbridgeConsoles").TrailbridgeConsoles ?? {}).sort(),
    ["aws", "aws-cn", "aws-eusc", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f", "aws-us-gov"],
  );
});

alarms("notice when counters do not add up", () => {
  const expressions = Object.values(resources(template(), "AWS::CloudWatch::Alarm"))
    .flatMap(({ Properties }) => (Properties.Metrics ?? []) as { Expression?: string }[])
    .flatMap(({ Expression }) => Expression ?? []);
  assert.equal(expressions.filter((it) => it.startsWith("ABS")).sort(), [
    "ABS(FILL(deliveries, 0) - FILL(recorded, 0) - FILL(known, 0) - FILL(alone, 0) - FILL(later, 0))",
    "ABS(FILL(events, 0) - FILL(unmatched, 0) - FILL(ignored, 0) - FILL(repeated, 0) - FILL(held, 0) - FILL(alerted, 0))",
    "ABS(FILL(records, 0) - FILL(published, 0) - FILL(filtered, 0) - FILL(rejected, 0))",
  ]);
});

alarms("notice log files that wait for long", () => {
  template().hasResourceProperties("AWS::CloudWatch::Alarm", {
    Namespace: "Trailbridge",
    MetricName: "waitingSeconds",
    Statistic: "Maximum",
    // No longer than a pause: a file that waits has a word in each.
    Period: 900,
    Threshold: 1_800,
    EvaluationPeriods: 2,
    DatapointsToAlarm: 1,
    TreatMissingData: "notBreaching",
  });
});

alarms("notice what waits too long: to be recorded, and to be shown", () => {
  const made = synthTrailbridge({ alarms: { maxWaiting: Duration.minutes(4) } });
  made.hasResourceProperties("AWS::CloudWatch::Alarm", {
    Namespace: "Trailbridge",
    MetricName: "oldestWaitingSeconds",
    Statistic: "Maximum",
    Threshold: 240,
    ComparisonOperator: "GreaterThanThreshold",
  });
  made.hasResourceProperties("AWS::CloudWatch::Alarm", {
    MetricName: "ApproximateAgeOfOldestMessage",
    Dimensions: [
      {
        Name: "QueueName",
        Value: { "Fn::GetAtt": [Match.stringLikeRegexp("NotifierCritical"), "QueueName"] },
      },
    ],
    Threshold: 120,
  });
});

alarms("notice a table that turns requests away", () => {
  const metrics = Object.values(resources(template(), "AWS::CloudWatch::Alarm"))
    .flatMap(({ Properties }) => (Properties.Metrics ?? []) as object[])
    .map((metric) => JSON.stringify(metric))
    .filter((text) => text.includes("ThrottleEvents"));
  assert.is(metrics.length, 2);
  for (const text of metrics) assert.match(text, /"Name":"TableName"/);
});

alarms("notice silence: hours without a log file, no data included", () => {
  synthTrailbridge({ alarms: { silence: Duration.hours(6) } }).hasResourceProperties(
    "AWS::CloudWatch::Alarm",
    {
      Namespace: "Trailbridge",
      MetricName: "records",
      Period: 3_600,
      EvaluationPeriods: 6,
      Threshold: 1,
      ComparisonOperator: "LessThanThreshold",
      TreatMissingData: "breaching",
    },
  );
  assert.throws(
    () => synthTrailbridge({ alarms: { silence: Duration.minutes(90) } }),
    /Cannot watch for silence of 1.5 hours as it must be whole hours, 1 to 24/,
  );
});

alarms.run();

const dashboard = suite("TrailbridgeDashboard");

dashboard("shows what came, what became of it, how late, and the runbook", () => {
  const text = JSON.stringify(resource(template(), "AWS::CloudWatch::Dashboard").Properties);
  for (const shown of [
    "published",
    "unmatched",
    "recorded",
    "SEARCH('{Trailbridge,FunctionName,Rule}",
    "SEARCH('{Trailbridge,FunctionName,Severity}",
    "latencyMilliseconds",
    "oldestWaitingSeconds",
    "storms",
    "limited",
    "NotifierCritical",
    "NotifierTurns",
    "WriteThrottleEvents",
    "TotalAccessDeniedEvents",
    "TotalIgnoredAccessDeniedEvents",
    "### Alarm silence",
  ]) {
    assert.ok(text.includes(shown), `${shown} is not on the dashboard`);
  }
});

dashboard.run();

let shared: Template | undefined;

/** Trailbridge with every default, synthesized once. */
function template(): Template {
  shared ??= synthTrailbridge({});
  return shared;
}

function synthTrailbridge(
  props: Partial<TrailbridgeProps>,
  more: (trailbridge: Trailbridge) => void = () => {},
): Template {
  return synth((stack) => more(newTrailbridge(stack, props)), { env: ENV });
}

function newTrailbridge(stack: Stack, props: Partial<TrailbridgeProps> = {}): Trailbridge {
  return new Trailbridge(stack, "Trailbridge", {
    logBucket: Bucket.fromBucketName(stack, "Logs", "org-logs"),
    slackBotToken: Secret.fromSecretNameV2(stack, "Token", "trailbridge/bot"),
    slackChannel: "C0SECURITY",
    ...props,
  });
}

function arn(
  service: string,
  resource: string,
  region: string = ENV.region,
  account: string = ENV.account,
): string {
  return `arn:aws:${service}:${region}:${account}:${resource}`;
}
