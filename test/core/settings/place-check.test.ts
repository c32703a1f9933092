import { suite } from "uvu";
import * as assert from "uvu/assert";
import { placeProblems } from "../../../src/core/settings/place-check.ts";
import { SETTINGS_SCHEMA } from "../../../src/core/settings/schema.ts";

const HERE = { region: "eu-central-1", account: "111122223333" };
const KEY = "key/1a2b3c4d-0000-4000-8000-00000000beef";

const test = suite("placeProblems()");

const messages = (settings: object) =>
  placeProblems(settings, SETTINGS_SCHEMA).map(({ message }) => message);

const elsewhere: [setting: string, settings: object][] = [
  ["sns.topicArn", { sns: { topicArn: arn("sns", "alerts") } }],
  ["sns.kmsKeyArn", { sns: { kmsKeyArn: arn("kms", KEY) } }],
  ["routes[0].snsTopicArn", { routes: [{ snsTopicArn: arn("sns", "pager") }] }],
  [
    "routes[1].slackWebhookSecretId",
    { routes: [{}, { slackWebhookSecretId: arn("secretsmanager", "secret:hook-a1B2c3") }] },
  ],
  [
    "slack.app.botTokenSecretId",
    { slack: { app: { botTokenSecretId: arn("secretsmanager", "secret:bot-a1B2c3") } } },
  ],
  [
    "slack.webhook.urlSecretId",
    { slack: { webhook: { urlSecretId: arn("secretsmanager", "secret:hook-a1B2c3") } } },
  ],
  ["slack.kmsKeyArn", { slack: { kmsKeyArn: arn("kms", KEY) } }],
  ["alarms.topicArn", { alarms: { topicArn: arn("sns", "oncall") } }],
  ["bus.kmsKeyArn", { bus: { kmsKeyArn: arn("kms", KEY) } }],
  ["logs.queueArn", { logs: { via: "sqs", queueArn: arn("sqs", "files") } }],
  ["logs.kmsKeyArn", { logs: { via: "s3", kmsKeyArn: arn("kms", KEY) } }],
  ["logs.kmsKeyArn", { logs: { via: "sqs", kmsKeyArn: arn("kms", KEY) } }],
  ["logs.kmsKeyArn", { logs: { via: "eventbridge", kmsKeyArn: arn("kms", KEY) } }],
  ["deadLetterArn", { deadLetterArn: arn("sqs", "given-up") }],
  ["deadLetterArn", { deadLetterArn: arn("sns", "given-up") }],
  ["consumers.lake.queue.arn", { consumers: { lake: { queue: { arn: arn("sqs", "lake") } } } }],
  [
    "consumers.lake.firehose.streamArn",
    { consumers: { lake: { firehose: { streamArn: arn("firehose", "deliverystream/lake") } } } },
  ],
  [
    "consumers.siem.http.secretId",
    { consumers: { siem: { http: { secretId: arn("secretsmanager", "secret:siem-a1B2c3") } } } },
  ],
];

for (const [setting, settings] of elsewhere) {
  test(`refuses ${setting} of another Region than the stack's: ${JSON.stringify(settings)}`, () => {
    const [message = "", ...more] = messages({ ...HERE, ...settings });
    assert.equal(more, []);
    assert.ok(message.startsWith(`Cannot use ${setting} as `), message);
    assert.match(message, /is in us-west-2, the stack in eu-central-1 \(setting region\)/);
  });

  test(`takes ${setting} of the stack's Region, and of any where the stack's is not known`, () => {
    assert.equal(messages({ ...HERE, region: "us-west-2", ...settings }), []);
    assert.equal(messages(settings), []);
  });
}

for (const [name, logs] of [
  ["a topic that is created", { via: "sns" }],
  ["a queue that is created", { via: "sqs" }],
  ["a topic that is for another log source", { via: "s3", topicArn: arn("sns", "news") }],
  [
    "a queue that is for another log source",
    { via: "s3", queueArn: arn("sqs", "q", "eu-central-1") },
  ],
  ["its own account's events", { via: "eventbridge" }],
  ["another account that is to notify", { via: "s3", bucketAccount: "444455556666" }],
] as const) {
  test(`refuses the key of a bucket of another Region with ${name}`, () => {
    const [message = ""] = messages({ ...HERE, logs: { ...logs, kmsKeyArn: arn("kms", KEY) } });
    assert.match(
      message,
      /^Cannot use logs\.kmsKeyArn as a bucket notifies its own Region alone, and its key is there too: /,
    );
  });
}

for (const [name, settings] of [
  [
    "the key of a bucket whose queue exists",
    {
      logs: { via: "sqs", queueArn: arn("sqs", "q", "eu-central-1"), kmsKeyArn: arn("kms", KEY) },
    },
  ],
  ["CloudTrail's topic", { logs: { via: "sns", topicArn: arn("sns", "trail-news") } }],
  ["another bus", { consumers: { hub: { bus: { arn: arn("events", "event-bus/hub") } } } }],
  [
    "the key of a bucket whose topic exists",
    { logs: { via: "sns", topicArn: arn("sns", "news"), kmsKeyArn: arn("kms", KEY) } },
  ],
  [
    "the key of a bucket whose events are forwarded",
    {
      logs: { via: "eventbridge", bucketAccount: "444455556666", kmsKeyArn: arn("kms", KEY) },
    },
  ],
] as const) {
  test(`takes ${name} from another Region`, () => {
    assert.equal(messages({ ...HERE, ...settings }), []);
  });
}

test("holds what must be where the stack is together, where the stack's Region is not known", () => {
  const [message = "", ...more] = messages({
    sns: { topicArn: arn("sns", "alerts") },
    alarms: { topicArn: arn("sns", "oncall", "eu-central-1") },
  });
  assert.equal(more, []);
  assert.match(
    message,
    /^Cannot use alarms\.topicArn as .* is in eu-central-1, sns\.topicArn, and the stack with it, in us-west-2$/,
  );
});

test("says of a multi-Region key that it has an ARN in each Region", () => {
  const [message = ""] = messages({ ...HERE, bus: { kmsKeyArn: arn("kms", "key/mrk-1a2b") } });
  assert.match(message, /a multi-Region key has an ARN of its own in each Region/);
});

test("refuses another partition, also where another Region serves", () => {
  const china = "arn:aws-cn:events:cn-north-1:444455556666:event-bus/hub";
  const [message = ""] = messages({ ...HERE, consumers: { hub: { bus: { arn: china } } } });
  assert.match(
    message,
    /consumers\.hub\.bus\.arn as all must be in one partition: .* is in aws-cn/,
  );
});

test("holds all in one partition where neither Region nor anything of it is known", () => {
  const hub = "arn:aws:events:eu-west-1:444455556666:event-bus/hub";
  const china = "arn:aws-cn:sns:cn-north-1:444455556666:news";
  assert.equal(
    messages({ logs: { via: "sns", topicArn: china }, consumers: { hub: { bus: { arn: hub } } } }),
    [
      `Cannot use consumers.hub.bus.arn as all must be in one partition: "${hub}" is in aws, logs.topicArn in aws-cn`,
    ],
  );
});

test("takes the Region from what must be in the stack's, not from what comes first", () => {
  const topicArn = arn("sns", "news", "us-east-1");
  assert.equal(
    messages({ logs: { via: "sns", topicArn }, sns: { topicArn: arn("sns", "a") } }),
    [],
  );
});

test("takes any partition in a Region of a kind that is not known", () => {
  assert.equal(
    messages({ region: "xx-north-1", sns: { topicArn: arn("sns", "alerts", "xx-north-1") } }),
    [],
  );
});

test("passes over an account that is no text", () => {
  const streamArn = "arn:aws:firehose:eu-central-1:444455556666:deliverystream/lake";
  const account = 111122223333;
  assert.equal(
    messages({ ...HERE, account, consumers: { lake: { firehose: { streamArn } } } }),
    [],
  );
});

test("refuses a role of another partition to read by, and takes one of another account", () => {
  const logs = (partition: string) => ({
    logs: { readRoleArn: `arn:${partition}:iam::444455556666:role/log-reader` },
  });
  assert.match(
    messages({ ...HERE, ...logs("aws-us-gov") })[0] ?? "",
    /logs\.readRoleArn as all must be in one partition/,
  );
  assert.equal(messages({ ...HERE, ...logs("aws") }), []);
});

test("refuses a stream of another account, where the stack's is known", () => {
  const streamArn = "arn:aws:firehose:eu-central-1:444455556666:deliverystream/lake";
  const consumers = { lake: { firehose: { streamArn } } };
  assert.match(
    messages({ ...HERE, consumers })[0] ?? "",
    /is of account 444455556666, the stack of/,
  );
  assert.equal(messages({ region: HERE.region, consumers }), []);
});

test("names what is wrong with an ARN that has the form and is none", () => {
  for (const [topicArn, why] of [
    [
      arn("sns", "pager", "eu-nowhere-77"),
      'its Region "eu-nowhere-77" must read like eu-central-1',
    ],
    [arn("sns", "pager").replace("aws", "amazon"), 'its partition "amazon" must be one of AWS\'s'],
    [arn("sns", "p".repeat(300)), "is too long: 300 characters, where sns has at most 256"],
  ] as const) {
    const [message = "", ...others] = messages({ ...HERE, sns: { topicArn } });
    assert.match(message, "Cannot use sns.topicArn as it must be the ARN of an SNS topic");
    assert.ok(message.includes(why), message);
    assert.equal(others, []);
  }
});

test("refuses a subscriber of another partition, and no other of another Region or account", () => {
  const elsewhere = arn("sqs", "soc").replace("aws:", "aws-cn:").replace("us-west-2", "cn-north-1");
  const near = "arn:aws:sqs:eu-west-1:444455556666:soc";
  const [message = "", ...others] = messages({
    ...HERE,
    sns: { subscriptions: { [elsewhere]: "sqs", [near]: "sqs", "soc@example.com": "email" } },
  });
  assert.match(
    message,
    /^Cannot use sns\.subscriptions.* as all must be in one partition: .*aws-cn/,
  );
  assert.equal(others, []);
  const two = { sns: { subscriptions: { [near]: "sqs", [elsewhere]: "sqs" } } };
  assert.match(messages(two)[0] ?? "", /all must be in one partition/);
});

test("passes over a Region that is none, which the schema refuses", () => {
  assert.equal(messages({ region: "a\nb", sns: { topicArn: arn("sns", "pager") } }), []);
});

test("passes over what is no ARN, which the schema refuses or which is a name", () => {
  assert.equal(
    messages({ ...HERE, sns: { topicArn: 7 }, slack: { app: { botTokenSecretId: "bot" } } }),
    [],
  );
  for (const settings of [undefined, null, [], "text"])
    assert.equal(placeProblems(settings, SETTINGS_SCHEMA), []);
});

test.run();

function arn(service: string, resource: string, region = "us-west-2"): string {
  return `arn:aws:${service}:${region}:111122223333:${resource}`;
}
