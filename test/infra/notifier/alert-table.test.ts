import "../../support/handler-bundles.ts";
import { RemovalPolicy, type Stack } from "aws-cdk-lib";
import { Match, type Template } from "aws-cdk-lib/assertions";
import { AttributeType, Table, type TableProps } from "aws-cdk-lib/aws-dynamodb";
import { EventBus } from "aws-cdk-lib/aws-events";
import { Key } from "aws-cdk-lib/aws-kms";
import { Topic } from "aws-cdk-lib/aws-sns";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Notifier } from "../../../infra/notifier/notifier.ts";
import type { NotifierProps } from "../../../infra/notifier/notifier-props.ts";
import { ENV, grants, synth } from "../../support/synth.ts";

const ARN = "arn:aws:dynamodb:eu-central-1:111122223333:table/threads";
const SOUND: TableProps = {
  partitionKey: { name: "pk", type: AttributeType.STRING },
  sortKey: { name: "sk", type: AttributeType.STRING },
  timeToLiveAttribute: "expiresAt",
};

const test = suite("alertTable");

test("goes with the stack, or is kept with what it holds, but never in the way of the next deploy", () => {
  synthNotifier(() => ({})).hasResource("AWS::DynamoDB::Table", { DeletionPolicy: "Delete" });
  const kept = { DeletionPolicy: "RetainExceptOnCreate", UpdateReplacePolicy: "Retain" };
  const made = synthNotifier(() => ({ removalPolicy: RemovalPolicy.RETAIN }));
  made.hasResource("AWS::DynamoDB::Table", kept);
});

test("is one that exists: none is made, and the notifier may use it and its key", () => {
  const made = synthNotifier((stack) => ({
    table: Table.fromTableAttributes(stack, "Threads", {
      tableArn: ARN,
      encryptionKey: Key.fromKeyArn(stack, "Key", "arn:aws:kms:eu-central-1:111122223333:key/a-b"),
    }),
  }));
  made.resourceCountIs("AWS::DynamoDB::Table", 0);
  made.hasResourceProperties("AWS::Lambda::Function", {
    Environment: { Variables: Match.objectLike({ THREAD_TABLE_NAME: "threads" }) },
  });
  const granted = grants(made, "NotifierFunctionRole");
  assert.ok("dynamodb:Query" in granted && "kms:Decrypt" in granted);
  synthNotifier((stack) => ({ table: new Table(stack, "Threads", SOUND) })).resourceCountIs(
    "AWS::DynamoDB::Table",
    1,
  );
});

for (const [what, props, message] of [
  [
    "another partition key",
    { ...SOUND, partitionKey: { name: "id", type: AttributeType.STRING } },
    /Cannot use table as its partitionKey must be "pk" of type S: it is "id" of type S/,
  ],
  [
    "a number for a sort key",
    { ...SOUND, sortKey: { name: "sk", type: AttributeType.NUMBER } },
    /its sortKey must be "sk" of type S: it is "sk" of type N/,
  ],
  [
    "no sort key",
    { partitionKey: SOUND.partitionKey, timeToLiveAttribute: "expiresAt" },
    /its sortKey must be "sk" of type S: it is missing/,
  ],
  [
    "items that never go",
    { partitionKey: SOUND.partitionKey, sortKey: SOUND.sortKey },
    /its timeToLiveAttribute must be "expiresAt", or it grows for ever: it is missing/,
  ],
] as const) {
  test(`is refused with ${what}, and not found out by the first alert`, () => {
    const made = () =>
      synthNotifier((stack) => ({ table: new Table(stack, "Threads", props as TableProps) }));
    assert.throws(made, message);
  });
}

test("is refused where the notifier does not reach it, or with what is said of one that is made", () => {
  const at = (arn: string) => (stack: Stack) => ({ table: Table.fromTableArn(stack, "T", arn) });
  assert.throws(
    () => synthNotifier(at(ARN.replace("eu-central-1", "us-east-1"))),
    /Cannot use table as the notifier speaks to the tables of its own Region/,
  );
  assert.throws(
    () => synthNotifier(at(ARN.replace("111122223333", "444455556666"))),
    /Cannot use table as .* own account: it is of "444455556666"/,
  );
  assert.throws(
    () => synthNotifier((stack) => ({ ...at(ARN)(stack), tableName: "threads" })),
    /Cannot use tableName as it is for a table that is made here: table exists/,
  );
});

function synthNotifier(props: (stack: Stack) => Partial<NotifierProps>): Template {
  return synth(
    (stack) =>
      new Notifier(stack, "Notifier", {
        eventBus: new EventBus(stack, "Bus"),
        topic: Topic.fromTopicArn(stack, "Topic", "arn:aws:sns:eu-central-1:111122223333:alerts"),
        ...props(stack),
      }),
    { env: ENV },
  );
}

test.run();
