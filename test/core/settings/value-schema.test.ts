import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseSettings } from "../../../src/adapters/settings-file.ts";
import {
  ACCESS_PORTAL_URL,
  ACCOUNT_ID,
  arnSchema,
  bucketName,
  keyArn,
  SECRET_ID,
  SLACK_CHANNEL,
  topicArn,
} from "../../../src/core/settings/value-schema.ts";

const HERE = "eu-central-1:111122223333";
const QUEUE = { what: "a queue", resource: "[\\w-]+", services: ["sqs"] };
const QUEUE_OR_TOPIC = { ...QUEUE, services: ["sqs", "sns"] };
const TOPIC_RULE = { here: "it is near", standard: "nobody names a group" };

const patterns = suite("patterns of values");

const table: [
  name: string,
  schema: { readonly pattern: string },
  refused: readonly string[],
  taken: readonly string[],
][] = [
  [
    "an account id",
    ACCOUNT_ID,
    ["", "11112222333", "1111222233334", "x111122223333", "111122223333x", "11112222333x"],
    ["111122223333", "000000000001"],
  ],
  [
    "the access portal's address",
    ACCESS_PORTAL_URL,
    [
      "http://d-1.awsapps.com/start",
      "https://start",
      "https://d-1.awsapps.com/start#/console",
      "https://d-1.awsapps.com/start?x=1",
      "https://d-1.awsapps.com/start//",
      "https://a..b/start",
      " https://d-1.awsapps.com/start",
    ],
    [
      "https://d-1234567890.awsapps.com/start",
      "https://d-1234567890.awsapps.com/start/",
      "https://corp.example.com",
      "https://start.us-gov-home.awsapps.com/directory/our.company_x~1",
    ],
  ],
  [
    "a Slack channel",
    SLACK_CHANNEL,
    ["general", "#general", "C", "C1", "c0123456789", "U0123456789", "C012345678-", "xC0123456789"],
    ["C0123456789", "G0123456789", "D0123456789"],
  ],
  [
    "a bucket",
    bucketName("a bucket"),
    [
      "ab",
      "a".repeat(64),
      "Logs",
      "-logs",
      "logs-",
      ".logs",
      "logs.",
      "org..logs",
      "org.-logs",
      "org-.logs",
      "192.0.2.1",
      "org_logs",
    ],
    ["abc", "a".repeat(63), "1-logs.of.org", "org-logs", "192.0.2.1a", "1.2.3"],
  ],
  [
    "a queue that may be FIFO",
    arnSchema(QUEUE, "a queue"),
    [
      `arn:aws:sqs:${HERE}:q.fifo.fifo`,
      `arn:aws:sqs:${HERE}:`,
      `arn:aws:sns:${HERE}:q`,
      `x-arn:aws:sqs:${HERE}:q`,
      "arn:aws:sqs:eu-central-1:1111:q",
    ],
    [`arn:aws:sqs:${HERE}:q`, `arn:aws:sqs:${HERE}:q.fifo`, `arn:aws-cn:sqs:${HERE}:q`],
  ],
  [
    "a queue that must be standard",
    arnSchema({ ...QUEUE, standard: "nobody names a group" }, "a queue"),
    [`arn:aws:sqs:${HERE}:q.fifo`],
    [`arn:aws:sqs:${HERE}:q`],
  ],
  [
    "a queue or a topic",
    arnSchema(QUEUE_OR_TOPIC, "either"),
    [`arn:aws:sqssns:${HERE}:q`, `arn:aws:s3:${HERE}:q`, `arn:aws:sqs,sns:${HERE}:q`],
    [`arn:aws:sqs:${HERE}:q`, `arn:aws:sns:${HERE}:t`, `arn:aws:sqs:${HERE}:q.fifo`],
  ],
  [
    "something that is never FIFO",
    arnSchema({ ...QUEUE, services: ["firehose"] }, "a stream"),
    [`arn:aws:firehose:${HERE}:s.fifo`],
    [`arn:aws:firehose:${HERE}:s`],
  ],
  [
    "a topic",
    topicArn(TOPIC_RULE, "a topic"),
    [`arn:aws:sns:${HERE}:t.fifo`, `arn:aws:sqs:${HERE}:t`, `arn:aws:sns:${HERE}:t:0a1b`],
    [`arn:aws:sns:${HERE}:alerts_of-us`],
  ],
  [
    "a key",
    keyArn({}, "a key"),
    [`arn:aws:kms:${HERE}:alias/logs`, `arn:aws:kms:${HERE}:1a2b`],
    [`arn:aws:kms:${HERE}:key/1a2b-3c4d`, `arn:aws:kms:${HERE}:key/mrk-1a2b`],
  ],
  [
    "a secret",
    SECRET_ID,
    [
      "",
      "xoxb-1-2-abc",
      "https://hooks.slack.com/services/T/B/x",
      "http://a",
      "my secret",
      "a".repeat(513),
      `arn:aws:kms:${HERE}:secret:bot`,
    ],
    [
      "bot",
      "trailbridge/slack_bot@eu+1=.x-y",
      "a".repeat(512),
      `arn:aws:secretsmanager:${HERE}:secret:a/b-a1B2c3`,
    ],
  ],
];

for (const [name, { pattern }, refused, taken] of table) {
  const expression = new RegExp(pattern, "u");
  for (const text of refused) {
    patterns(`refuses ${JSON.stringify(shown(text))} as ${name}`, () => {
      assert.not(expression.test(text));
    });
  }
  for (const text of taken) {
    patterns(`takes ${JSON.stringify(shown(text))} as ${name}`, () => {
      assert.ok(expression.test(text));
    });
  }
}

patterns.run();

const errors = suite("errors of values");

for (const [name, yaml, message] of [
  [
    "a key's alias",
    `slack: { kmsKeyArn: "arn:aws:kms:${HERE}:alias/k" }`,
    /slack\.kmsKeyArn as it must be the ARN of a KMS key/,
  ],
  [
    "a queue for a topic",
    `sns: { topicArn: "arn:aws:sqs:${HERE}:t" }`,
    /sns\.topicArn as it must be the ARN of an SNS topic: .* but it is an ARN of sqs/,
  ],
  [
    "a FIFO topic",
    `sns: { topicArn: "arn:aws:sns:${HERE}:t.fifo" }`,
    /it is FIFO, and the notifier publishes without a message group, which a FIFO topic asks for/,
  ],
  [
    "a topic of another Region",
    'sns: { topicArn: "arn:aws:sns:us-east-1:111122223333:t" }',
    /sns\.topicArn as the notifier publishes in its own Region: /,
  ],
  [
    "a secret of another Region",
    'slack: { webhook: { urlSecretId: "arn:aws:secretsmanager:us-east-1:111122223333:secret:a" } }',
    /urlSecretId as a secret is read in the stack's own Region: /,
  ],
  [
    "an ARN that is no secret's",
    `slack: { webhook: { urlSecretId: "arn:aws:s3:${HERE}:secret:a" } }`,
    /urlSecretId as it must be the ARN of a Secrets Manager secret/,
  ],
] as const) {
  errors(`say of ${name} what is expected`, () => {
    assert.throws(
      () => parseSettings(`region: eu-central-1\nlogs: { bucket: org-logs }\n${yaml}`, "s.yaml"),
      message,
    );
  });
}

errors.run();

function shown(text: string): string {
  return text.length > 80 ? `${text.slice(0, 8)}… of ${text.length}` : text;
}
