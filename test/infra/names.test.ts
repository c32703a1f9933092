import "../support/handler-bundles.ts";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, NestedStack, Stack, type StackProps, Stage } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { Bucket } from "aws-cdk-lib/aws-s3";
import { Topic } from "aws-cdk-lib/aws-sns";
import type { Construct } from "constructs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { eventBridgeSource } from "../../infra/splitter/eventbridge-source.ts";
import { Trailbridge } from "../../infra/trailbridge.ts";
import { TrailbridgeReceiver } from "../../infra/trailbridge-receiver.ts";
import { ENV } from "../support/synth.ts";

const EVERYWHERE = ["AWS::IAM::Role", "AWS::CloudWatch::Dashboard"];

const test = suite("names in an account");

test("do not collide between two constructs of one stack", () => {
  const names = namesOf((app) => {
    const stack = new Stack(app, "security", { env: ENV });
    for (const id of ["Trailbridge", "Staging", "Prod"]) define(stack, id);
    return [stack];
  });
  assert.ok(names.length > 20, names.join("\n"));
  assertDistinct(names);
});

test("do not collide between two stages, nor between deployments of one app by another stack name", () => {
  const names = namesOf((app) => [
    ...["Prod", "Staging"].map((id) =>
      stackIn(new Stage(app, id, { env: ENV }), "security", { stackName: `security-${id}` }),
    ),
    stackIn(new Stage(app, "again", { env: ENV }), "security", { stackName: "security-again" }),
    stackIn(app, "upper", { env: ENV, stackName: "Security-Prod".toUpperCase() }),
  ]);
  assertDistinct(names);
});

test("do not collide between stacks with names of any length", () => {
  const long = "security-of-the-whole-organisation-".repeat(3);
  assertDistinct(
    namesOf((app) => ["one", "two"].map((it) => stackIn(app, long + it, { env: ENV }))),
  );
});

test("do not collide between Regions, where a name is one for all of them", () => {
  const stacks = (props: readonly StackProps[]) =>
    namesOf(
      (app) => props.map((it, i) => stackIn(new Stage(app, `Stage${i}`), "security", it)),
      EVERYWHERE,
    );
  const names = stacks(
    ["eu-central-1", "us-east-1"].map((region) => ({ env: { ...ENV, region } })),
  );
  assert.is(names.length, 6);
  assertDistinct(names);
  for (const name of stacks([{}])) assert.match(name, /AWS::Region/i);
});

test("do not collide between nested stacks, whose own names only the deploy knows", () => {
  const names = namesOf((app) => {
    const stack = new Stack(app, "security", { env: ENV });
    const nested = ["A", "B"].map((id) => new NestedStack(stack, id));
    for (const it of nested) define(it, "Trailbridge");
    return nested;
  });
  assertDistinct(names);
});

test.run();

function stackIn(scope: Construct, id: string, props: StackProps): Stack {
  const stack = new Stack(scope, id, props);
  define(stack, "Trailbridge");
  return stack;
}

/** All that names something. */
function define(stack: Stack, id: string): void {
  const trailbridge = new Trailbridge(stack, id, {
    logBucket: Bucket.fromBucketAttributes(stack, `${id}Logs`, {
      bucketName: "logs",
      account: "444455556666",
    }),
    logSource: eventBridgeSource(),
    topic: Topic.fromTopicArn(stack, `${id}Topic`, `arn:aws:sns:${stack.region}:111122223333:all`),
    bus: { logLevel: "trace" },
  });
  trailbridge.bus.addLogGroup("Insights");
  new TrailbridgeReceiver(stack, `${id}Receiver`, { senderAccount: "444455556666" });
}

/** Names by type, each as many times as something claims it. */
function namesOf(define: (app: App) => readonly Stack[], types?: readonly string[]): string[] {
  const outdir = mkdtempSync(join(tmpdir(), "trailbridge-synth-"));
  const before = process.env.CDK_VALIDATION;
  process.env.CDK_VALIDATION = "false";
  try {
    return define(new App({ outdir })).flatMap((stack) =>
      Object.values<Resource>(Template.fromStack(stack).toJSON().Resources)
        .filter(({ Type }) => types === undefined || types.includes(Type))
        // A statement of a bus of one's own is nobody else's.
        .filter(({ Properties }) => Properties?.EventBusName === undefined)
        .flatMap(({ Type, Properties = {} }) =>
          (NAMES[Type] ?? [])
            .filter((name) => Properties[name] !== undefined)
            // Where upper and lower case are one, they are one here.
            .map((name) => `${Type} ${JSON.stringify(Properties[name])}`)
            .map((it) => (Type === "AWS::IAM::Role" ? it.toLowerCase() : it)),
        ),
    );
  } finally {
    if (before === undefined) delete process.env.CDK_VALIDATION;
    else process.env.CDK_VALIDATION = before;
    rmSync(outdir, { recursive: true, force: true });
  }
}

interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** Properties by which a resource is the only one of its account (and Region). */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  "AWS::CloudWatch::Alarm": ["AlarmName"],
  "AWS::CloudWatch::Dashboard": ["DashboardName"],
  "AWS::DynamoDB::Table": ["TableName"],
  "AWS::Events::Archive": ["ArchiveName"],
  "AWS::Events::EventBus": ["Name"],
  "AWS::Events::EventBusPolicy": ["StatementId"],
  "AWS::Events::Rule": ["Name"],
  "AWS::IAM::Role": ["RoleName"],
  "AWS::KMS::Alias": ["AliasName"],
  "AWS::Lambda::Function": ["FunctionName"],
  "AWS::Logs::DeliveryDestination": ["Name"],
  "AWS::Logs::DeliverySource": ["Name"],
  "AWS::Logs::LogGroup": ["LogGroupName"],
  "AWS::Logs::ResourcePolicy": ["PolicyName"],
  "AWS::SNS::Topic": ["TopicName"],
  "AWS::SQS::Queue": ["QueueName"],
};

function assertDistinct(names: readonly string[]): void {
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  assert.equal(twice, []);
}
