import "../../support/handler-bundles.ts";
import { type App, Stack } from "aws-cdk-lib";
import { Key } from "aws-cdk-lib/aws-kms";
import { Bucket } from "aws-cdk-lib/aws-s3";
import { Topic } from "aws-cdk-lib/aws-sns";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { eventBridgeSource } from "../../../infra/splitter/eventbridge-source.ts";
import type { LogSource } from "../../../infra/splitter/log-source.ts";
import { queueSource } from "../../../infra/splitter/queue-source.ts";
import { s3Source } from "../../../infra/splitter/s3-source.ts";
import { topicSource } from "../../../infra/splitter/topic-source.ts";
import { Trailbridge } from "../../../infra/trailbridge.ts";
import type { TrailbridgeProps } from "../../../infra/trailbridge-props.ts";
import { ENV } from "../../support/synth.ts";
import { schemaProblems } from "../schema-problems.ts";
import { appRefusals, appState } from "./app-deploy.ts";

type Props = Partial<TrailbridgeProps>;

/** What an app has in a stack beside trailbridge's, and what it gives to it. */
const SHARED: readonly (readonly [what: string, props: (scope: Stack) => Props])[] = [
  ["nothing", () => ({})],
  ["the log bucket, by its own notification", (it) => logs(it, s3Source())],
  ["the log bucket, by EventBridge", (it) => logs(it, eventBridgeSource())],
  ["the log bucket, by a queue", (it) => logs(it, queueSource())],
  ["the log bucket, by a topic", (it) => logs(it, topicSource())],
  [
    "the log bucket and its key",
    (it) => ({ ...logs(it, queueSource()), logKey: new Key(it, "Key") }),
  ],
  ["the topic of alerts", (it) => ({ topic: new Topic(it, "Topic") })],
  ["the topic of alarms", (it) => ({ alarms: { topic: new Topic(it, "Alarms") } })],
  ["the dead-letter queue", (it) => ({ deadLetters: new Queue(it, "DeadLetters") })],
];

const test = suite("deploy of an app of several stacks");

for (const [what, props] of SHARED) {
  test(`makes an app that shares ${what}, updates it by itself, and destroys it`, async () => {
    const state = await app(props);
    for (const [name, template] of state) assert.equal(schemaProblems(template), [], name);
    assert.equal(appRefusals([], state), []);
    assert.equal(appRefusals(state, state), []);
    assert.equal(appRefusals(state, []), []);
  });
}

test("a share that ends is refused where its owner goes first, and taken if trailbridge's stack goes first", async () => {
  const without = await app(() => ({}));
  for (const [what, props] of SHARED.slice(1)) {
    const shared = await app(props);
    assert.match(
      appRefusals(shared, without, ["shared", "security"]).join(),
      /shared: cannot delete export .*security imports it/,
      what,
    );
    assert.equal(appRefusals(shared, without, ["security", "shared"]), [], what);
    assert.equal(appRefusals(without, shared), [], what);
    assert.match(appRefusals(without, shared, ["security", "shared"]).join(), /nobody exports it/);
  }
});

test("refuses a changed export that is in use, and a stack destroyed while another needs it", async () => {
  const state = await app((it) => logs(it, queueSource()));
  const [[, shared], security] = state as [(typeof state)[number], (typeof state)[number]];
  const Outputs = Object.fromEntries(
    Object.entries(shared.Outputs ?? {}).map(([id, it]) => [id, { ...it, Value: "other" }]),
  );
  const changed: typeof state = [["shared", { ...shared, Outputs }], security];
  assert.match(appRefusals(state, changed).join(), /shared: cannot change export/);
  assert.match(appRefusals(state, [security]).join(), /shared: cannot delete export/);
});

test.run();

function logs(scope: Stack, logSource: LogSource): Props {
  return { logBucket: new Bucket(scope, "Logs", { eventBridgeEnabled: true }), logSource };
}

function app(props: (scope: Stack) => Props) {
  return appState((scope: App) => {
    const shared = new Stack(scope, "shared", { env: ENV });
    const security = new Stack(scope, "security", { env: ENV });
    new Queue(shared, "Own");
    new Trailbridge(security, "Trailbridge", {
      logBucket: Bucket.fromBucketName(security, "Logs", "org-logs"),
      logSource: queueSource(),
      topic: Topic.fromTopicArn(security, "All", "arn:aws:sns:eu-central-1:111122223333:all"),
      ...props(shared),
    });
    return { security, shared };
  });
}
