import { gunzipSync } from "node:zlib";
import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { startStack } from "../../../src/local/stack.ts";
import type { Stack } from "../../../src/local/stack-types.ts";
import { clientConfig } from "../../support/client-config.ts";

const test = suite("the trail of the local stack's calls");

let stack: Stack;
test.before(async () => {
  stack = await startStack({
    wiring: {
      buckets: [{ name: "logs" }],
      queues: [{ name: "work" }],
      topics: [{ name: "told" }],
      secrets: [{ name: "token", value: "xoxb-secret" }],
      tables: [{ name: "things", key: "pk", sortKey: "sk" }],
      permissions: { roles: [], resources: [], serviceCalls: [] },
    },
    callTrail: { bucket: "logs", prefix: "AWSLogs/" },
  });
});
test.after(() => stack.close());

function busCount(): number {
  return stack.report().buses.find(({ bus }) => bus === "default")?.accepted ?? 0;
}

type Written = Readonly<Record<string, unknown>>;

/** The record of the only call that `call` makes. */
async function recordOf(call: () => Promise<unknown>): Promise<Written> {
  await stack.calls?.deliver();
  await call().catch(() => {});
  const [record, ...others] = stack.calls?.pending() ?? [];
  assert.equal(others, []);
  return record ?? {};
}

test("says how a call was refused", async () => {
  const s3 = new S3Client(clientConfig(stack));
  const record = await recordOf(() =>
    s3.send(new GetObjectCommand({ Bucket: "logs", Key: "a/nothing" })),
  );
  assert.is(record.errorCode, "NoSuchKey");
  assert.is(record.errorMessage, "The specified key does not exist.");
});

test("puts what is no reading and no data event on the default bus, as CloudTrail does", async () => {
  const before = busCount();
  stack.calls?.note({ service: "events", operation: "DisableRule", input: { Name: "rule" } });
  stack.calls?.note({ service: "events", operation: "DescribeRule", input: { Name: "rule" } });
  stack.calls?.note({ service: "sqs", operation: "SendMessage", input: { QueueUrl: "q" } });
  assert.is(busCount() - before, 1);
});

for (const [service, call, expected] of [
  [
    "an object",
    () =>
      new S3Client(clientConfig(stack)).send(new GetObjectCommand({ Bucket: "logs", Key: "a/b" })),
    {
      eventSource: "s3.amazonaws.com",
      eventName: "GetObject",
      requestParameters: {
        bucketName: "logs",
        Host: "logs.s3.us-east-1.amazonaws.com",
        key: "a/b",
      },
      resources: [
        { type: "AWS::S3::Object", ARN: "arn:aws:s3:::logs/a/b" },
        { accountId: "111122223333", type: "AWS::S3::Bucket", ARN: "arn:aws:s3:::logs" },
      ],
      readOnly: true,
      managementEvent: false,
      eventCategory: "Data",
    },
  ],
  [
    "an event, without what it says",
    () =>
      new EventBridgeClient(clientConfig(stack)).send(
        new PutEventsCommand({ Entries: [{ Source: "a", DetailType: "b", Detail: '{"c":1}' }] }),
      ),
    {
      eventSource: "events.amazonaws.com",
      eventName: "PutEvents",
      requestParameters: { entries: [{ source: "a", detailType: "b" }] },
      readOnly: false,
    },
  ],
  [
    "an item, by its key",
    () =>
      new DynamoDBClient(clientConfig(stack)).send(
        new GetItemCommand({ TableName: "things", Key: { pk: { S: "a" }, sk: { S: "b" } } }),
      ),
    {
      eventSource: "dynamodb.amazonaws.com",
      eventName: "GetItem",
      requestParameters: { tableName: "things", key: { pk: { S: "a" }, sk: { S: "b" } } },
      eventCategory: "Data",
    },
  ],
  [
    "a secret that is read, a management event",
    () =>
      new SecretsManagerClient(clientConfig(stack)).send(
        new GetSecretValueCommand({ SecretId: "token" }),
      ),
    {
      eventSource: "secretsmanager.amazonaws.com",
      eventName: "GetSecretValue",
      requestParameters: { secretId: "token" },
      eventCategory: "Management",
      managementEvent: true,
    },
  ],
  [
    "a message to a queue, without its text",
    () =>
      new SQSClient(clientConfig(stack)).send(
        new SendMessageCommand({ QueueUrl: stack.queueUrl("work"), MessageBody: "hush" }),
      ),
    { eventName: "SendMessage", eventCategory: "Data", recipientAccountId: "111122223333" },
  ],
  [
    "a message to a topic, without its text",
    () =>
      new SNSClient(clientConfig(stack)).send(
        new PublishCommand({ TopicArn: stack.topicArn("told"), Message: "hush" }),
      ),
    {
      eventName: "Publish",
      requestParameters: {
        topicArn: "arn:aws:sns:us-east-1:111122223333:told",
        message: "HIDDEN_DUE_TO_SECURITY_REASONS",
      },
    },
  ],
] as const) {
  test(`writes ${service}`, async () => {
    await stack.putObject("logs", "a/b", "text");
    const record = await recordOf(call as () => Promise<unknown>);
    for (const [name, value] of Object.entries(expected)) assert.equal(record[name], value, name);
    assert.is(record.errorCode, undefined);
    assert.not.match(JSON.stringify(record), /hush/);
  });
}

test("names a role's session, of another account too", async () => {
  const sts = new STSClient(clientConfig(stack));
  const RoleArn = "arn:aws:iam::444455556666:role/team/Deployer";
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({ RoleArn, RoleSessionName: "mallory" }),
  );
  const credentials = {
    accessKeyId: Credentials?.AccessKeyId ?? "",
    secretAccessKey: Credentials?.SecretAccessKey ?? "",
  };
  const s3 = new S3Client({ ...clientConfig(stack), credentials });
  const { userIdentity } = await recordOf(() =>
    s3.send(new GetObjectCommand({ Bucket: "logs", Key: "a/b" })),
  );
  const { arn, accountId, sessionContext } = userIdentity as Record<string, Written>;
  assert.is(arn, "arn:aws:sts::444455556666:assumed-role/Deployer/mallory");
  assert.is(accountId, "444455556666");
  assert.is(Object(sessionContext?.sessionIssuer).arn, RoleArn);
});

test("writes what was called since into one log file, when it is asked to", async () => {
  await stack.calls?.deliver();
  stack.calls?.note({
    service: "lambda",
    operation: "DeleteFunction",
    input: { FunctionName: "f" },
  });
  stack.calls?.note({ service: "sqs", operation: "PurgeQueue", input: { QueueUrl: "u" } });
  const s3 = new S3Client(clientConfig(stack));
  assert.is(await stack.calls?.deliver(), 2);
  assert.is(await stack.calls?.deliver(), 0);

  const { Contents = [] } = await s3.send(
    new ListObjectsV2Command({
      Bucket: "logs",
      Prefix: "AWSLogs/111122223333/CloudTrail/us-east-1/",
    }),
  );
  const last = [...Contents].sort((a, b) => Number(a.LastModified) - Number(b.LastModified)).at(-1);
  assert.match(
    last?.Key ?? "",
    /\/\d{4}\/\d\d\/\d\d\/111122223333_CloudTrail_us-east-1_\d{8}T\d{4}Z_\w{16}\.json\.gz$/,
  );
  const names: string[] = [];
  for (const { Key } of Contents) {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: "logs", Key }));
    const text = gunzipSync((await Body?.transformToByteArray()) ?? "").toString();
    names.push(...JSON.parse(text).Records.map((it: Written) => it.eventName));
  }
  assert.ok(names.includes("DeleteFunction20150331"));
  assert.ok(names.includes("PurgeQueue"));
});

test.run();
