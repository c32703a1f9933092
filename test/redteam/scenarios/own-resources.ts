import { setTimeout } from "node:timers/promises";
import { type Product, SETTINGS } from "../product.ts";
import { type Scenario, verdictOf } from "../scenario.ts";

type Stack = import("../../../src/local/stack-types.ts").Stack;
type Wiring = import("../../../src/local/wiring/wiring.ts").Wiring;
type Call = Parameters<NonNullable<Stack["calls"]>["note"]>[0];

const ACCOUNT = "111122223333";
const AT = `us-east-1:${ACCOUNT}`;

/** A call on each kind of resource, in the spellings that its service takes. */
function callsOn(wiring: Wiring, stack: Stack): Readonly<Record<string, Call>> {
  const notifier = wiring.functions?.find(({ name }) => /notifier/i.test(name))?.name ?? "?";
  const table = wiring.tables?.[0]?.name ?? "?";
  const topic = wiring.topics?.find(({ name }) => name.endsWith(":alerts"))?.name ?? "?";
  const schedule = wiring.schedules?.[0]?.name ?? "?";
  const role = (wiring.functions?.[0]?.roleArn ?? "?/?").split("/").at(-1);
  const lambda = (functionName: string): Call => ({
    service: "lambda",
    operation: "PutFunctionConcurrency",
    input: { FunctionName: functionName, ReservedConcurrentExecutions: 0 },
  });
  return {
    "a function by name": lambda(notifier),
    "a function by ARN": lambda(`arn:aws:lambda:${AT}:function:${notifier}`),
    "a function by half an ARN": lambda(`${ACCOUNT}:function:${notifier}`),
    "a function by name and version": lambda(`${notifier}:$LATEST`),
    ...Object.fromEntries(
      (wiring.queues ?? []).map(({ name }) => [
        `queue ${name}`,
        {
          service: "sqs",
          operation: "SetQueueAttributes",
          input: { QueueUrl: `https://sqs.us-east-1.amazonaws.com/${ACCOUNT}/${name}` },
        },
      ]),
    ),
    "dead letters that are led elsewhere": {
      service: "sqs",
      operation: "StartMessageMoveTask",
      input: {
        SourceArn: `arn:aws:sqs:${AT}:${wiring.queues?.find(({ name }) => /DeadLetters/.test(name))?.name}`,
      },
    },
    "the table": {
      service: "dynamodb",
      operation: "UpdateTimeToLive",
      input: { TableName: table },
    },
    "the table by ARN": {
      service: "dynamodb",
      operation: "UpdateTable",
      input: { TableName: `arn:aws:dynamodb:${AT}:table/${table}` },
    },
    "a topic": {
      service: "sns",
      operation: "SetTopicAttributes",
      input: { TopicArn: stack.topicArn(topic) },
    },
    "a subscription": {
      service: "sns",
      operation: "SetSubscriptionAttributes",
      input: { SubscriptionArn: `${stack.topicArn(topic)}:6b1f` },
    },
    "a secret": {
      service: "secretsmanager",
      operation: "PutSecretValue",
      input: { SecretId: "bot" },
    },
    "a secret by ARN": {
      service: "secretsmanager",
      operation: "DeleteSecret",
      input: { SecretId: `arn:aws:secretsmanager:${AT}:secret:bot-AbCdEf` },
    },
    "an alarm": {
      service: "cloudwatch",
      operation: "DisableAlarmActions",
      input: { AlarmNames: ["trailbridge-TrailbridgeAlarmsCanary-1A2B"] },
    },
    "a rule for alarms that mutes one": {
      service: "cloudwatch",
      operation: "PutAlarmMuteRule",
      input: {
        Name: "quiet",
        MuteTargets: { AlarmNames: ["trailbridge-TrailbridgeAlarmsCanary-1A2B"] },
      },
    },
    "a schedule": { service: "events", operation: "DisableRule", input: { Name: schedule } },
    "a role": { service: "iam", operation: "PutRolePolicy", input: { RoleName: role } },
    "the bucket": { service: "s3", operation: "PutBucketNotification", input: { Bucket: "logs" } },
    "the trail": {
      service: "cloudtrail",
      operation: "PutEventSelectors",
      input: { TrailName: "any" },
    },
    "a role, in vain": {
      service: "iam",
      operation: "PutRolePolicy",
      input: {},
      error: {
        code: "AccessDenied",
        message: `User: arn:aws:iam::${ACCOUNT}:user/m is not authorized to perform: iam:PutRolePolicy on resource: role ${role} because no identity-based policy allows the iam:PutRolePolicy action`,
      },
    },
  };
}

/** How many messages the alarm topic got. */
function alarmsIn(stack: Stack): number {
  return stack.snsMessages().filter(({ topic }) => topic.includes("Alarm")).length;
}

const EACH_KIND: Scenario = {
  id: "2.2-each-kind",
  title: "changes one resource of each kind that an alert goes through, by all of its names",
  run: (product: Product) =>
    product.deployed(
      "",
      async ({ local, idle }) => {
        const untold: string[] = [];
        const calls = Object.entries(callsOn(local.wiring, local.stack));
        const told = () => alarmsIn(local.stack);
        for (const [what, call] of calls) {
          const before = told();
          local.stack.calls?.note(call);
          await idle();
          if (told() === before) untold.push(what);
        }
        return verdictOf(
          {
            "calls were made": calls.length > 20,
            "the alarm topic is told of each": untold.length === 0,
          },
          `${calls.length} calls; untold: ${untold.join(", ") || "none"}`,
        );
      },
      { recordCalls: true },
    ),
};

type IamForwarder = typeof import("../../../infra/iam-call-forwarder.ts");

const ELSEWHERE: Scenario = {
  id: "2.2-iam-elsewhere",
  title:
    "takes the functions' permissions away by calls to IAM, which no other Region's bus hears of",
  async run(product) {
    const { iamCallPattern } = await product.load<IamForwarder>("infra/iam-call-forwarder.ts");
    const { patternMatcher } = await product.load<
      typeof import("../../../src/core/pattern/match.ts")
    >("src/core/pattern/match.ts");
    const { detailType, ...pattern } = iamCallPattern(["trailbridge"]);
    const isForwarded = patternMatcher({ ...pattern, "detail-type": detailType });
    const call = (detail: object) =>
      isForwarded({
        source: "aws.iam",
        "detail-type": "AWS API Call via CloudTrail",
        detail: { readOnly: false, ...detail },
      });
    return verdictOf({
      "a call is": call({ requestParameters: { roleName: "trailbridge-notifier" } }),
      "an attempt is": call({
        requestParameters: null,
        errorMessage:
          "User: m is not authorized to perform: iam:DeleteRole on resource: role trailbridge-notifier because",
      }),
      "another role's is not": !call({ requestParameters: { roleName: "checkout" } }),
    });
  },
};

const DEPLOY: Scenario = {
  id: "2.2-deploy",
  title: "hides among the calls of a deploy, or takes the name of the role that makes them",
  run: (product: Product) =>
    product.deployed(
      "",
      async ({ local, idle }) => {
        const told = () => alarmsIn(local.stack);
        const role = (account: string) => ({
          kind: "role" as const,
          roleArn: `arn:aws:iam::${account}:role/cdk-hnb659fds-cfn-exec-role-${account}-us-east-1`,
          session: "AWSCloudFormation",
        });
        const lambda = local.wiring.functions?.[0]?.name;
        const call = {
          service: "lambda",
          operation: "UpdateFunctionCode",
          input: { FunctionName: lambda },
        };
        // The stack makes its table by a call, too.
        await idle();
        const before = told();
        for (let n = 0; n < 20; n++)
          local.stack.calls?.note({ ...call, caller: role(ACCOUNT) as never });
        await idle();
        const deploy = told() - before;
        local.stack.calls?.note({ ...call, caller: role("444455556666") as never });
        local.stack.calls?.note(call);
        await idle();
        return verdictOf(
          {
            "the deploy is not told call by call": deploy === 0,
            "another's is, in whatever name": told() - before === 2,
          },
          `${deploy} of the deploy, ${told() - before - deploy} of others`,
        );
      },
      { recordCalls: true },
    ),
};

const AGAIN: Scenario = {
  id: "2.2-again",
  title: "disables a rule, has it enabled by whoever saw that, and disables it again",
  run: (product: Product) =>
    product.deployed(
      SETTINGS.replace("slack:", "threads: { groupIntervalSeconds: 1 }\nslack:"),
      async (running) => {
        const input = { Name: "any", EventBusName: "trailbridge" };
        const call = async (operation: string) => {
          running.local.stack.calls?.note({ service: "events", operation, input });
          await running.idle();
        };
        const thread = () => running.slack().find(({ parent }) => parent.includes("DisableRule"));
        await call("DisableRule");
        const isTold = thread() !== undefined;
        await call("EnableRule");
        await call("DisableRule");
        const isAgain = () => (thread()?.replies.length ?? 0) > 0;
        for (let tries = 0; tries < 20 && !isAgain(); tries++) await setTimeout(500);
        return verdictOf({ "Slack is told": isTold, "and told that it came again": isAgain() });
      },
      { recordCalls: true },
    ),
};

export const SCENARIOS: readonly Scenario[] = [EACH_KIND, ELSEWHERE, DEPLOY, AGAIN];
