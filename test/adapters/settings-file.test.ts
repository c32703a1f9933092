import { Ajv } from "ajv";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseSettings, readSettings, SettingsError } from "../../src/adapters/settings-file.ts";
import { FORWARDER_SCHEMA, RECEIVER_SCHEMA } from "../../src/core/settings/companion/schema.ts";
import { SETTINGS_SCHEMA } from "../../src/core/settings/schema.ts";

const test = suite("parseSettings()");

const BASE = "logs: { bucket: org-cloudtrail-logs }\n";

const wrong: [name: string, yaml: string, ...message: RegExp[]][] = [
  ["a file that is no YAML", "logs: [", /as YAML:\n {2}line 1: /],
  ["a missing bucket", "logs: {}", /line 1: Cannot do without logs\.bucket: name of the bucket/],
  ["an empty file", "", /Cannot do without logs: where log files come from/],
  ["a file that is a list", "- logs", /Cannot use the file as it must be everything a deployment/],
  [
    "an unknown setting, naming the one that is meant",
    `${BASE}treads: {}`,
    /line 2: Cannot use treads as it must be a key of the settings: did you mean threads\?/,
  ],
  [
    "a setting that stands in the wrong place, naming the right one",
    `${BASE}bus:\n  windowSeconds: 60`,
    /line 3: Cannot use bus\.windowSeconds as it must be a key of bus: did you mean threads\.windowSeconds\?/,
  ],
  [
    "an unknown setting that resembles none, naming those there are",
    `${BASE}sns:\n  colour: red`,
    /line 3: Cannot use sns\.colour as .*: there are topicArn, subscriptions, repeats, kmsKeyArn/,
  ],
  [
    "an account id without quotes, as it is written",
    `${BASE}routes:\n  - accounts: [011122223333]\n    slackChannel: C0123`,
    /line 3: Cannot use routes\[0\]\.accounts\[0\] as .*12 digits, in quotes .*: it is 011122223333 \(a number\)/,
  ],
  [
    "an account name under a wrong id",
    `${BASE}accounts: { prod: production }`,
    /Cannot use accounts\.prod as its key must be an AWS account id: 12 digits.*: it is "prod"/,
  ],
  [
    "a tag in the name of AWS",
    `${BASE}tags: { "aws:team": security }`,
    /Cannot use tags\["aws:team"\] as its key must be .*not beginning with aws:/,
  ],
  [
    "a channel name instead of its id",
    `${BASE}slack: { app: { botTokenSecretId: bot, channel: "#security" } }`,
    /Cannot use slack\.app\.channel as it must be id of a Slack channel.*: it is "#security"/,
  ],
  [
    "a route without a condition",
    `${BASE}routes: [{ slackChannel: C0123 }]`,
    /Cannot use routes\[0\] as it must be a route with at least one of accounts, accountTags, rules, severities: it names slackChannel/,
  ],
  [
    "a route without a target",
    `${BASE}routes: [{ rules: [x] }]`,
    /routes\[0\] as it must be a route with at least one of slackChannel,.*: it names rules/,
  ],
  [
    "a consumer of no kind",
    `${BASE}consumers: { lake: { deliver: event } }`,
    /consumers\.lake as it must be a consumer: exactly one of firehose, http.*: it names deliver/,
  ],
  [
    "a consumer of two kinds",
    `${BASE}consumers: { lake: { queue: {}, firehose: {} } }`,
    /consumers\.lake as it must be a consumer: exactly one of.*: it names queue, firehose/,
  ],
  [
    "a consumer with a name CloudFormation would refuse",
    `${BASE}consumers: { "1 lake": { queue: {} } }`,
    /consumers\["1 lake"\] as its key must be a name: a letter/,
  ],
  [
    "an endpoint without TLS",
    `${BASE}consumers: { siem: { http: { url: "http://siem.example.com/x", header: X, secretId: s } } }`,
    /consumers\.siem\.http\.url as it must be where to post to, https.*: it is an address at siem\.example\.com$/m,
  ],
  [
    "a workflow's address with its signature, which it does not repeat",
    `${BASE}consumers: { chat: { teams: { workflowUrl: "https://a.example.com/w?sp=1&sig=abc", signatureSecretId: s } } }`,
    /consumers\.chat\.teams\.workflowUrl as it must be address of a workflow .*, without its sig=, which is secret: it is an address at a\.example\.com$/m,
  ],
  [
    "a wrong word, naming the right ones",
    "logs: { bucket: abc, via: evntbridge }",
    /logs\.via as it must be one of s3, eventbridge, sns, sqs: it is "evntbridge"; did you mean eventbridge\?/,
  ],
  [
    "a switch that is no boolean",
    `${BASE}accessDeniedMetrics: "true"`,
    /accessDeniedMetrics as it must be true or false.*: it is "true": leave the quotes out/,
  ],
  [
    "a number out of range",
    `${BASE}threads: { windowSeconds: 0 }`,
    /threads\.windowSeconds as it must be seconds .*1 to 604800: it is 0 \(a number\)/,
  ],
  [
    "less time than a turn needs",
    `${BASE}notifier: { timeoutSeconds: 29 }`,
    /notifier\.timeoutSeconds as it must be seconds .*30 to 900; a turn takes up to 25 seconds.*: it is 29/,
  ],
  [
    "a repeat of every second",
    `${BASE}threads: { repeatIntervalSeconds: 1 }`,
    /threads\.repeatIntervalSeconds as .*60 to 604800: it is 1 /,
  ],
  [
    "a wait longer than people would wait",
    `${BASE}threads: { groupWaitSeconds: 301 }`,
    /threads\.groupWaitSeconds as .*0 to 300.*: it is 301/,
  ],
  [
    "edits without a pause",
    `${BASE}threads: { groupIntervalSeconds: 0 }`,
    /threads\.groupIntervalSeconds as .*1 to 3600.*: it is 0/,
  ],
  [
    "a way to tell of repeats that there is not",
    `${BASE}sns: { repeats: fould }`,
    /sns\.repeats as it must be one of fold, each: it is "fould"; did you mean fold\?/,
  ],
  [
    "a layout that there is not",
    `${BASE}slack: { layout: compct }`,
    /slack\.layout as it must be one of compact, full: it is "compct"; did you mean compact\?/,
  ],
  [
    "an access portal without TLS",
    `${BASE}accessPortalUrl: "http://d-1234567890.awsapps.com/start"`,
    /accessPortalUrl as it must be address of IAM Identity Center's access portal, e\.g\. https/,
  ],
  [
    "an access portal's address as the browser has it",
    `${BASE}accessPortalUrl: "https://d-1234567890.awsapps.com/start/#/?tab=accounts"`,
    /accessPortalUrl as .*without # or \?/,
  ],
  [
    "an access portal that names a user",
    `${BASE}accessPortalUrl: "https://someone@d-1234567890.awsapps.com/start"`,
    /accessPortalUrl as /,
  ],
  [
    "one word where a list belongs",
    `${BASE}rules: { packs: default }`,
    /rules\.packs as it must be packs .*: it is "default": put it in \[ \]/,
  ],
  [
    "a line that is left empty",
    `${BASE}slack:`,
    /line 2: Cannot use slack as .*: it is empty: fill it in or leave the line out/,
  ],
  [
    "the same pack twice",
    `${BASE}rules: { packs: [default, default] }`,
    /rules\.packs as nothing may stand in it twice: "default" does/,
  ],
  [
    "an unknown publish mode",
    `${BASE}publish: mached`,
    /publish as it must be what goes on the bus: all, matched.*: it is "mached"; did you mean matched\?/,
  ],
  [
    "a mistyped key of a filter",
    `${BASE}publish: { fliter: readOnly }`,
    /Cannot do without publish\.filter/,
    /Cannot use publish\.fliter as it must be a key of publish: did you mean filter\?/,
  ],
  [
    "the ARN of something else",
    `${BASE}sns: { topicArn: "arn:aws:sqs:eu-central-1:111122223333:q" }`,
    /sns\.topicArn as it must be the ARN of an SNS topic: ".*", but it is an ARN of sqs, not of sns/,
  ],
  [
    "a bucket name S3 would refuse",
    "logs: { bucket: 192.168.1.1 }",
    /logs\.bucket as it must be name of the bucket/,
  ],
  [
    "a key prefix Firehose would refuse",
    `${BASE}consumers: { lake: { firehose: { keyPrefix: "x/!{partitionKeyFromQuery:a}/" } } }`,
    /consumers\.lake\.firehose\.keyPrefix as it must be .*and nothing else: it is "x/,
  ],
  [
    "several wrong settings at once, in the file's order, those that contradict each other too",
    `${BASE}publish: some\nincludeRecord: 7\nsplitter: { functionName: trailbridge-notifier }`,
    /3 settings are wrong:\n.*publish[\s\S]*\n.*includeRecord .*7[\s\S]*\n.*splitter\.functionName/,
  ],
  [
    "text that would move the cursor, as code points",
    `${BASE}name: "a\\x1b[2Jb\\u202e"`,
    /name as .*: it is "a\\u001b\[2Jb\\u\{202e\}"/,
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

test("refuses the CDK's own marks, which would end a synthesis in words about the CDK", () => {
  const mark = "{Token[TOKEN.1]}";
  for (const yaml of [
    `accounts: { "111122223333": "$${mark}" }`,
    `rules: { eventsToTrack: ["#${mark}"] }`,
    `consumers: { a: { only: { "$${mark}": [a] }, queue: {} } }`,
  ]) {
    assert.throws(
      () => parseSettings(`logs: { bucket: logs }\n${yaml}`, "s.yaml"),
      /line 2: Cannot use .* as \$\{Token\[ and #\{Token\[ are the CDK's own marks/,
    );
  }
});

test("shows each place: the value at fault, the key that is none, nothing where a key is missing", () => {
  assert.throws(
    () => parseSettings("logs: { prefix: AWSLogs/ }\nregion: 7\nregoin: eu-west-1\n", "s.yaml"),
    (error: Error) => {
      const [, ...lines] = error.message.split("\n");
      assert.match(lines[0] ?? "", "line 1: Cannot do without logs.bucket");
      assert.equal(lines.slice(1, 3), ["      1 | logs: { prefix: AWSLogs/ }", "        | ^^^^"]);
      assert.equal(lines.slice(4, 6), ["      2 | region: 7", "        |         ^"]);
      assert.equal(lines.slice(7), ["      3 | regoin: eu-west-1", "        | ^^^^^^"]);
      return true;
    },
  );
});

test("tells the first of many problems, and how many more there are", () => {
  const keys = Array.from({ length: 30 }, (_, index) => `key${index}: 1`);
  try {
    parseSettings(`logs: { bucket: logs }\n${keys.join("\n")}`, "s.yaml");
    assert.unreachable();
  } catch (error) {
    const lines = String((error as Error).message).split("\n");
    assert.match(lines[0] as string, "30 settings are wrong");
    assert.is(lines.filter((line) => line.startsWith("  line ")).length, 20);
    assert.is(lines.at(-1), "  and 10 more");
  }
});

test("refuses a file that is not there", () => {
  assert.throws(
    () => readSettings("/nowhere/settings.yaml"),
    /Cannot read settings file "\/nowhere\/settings.yaml": ENOENT/,
  );
});

for (const url of [
  "https://d-1234567890.awsapps.com/start",
  "https://example.awsapps.com/start/",
  "https://ssoins-1234567890abcdef.portal.eu-central-1.app.aws",
  "https://start.us-gov-home.awsapps.com/directory/d-1234567890",
  "https://start.home.awsapps.cn/directory/example",
]) {
  test(`takes ${url} as the access portal`, () => {
    assert.is(parseSettings(`${BASE}accessPortalUrl: ${url}`, "s.yaml").accessPortalUrl, url);
  });
}

test("fills in every default", () => {
  const settings = parseSettings(BASE, "settings.yaml");
  assert.equal(settings, {
    name: "trailbridge",
    tags: {},
    logs: { bucket: "org-cloudtrail-logs", prefix: "AWSLogs/", via: "s3", validate: false },
    publish: "all",
    includeRecord: true,
    maxRequestBytes: 1_000_000,
    bus: { logLevel: "error" },
    rules: {
      packs: ["default"],
      directories: [],
      ignoreDirectories: [],
      ignoreRules: [],
      disable: [],
      eventsToTrack: [],
      lists: {},
    },
    slack: { layout: "compact" },
    sns: { subscriptions: {}, repeats: "fold" },
    routes: [],
    accounts: {},
    threads: {
      windowSeconds: 900,
      maxReplies: 20,
      groupWaitSeconds: 5,
      groupIntervalSeconds: 15,
      repeatIntervalSeconds: 600,
    },
    inhibit: false,
    pageReplays: false,
    alertEvents: true,
    accessDeniedMetrics: true,
    ruleFaultNotices: true,
    removedObjectAlerts: true,
    consumers: {},
    alarms: {
      emails: [],
      silenceHours: 3,
      bufferAgeSeconds: 900,
      waitingSeconds: 600,
      deployRoleArns: [],
    },
    splitter: {
      memoryMiB: 512,
      timeoutSeconds: 120,
      logLevel: "info",
    },
    notifier: {
      memoryMiB: 512,
      timeoutSeconds: 30,
      logLevel: "info",
      maxConcurrency: 5,
    },
    logRetentionDays: 30,
    accountConcurrency: 1000,
    operators: [],
  });
});

for (const [kind, schema] of Object.entries({
  SETTINGS_SCHEMA,
  FORWARDER_SCHEMA,
  RECEIVER_SCHEMA,
})) {
  test(`goes by ${kind}, which is well-formed`, () => {
    const ajv = new Ajv({ keywords: ["x-arn"] });
    assert.is(ajv.validateSchema(schema), true, ajv.errorsText());
  });
}

test.run();
