import { App, Stack } from "aws-cdk-lib";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { synthesizeSettings } from "../../../infra/build/synthesize.ts";
import { attemptPatterns } from "../../../infra/tamper/other-patterns.ts";
import { parseSettings } from "../../../src/adapters/settings-file.ts";
import { MAX_PATTERN_CHARACTERS, patternMatcher } from "../../../src/core/pattern/match.ts";
import type { Deployment } from "../../../src/local/template/deployment.ts";
import { createResolver } from "../../../src/local/template/resolver.ts";

const SETTINGS = `
account: "111122223333"
region: eu-central-1
logs: { bucket: org-logs, kmsKeyArn: "arn:aws:kms:eu-central-1:111122223333:key/6b1f" }
slack: { app: { botTokenSecretId: trailbridge/bot, channel: C0SECURITY } }
consumers: { siem: { queue: {} } }
`;

let deployment: Deployment;
let matchers: ReturnType<typeof patternMatcher>[];
let patterns: unknown[];

const test = suite("TamperWatch");

test.before(async () => {
  const synthesis = await synthesizeSettings(parseSettings(SETTINGS, "settings.yaml"), ".");
  deployment = synthesis.stacks.trailbridge;
  const { resolve } = createResolver(deployment);
  patterns = Object.entries(deployment.template.Resources).flatMap(([id, { Type, Properties }]) =>
    Type === "AWS::Events::Rule" && id.startsWith("TrailbridgeTamper")
      ? [resolve(Properties?.EventPattern)]
      : [],
  );
  matchers = patterns.map((pattern) => patternMatcher(pattern));
  synthesis.close();
});

/** Whether somebody is told of a call. */
function isTold(
  requestParameters: object | null,
  fields: Readonly<Record<string, unknown>> = {},
  service = "lambda",
): boolean {
  const event = {
    source: `aws.${service}`,
    "detail-type": "AWS API Call via CloudTrail",
    detail: {
      readOnly: false,
      managementEvent: true,
      requestParameters,
      userIdentity: { type: "IAMUser", arn: "arn:aws:iam::111122223333:user/mallory" },
      ...fields,
    },
  };
  return matchers.some((matches) => matches(event));
}

/** What `Ref` gives of the resource whose logical id begins so. */
function nameOf(begins: string, type: string): string {
  const found = Object.entries(deployment.template.Resources).find(
    ([id, { Type }]) => id.startsWith(begins) && Type === type,
  );
  if (found === undefined) throw new Error(`There is no ${type} ${begins}`);
  return createResolver(deployment).physical(found[0]).name;
}

test("tells of nothing that is another's, that reads, or that the product's functions do all day", () => {
  const own = { functionName: "trailbridge-notifier" };
  assert.not.ok(isTold({ functionName: "checkout" }));
  assert.not.ok(isTold(own, { readOnly: true }));
  assert.not.ok(isTold(own, { managementEvent: false }));
  assert.not.ok(
    isTold(
      { logGroupName: "/aws/lambda/trailbridge-notifier" },
      { eventName: "CreateLogStream" },
      "logs",
    ),
  );
  assert.not.ok(
    isTold(null, { errorMessage: "not authorized on arn:aws:lambda:x:y:function:checkout" }),
  );
});

test("tells of no call of who deploys, but of anybody's who takes its name", () => {
  const by = (arn: string) => ({
    userIdentity: { type: "AssumedRole", sessionContext: { sessionIssuer: { arn } } },
  });
  const own = { functionName: "trailbridge-notifier" };
  const role = "cdk-hnb659fds-cfn-exec-role-111122223333-eu-central-1";
  assert.not.ok(isTold(own, by(`arn:aws:iam::111122223333:role/${role}`)));
  assert.ok(isTold(own, by(`arn:aws:iam::444455556666:role/${role}`)));
});

test("tells of rules and targets that another stack's deploy brings to the record bus", () => {
  const arn =
    "arn:aws:iam::111122223333:role/cdk-hnb659fds-cfn-exec-role-111122223333-eu-central-1";
  const isTold = (eventName: string, requestParameters: object) =>
    matchers.some((matches) =>
      matches({
        source: "aws.events",
        "detail-type": "AWS API Call via CloudTrail",
        detail: {
          eventName,
          readOnly: false,
          managementEvent: true,
          requestParameters: { eventBusName: "trailbridge", ...requestParameters },
          userIdentity: { type: "AssumedRole", sessionContext: { sessionIssuer: { arn } } },
        },
      }),
    );
  const own = "trailbridge-TrailbridgeNotifierRule1BEDBD069-1A2B3C4D5E6F";
  assert.equal(
    [
      isTold("PutRule", { name: "neighbour-Copy-1A2B" }),
      isTold("PutTargets", { rule: "neighbour-Copy-1A2B" }),
      isTold("PutRule", { name: "neighbour-Copy-1A2B", eventBusName: "neighbour" }),
      isTold("PutRule", { name: own }),
      isTold("PutTargets", { rule: own }),
    ],
    [true, true, false, false, false],
  );
});

test("takes nobody's word for it but AWS's services'", () => {
  const event = {
    source: "mallory",
    "detail-type": "AWS API Call via CloudTrail",
    detail: {
      readOnly: false,
      managementEvent: true,
      requestParameters: { functionName: "trailbridge-notifier" },
    },
  };
  assert.not.ok(matchers.some((matches) => matches(event)));
});

for (const [what, requestParameters, service] of [
  ["a function by its name", () => ({ functionName: "trailbridge-notifier" }), "lambda"],
  [
    "a function by the ARN of an alias",
    () => ({
      functionName: "arn:aws:lambda:eu-central-1:111122223333:function:trailbridge-splitter:live",
    }),
    "lambda",
  ],
  [
    "a function by half of its ARN",
    () => ({ functionName: "111122223333:function:trailbridge-notifier" }),
    "lambda",
  ],
  ["a function by less", () => ({ functionName: "function:trailbridge-notifier" }), "lambda"],
  [
    "a function by its name and a version",
    () => ({ functionName: "trailbridge-notifier:$LATEST" }),
    "lambda",
  ],
  [
    "dead letters that are moved elsewhere",
    () => ({
      sourceArn: `arn:aws:sqs:eu-central-1:111122223333:${nameOf("TrailbridgeNotifierDeadLetters", "AWS::SQS::Queue")}`,
    }),
    "sqs",
  ],
  [
    "a rule that mutes an alarm",
    () => ({ name: "quiet", muteTargets: { alarmNames: ["trailbridge-TrailbridgeAlarms-1A2B"] } }),
    "monitoring",
  ],
  ["a rule on the record bus", () => ({ name: "any", eventBusName: "trailbridge" }), "events"],
  [
    "a rule that is new on the record bus, by its ARN",
    () => ({
      name: "copy",
      eventBusName: "arn:aws:events:eu-central-1:111122223333:event-bus/trailbridge",
    }),
    "events",
  ],
  ["a target of it", () => ({ rule: "copy", eventBusName: "trailbridge", targets: [] }), "events"],
  [
    "who may put on the record bus",
    () => ({ eventBusName: "trailbridge", statementId: "x" }),
    "events",
  ],
  [
    "an archive that copies the record bus",
    () => ({
      archiveName: "copy",
      eventSourceArn: "arn:aws:events:eu-central-1:111122223333:event-bus/trailbridge",
    }),
    "events",
  ],
  ["a schedule", () => ({ name: nameOf("TrailbridgeCanary", "AWS::Events::Rule") }), "events"],
  [
    "the rules that tell of it",
    () => ({ name: "trailbridge-Trailbridge-Tamper-5b5ae2e4-1" }),
    "events",
  ],
  [
    "a queue, whatever host its address names",
    () => ({
      queueUrl: `https://queue.amazonaws.com/111122223333/${nameOf("TrailbridgeNotifierBuffer", "AWS::SQS::Queue")}`,
    }),
    "sqs",
  ],
  [
    "the table",
    () => ({ tableName: nameOf("TrailbridgeNotifierAlertTable", "AWS::DynamoDB::Table") }),
    "dynamodb",
  ],
  ["a secret by its name", () => ({ secretId: "trailbridge/bot" }), "secretsmanager"],
  [
    "a secret by its ARN",
    () => ({
      secretId: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:trailbridge/bot-AbCdEf",
    }),
    "secretsmanager",
  ],
  [
    "an alarm among others",
    () => ({ alarmNames: ["other", "trailbridge-TrailbridgeAlarmsCanary-1A2B"] }),
    "monitoring",
  ],
  ["the stack", () => ({ stackName: "trailbridge" }), "cloudformation"],
  ["the log bucket", () => ({ bucketName: "org-logs", notificationConfiguration: "" }), "s3"],
  ["the key of the log files by its id", () => ({ keyId: "6b1f" }), "kms"],
  [
    "a role",
    () => ({ roleName: nameOf("TrailbridgeNotifierFunctionRole", "AWS::IAM::Role") }),
    "iam",
  ],
  [
    "a consumer's dead letters",
    () => ({
      queueUrl: `https://x/111122223333/${nameOf("TrailbridgeBusConsumerssiemDeadLetters", "AWS::SQS::Queue")}`,
    }),
    "sqs",
  ],
] as const) {
  test(`tells of a call on ${what}, and of one that was refused`, () => {
    assert.ok(isTold(requestParameters(), {}, service));
    assert.ok(isTold(requestParameters(), { errorCode: "AccessDenied" }, service));
  });
}

test("tells of an attempt whose record says nothing of the request", () => {
  for (const resource of [
    "arn:aws:lambda:eu-central-1:111122223333:function:trailbridge-notifier",
    "arn:aws:dynamodb:eu-central-1:111122223333:table/trailbridge-TrailbridgeNotifierAlertTable-1A2B",
    "arn:aws:events:eu-central-1:111122223333:rule/trailbridge/trailbridge-TrailbridgeRule1-1A2B",
    "arn:aws:events:eu-central-1:111122223333:rule/trailbridge/copy",
    "arn:aws:events:eu-central-1:111122223333:event-bus/trailbridge",
    "role trailbridge-TrailbridgeNotifierFunctionRole-1A2B",
  ]) {
    const errorMessage = `User: arn:aws:iam::111122223333:user/m is not authorized to perform: x:Y on resource: ${resource} because no identity-based policy allows it`;
    assert.ok(isTold(null, { errorCode: "AccessDenied", errorMessage }), resource);
  }
});

test("tells of attempts on functions that are not named after the stack", () => {
  const app = new App();
  const stack = new Stack(app, "Alerts", { stackName: "alerts" });
  const names = { functions: ["alerts-splitter", "tell-slack"], bus: "records" };
  const told = attemptPatterns(stack, names, []).map((pattern) => JSON.stringify(pattern));
  assert.ok(told.some((it) => it.includes("*:function:tell-slack*")));
  assert.not.ok(told.some((it) => it.includes("alerts-splitter")));
  assert.ok(told.every((it) => (it.match(/"wildcard"/g)?.length ?? 0) <= 4));
});

test("tells of a deploy once, when it is done", () => {
  const status = (state: string) =>
    matchers.some((matches) =>
      matches({
        source: "aws.cloudformation",
        "detail-type": "CloudFormation Stack Status Change",
        detail: {
          "stack-id": "arn:aws:cloudformation:eu-central-1:111122223333:stack/trailbridge/6b1f",
          "status-details": { status: state },
        },
      }),
    );
  assert.equal(["UPDATE_IN_PROGRESS", "UPDATE_COMPLETE", "DELETE_IN_PROGRESS"].map(status), [
    false,
    true,
    true,
  ]);
});

test("fits EventBridge, with the names that CloudFormation will make", () => {
  assert.ok(patterns.length > 3);
  for (const pattern of patterns) {
    assert.ok(JSON.stringify(pattern).length < MAX_PATTERN_CHARACTERS - 200);
  }
});

test.run();
