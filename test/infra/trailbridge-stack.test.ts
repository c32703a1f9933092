import "../support/handler-bundles.ts";
import type { Template } from "aws-cdk-lib/assertions";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { TrailbridgeStack } from "../../infra/trailbridge-stack.ts";
import { parseSettings } from "../../src/adapters/settings-file.ts";
import { grants, resource, resources, synthApp, synthConfigs } from "../support/synth.ts";

const BASE = `
account: "111122223333"
region: eu-central-1
slack: { app: { botTokenSecretId: trailbridge/bot, channel: C0SECURITY } }
`;

const test = suite("TrailbridgeStack");

const wrong: [name: string, yaml: string, message: RegExp][] = [
  [
    "a consumer whose pattern EventBridge refuses",
    `${BASE}logs: { bucket: org-logs }\nconsumers: { siem: { queue: {}, only: { eventName: [{ prefx: Get }] } } }`,
    /Cannot use consumers\.siem\.only as EventBridge would refuse it: .*prefx/,
  ],
  [
    "a route for a rule that is not there",
    `${BASE}logs: { bucket: org-logs }\nroutes: [{ rules: [root-activty], slackChannel: C0ONE }]`,
    /Cannot use routes\[0\]\.rules\[0\] as .*"root-activty" is none; did you mean "root-activity"\?/,
  ],
  [
    "a route for a rule that is disabled",
    `${BASE}logs: { bucket: org-logs }\nrules: { disable: [root-activity] }\nroutes: [{ rules: [root-activity], slackChannel: C0ONE }]`,
    /Cannot use routes\[0\]\.rules\[0\] as .*"root-activity" is disabled \(setting rules\.disable\)/,
  ],
  [
    "a consumer of alerts by a rule that is not there",
    `${BASE}logs: { bucket: org-logs }\nconsumers: { soar: { queue: {}, alerts: true, only: { rule: [root-activty] } } }`,
    /Cannot use consumers\.soar\.only\.rule\[0\] as .*"root-activty" is none; did you mean "root-activity"\?/,
  ],
  [
    "no destination",
    'logs: { bucket: org-logs }\naccount: "111122223333"',
    /Cannot deliver alerts .*\(settings slack, sns\)/,
  ],
];

for (const [name, yaml, message] of wrong) {
  test(`refuses ${name}`, () => {
    assert.throws(() => synthSettings(yaml), message);
  });
}

test("names functions as the settings do, in both environments", () => {
  const template = synthSettings(
    `${BASE}logs: { bucket: org-logs }\nsplitter: { functionName: a }\nnotifier: { functionName: b }`,
  );
  template.hasResourceProperties("AWS::Lambda::Function", { FunctionName: "a" });
  template.hasResourceProperties("AWS::Lambda::Function", {
    FunctionName: "b",
    Environment: { Variables: { SPLITTER_FUNCTION_NAME: "a" } },
  });
});

test("tells every name and address somebody may need, the policy for a secret, and none for an own bucket", () => {
  const outputs = Object.keys(
    synthSettings(`${BASE}logs: { bucket: org-logs }`).findOutputs("*"),
  ).sort();
  assert.equal(outputs, [
    "AlarmTopicArn",
    "BufferDeadLettersUrl",
    "BufferQueueUrl",
    "CriticalDeadLettersUrl",
    "CriticalQueueUrl",
    "EventBusArn",
    "NotifierDeadLettersUrl",
    "NotifierFunctionArn",
    "SecretPolicy",
    "SplitterDeadLettersUrl",
    "SplitterFunctionArn",
    "SplitterRoleArn",
    "TableName",
  ]);
});

test("prints what the owner of a bucket in another account must add", () => {
  const template = synthSettings(`${BASE}
logs:
  bucket: foreign-logs
  bucketAccount: "444455556666"
  kmsKeyArn: arn:aws:kms:eu-central-1:444455556666:key/1a2b3c4d-1111-2222-3333-444455556666
  via: sqs
`);
  const outputs = template.findOutputs("*") as Record<string, { Value: unknown }>;
  const policy = JSON.stringify(outputs.LogBucketPolicy?.Value);
  assert.match(policy, "s3:GetObject");
  assert.match(policy, ":s3:::foreign-logs/AWSLogs/*");
  assert.match(policy, "SplitterFunctionRole");
  assert.match(JSON.stringify(outputs.LogKeyPolicy?.Value), "kms:Decrypt");
  assert.match(
    JSON.stringify(outputs.ForwardBucketEventsTo?.Value),
    ":events:eu-central-1:111122223333:event-bus/default",
  );
});

test("imports each resource once, however often it is named", () => {
  const topic = "arn:aws:sns:eu-central-1:111122223333:all";
  const template = synthSettings(`${BASE}
logs: { bucket: org-logs }
sns: { topicArn: "${topic}" }
routes: [{ severities: [critical], snsTopicArn: "${topic}" }]
alarms: { topicArn: "${topic}" }
`);
  assert.is(grants(template, "TrailbridgeNotifierFunctionRole")["sns:Publish"], topic);
});

test("hands the notifier what the settings say of threads, messages and links", () => {
  const settings = parseSettings(
    `${BASE.replace("slack: {", "slack: { layout: full,")}
logs: { bucket: org-logs }
sns: { repeats: each }
threads: { windowSeconds: 60, maxReplies: 1, groupWaitSeconds: 2, groupIntervalSeconds: 3, repeatIntervalSeconds: 61 }
inhibit: true
pageReplays: true
alertEvents: false
accessPortalUrl: https://d-1234567890.awsapps.com/start
`,
    "settings.yaml",
  );
  const configs = synthConfigs(
    (app) => new TrailbridgeStack(app, { settings, baseDirectory: "." }),
  );
  const told = configs.find(({ settings }) => settings.destinations.defaults.slackChannel);
  assert.ok(told);
  const { threads, inhibit, pageReplays, alertEvents, accessPortalUrl, snsRepeats, slackLayout } =
    told.settings;
  assert.equal(
    { threads, inhibit, pageReplays, alertEvents, accessPortalUrl, snsRepeats, slackLayout },
    {
      threads: {
        windowSeconds: 60,
        maxReplies: 1,
        groupWaitSeconds: 2,
        groupIntervalSeconds: 3,
        repeatIntervalSeconds: 61,
      },
      inhibit: true,
      pageReplays: true,
      alertEvents: false,
      accessPortalUrl: "https://d-1234567890.awsapps.com/start",
      snsRepeats: "each",
      slackLayout: "full",
    },
  );
});

test("tells both functions the prefix, or a removed file under another would alert nobody", () => {
  const settings = parseSettings(
    `${BASE}logs: { bucket: org-logs, prefix: o-1/AWSLogs/ }`,
    "settings.yaml",
  );
  const configs = synthConfigs(
    (app) => new TrailbridgeStack(app, { settings, baseDirectory: "." }),
  );
  assert.equal(
    configs.map((config) => config.settings.logPrefix),
    ["o-1/AWSLogs/", "o-1/AWSLogs/"],
  );
});

test("lets the splitter use the keys of a queue and of dead letters that exist, and no others", () => {
  const key = (id: string) => `arn:aws:kms:eu-central-1:111122223333:key/${id}`;
  const template = synthSettings(`${BASE}
logs: { bucket: org-logs, via: sqs, queueArn: "arn:aws:sqs:eu-central-1:111122223333:files", queueKmsKeyArn: "${key("1a")}" }
deadLetterArn: "arn:aws:sqs:eu-central-1:111122223333:dead"
deadLetterKmsKeyArn: "${key("2b")}"
`);
  const policies = JSON.stringify(resources(template, "AWS::IAM::Policy"));
  assert.match(policies, `{"Action":"kms:Decrypt","Effect":"Allow","Resource":"${key("1a")}"}`);
  assert.match(
    policies,
    `{"Action":["kms:Decrypt","kms:GenerateDataKey"],"Effect":"Allow","Resource":"${key("2b")}"}`,
  );
});

test("gives each consumer of the settings its kind", () => {
  const template = synthSettings(`${BASE}
logs: { bucket: org-logs }
consumers:
  lake: { firehose: { bucket: lake, keyPrefix: "x/" } }
  siem: { http: { url: "https://siem.example.com/x", header: Authorization, secretId: siem }, deliver: event }
  team: { queue: { arn: "arn:aws:sqs:eu-central-1:111122223333:team" }, only: { readOnly: [false] } }
  logs: { logGroup: { name: /aws/events/mine } }
  prod: { bus: { arn: "arn:aws:events:eu-central-1:777788889999:event-bus/trailbridge" } }
`);
  const rules = Object.keys(resources(template, "AWS::Events::Rule"));
  assert.is(rules.filter((id) => id.includes("BusConsumers")).length, 1 + 1 + 1 + 1 + 2);
  template.resourceCountIs("AWS::Events::ApiDestination", 1);
  const stream = resource(template, "AWS::KinesisFirehose::DeliveryStream").Properties;
  assert.match(JSON.stringify(stream), ":s3:::lake");
  template.hasResourceProperties("AWS::Events::Rule", {
    Targets: [{ Arn: "arn:aws:sqs:eu-central-1:111122223333:team" }],
    EventPattern: { detail: { readOnly: [false] } },
  });
});

test("gives consumers of alerts those that they ask for, and no record", () => {
  const template = synthSettings(`
${BASE}
logs: { bucket: org-logs }
consumers:
  pager: { pagerduty: { routingKeySecretId: key, secretField: routing }, only: { severity: [critical] } }
  chat: { teams: { workflowUrl: "https://a.example.com/w?sp=1", signatureSecretId: sig }, only: { account: ["111122223333"] } }
  hook: { http: { url: "https://b.example.com", header: A, secretId: s }, alerts: true, only: { rule: [root-activity] } }
  soar: { queue: {}, alerts: true }
`);
  const rules = Object.entries(resources(template, "AWS::Events::Rule"))
    .filter(([id]) => id.includes("BusConsumers"))
    .map(([id, { Properties }]) => {
      const pattern = Properties.EventPattern as Record<string, unknown>;
      assert.equal(pattern["detail-type"], ["Trailbridge Alert"]);
      const [{ InputPath, InputTransformer }] = Properties.Targets as [Record<string, unknown>];
      const name = /Consumers([a-z]+)/.exec(id)?.[1];
      return [
        name,
        pattern.detail,
        InputPath ?? (InputTransformer === undefined ? "event" : "made"),
      ];
    });
  assert.equal(rules, [
    ["pager", { severity: ["critical"], state: ["began"] }, "made"],
    ["chat", { account: { id: ["111122223333"] }, state: ["began"] }, "made"],
    ["hook", { ruleIds: ["root-activity"] }, "$.detail"],
    ["soar", undefined, "event"],
  ]);
});

for (const [region, partition] of [
  ["cn-north-1", "aws-cn"],
  ["us-gov-west-1", "aws-us-gov"],
]) {
  test(`speaks of ${partition} in ${region}, never of aws`, () => {
    const template = synthSettings(
      `${BASE.replace("eu-central-1", region as string)}logs: { bucket: org-logs, via: sns }
consumers: { lake: { firehose: {} }, logs: { logGroup: {} } }
bus: { archiveDays: 1, organizationId: o-a1b2c3d4e5, putEvents: organization, putRules: ["444455556666"] }`,
    );
    const text = JSON.stringify(template.toJSON());
    assert.not.match(text, /arn:aws:/);
    assert.match(text, `arn:${partition}:`);
  });
}

test("leaves account, Region and partition to the deploy when the settings name none", () => {
  const template = synthSettings(`
slack: { app: { botTokenSecretId: trailbridge/bot, channel: C0SECURITY } }
logs: { bucket: org-logs }`);
  assert.not.match(JSON.stringify(template.toJSON()), /arn:aws:/);
});

test.run();

function synthSettings(yaml: string): Template {
  const settings = parseSettings(yaml, "settings.yaml");
  return synthApp((app) => new TrailbridgeStack(app, { settings, baseDirectory: "." }));
}
