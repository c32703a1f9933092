import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseSettings, readSettings, SettingsError } from "../../src/adapters/settings-file.ts";
import { runtimeSettings } from "../../src/core/settings/settings.ts";

const test = suite("parseSettings()");

const BASE = "logs: { bucket: org-cloudtrail-logs }\n";

const wrong: [name: string, yaml: string, ...message: RegExp[]][] = [
  ["a file that is no YAML", "logs: [", /as YAML/],
  ["a missing bucket", "logs: {}", /logs\.bucket is missing/],
  ["an empty file", "", /logs is missing/],
  [
    "an unknown setting, naming the known ones",
    `${BASE}treads: {}`,
    /line 2: treads is no setting; here may stand .*threads/,
  ],
  [
    "an account id without quotes, with its line",
    `${BASE}routes:\n  - accounts: [111122223333]\n    slackChannel: C0123`,
    /line 3: routes\[0\]\.accounts\[0\] is 111122223333 \(a number\); allowed: .*in quotes/,
  ],
  [
    "an account name under a wrong id",
    `${BASE}accounts: { prod: production }`,
    /accounts\.prod has a wrong key "prod"; allowed: account id \(12 digits/,
  ],
  [
    "a channel name instead of its id",
    `${BASE}slack: { app: { botTokenSecretId: bot, channel: "#security" } }`,
    /slack\.app\.channel is "#security"; allowed: id of a Slack channel/,
  ],
  [
    "a route without a condition",
    `${BASE}routes: [{ slackChannel: C0123 }]`,
    /routes\[0\] names slackChannel; allowed: a route: at least one of accounts, rules, severities/,
  ],
  [
    "a route without a target",
    `${BASE}routes: [{ rules: [x] }]`,
    /routes\[0\] names rules; allowed: a route/,
  ],
  [
    "a consumer of no kind",
    `${BASE}consumers: { lake: { deliver: event } }`,
    /consumers\.lake names deliver; allowed: a consumer: exactly one of firehose, http/,
  ],
  [
    "a consumer of two kinds",
    `${BASE}consumers: { lake: { queue: {}, firehose: {} } }`,
    /consumers\.lake names queue, firehose; allowed: a consumer: exactly one of/,
  ],
  [
    "a consumer with a name CloudFormation would refuse",
    `${BASE}consumers: { "1 lake": { queue: {} } }`,
    /has a wrong key "1 lake"; allowed: name \(a letter/,
  ],
  [
    "an endpoint without TLS",
    `${BASE}consumers: { siem: { http: { url: "http://siem.example.com", header: X, secretId: s } } }`,
    /consumers\.siem\.http\.url is .*; allowed: where to post to, https/,
  ],
  [
    "a wrong word, naming the right ones",
    "logs: { bucket: abc, via: kinesis }",
    /logs\.via is "kinesis"; allowed: s3, eventbridge, sns, sqs/,
  ],
  [
    "a switch that is no boolean",
    `${BASE}accessDeniedMetrics: "off"`,
    /accessDeniedMetrics is "off"; allowed: true or false/,
  ],
  [
    "a number out of range",
    `${BASE}threads: { windowSeconds: 0 }`,
    /threads\.windowSeconds is 0 \(a number\); allowed: seconds .*1 to 604800/,
  ],
  [
    "an unknown publish mode",
    `${BASE}publish: some`,
    /publish is "some"; allowed: what goes on the bus: all, matched/,
  ],
  [
    "several wrong settings at once",
    `${BASE}publish: some\nname: 7`,
    /2 settings are wrong/,
    /publish is/,
    /name is 7/,
  ],
];

for (const [name, yaml, ...messages] of wrong) {
  test(`refuses ${name}`, () => {
    for (const message of messages) {
      assert.throws(
        () => parseSettings(yaml, "settings.yaml"),
        (error: unknown) => {
          assert.instance(error, SettingsError);
          assert.match((error as Error).message, message);
          assert.match((error as Error).message, /"settings\.yaml"/);
          return true;
        },
      );
    }
  });
}

test("does not repeat a token or a webhook address written where a secret's id belongs", () => {
  // Put together here, so that no scanner takes the file for a leak.
  const token = ["xoxb", "1111", "secret"].join("-");
  const url = ["https://hooks.slack.com", "services", "T1", "B1", "secret"].join("/");
  for (const [key, value] of [
    ["app: { channel: C0123, botTokenSecretId", token],
    ["webhook: { urlSecretId", url],
  ]) {
    assert.throws(
      () => parseSettings(`${BASE}slack: { ${key}: "${value}" } }`, "s.yaml"),
      (error: Error) =>
        !error.message.includes('secret"') &&
        !error.message.includes(value as string) &&
        /must not stand here/.test(error.message),
    );
  }
});

test("refuses a file that is not there", () => {
  assert.throws(
    () => readSettings("/nowhere/settings.yaml"),
    /Cannot read settings file "\/nowhere\/settings.yaml": ENOENT/,
  );
});

test("fills in every default", () => {
  const settings = parseSettings(BASE, "settings.yaml");
  assert.equal(settings, {
    name: "trailbridge",
    tags: {},
    logs: { bucket: "org-cloudtrail-logs", prefix: "AWSLogs/", via: "s3" },
    publish: "all",
    includeRecord: true,
    maxRequestBytes: 1_000_000,
    bus: { logLevel: "error" },
    rules: {
      packs: ["default"],
      directories: [],
      ignoreDirectories: [],
      disable: [],
      eventsToTrack: [],
    },
    slack: {},
    sns: { subscriptions: {} },
    routes: [],
    accounts: {},
    threads: { windowSeconds: 900, maxReplies: 20 },
    accessDeniedMetrics: true,
    ruleFaultNotices: true,
    removedObjectAlerts: true,
    consumers: {},
    alarms: { emails: [], silenceHours: 3, bufferAgeSeconds: 900 },
    splitter: {
      functionName: "trailbridge-splitter",
      memoryMiB: 512,
      timeoutSeconds: 120,
      logLevel: "info",
    },
    notifier: {
      functionName: "trailbridge-notifier",
      memoryMiB: 512,
      timeoutSeconds: 60,
      logLevel: "info",
      maxConcurrency: 5,
    },
    logRetentionDays: 30,
  });
});

test.run();

const runtime = suite("runtimeSettings()");

runtime("carries destinations by id, never a secret", () => {
  const settings = parseSettings(
    `${BASE}
slack:
  app: { botTokenSecretId: trailbridge/bot, channel: C0SECURITY }
sns: { topicArn: "arn:aws:sns:eu-central-1:111122223333:alerts" }
routes:
  - accounts: ["444455556666"]
    slackChannel: C0PROD
`,
    "settings.yaml",
  );
  assert.equal(runtimeSettings(settings).destinations, {
    slackTokenSecretId: "trailbridge/bot",
    defaults: {
      slackChannel: "C0SECURITY",
      snsTopicArn: "arn:aws:sns:eu-central-1:111122223333:alerts",
    },
    routes: [{ accounts: ["444455556666"], slackChannel: "C0PROD" }],
  });
});

runtime.run();
