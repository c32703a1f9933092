import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseSettings } from "../../../../src/adapters/settings-file.ts";
import { type MovedModule, moveModule } from "../../../../src/core/migrate/module/move.ts";
import type { TerraformValue } from "../../../../src/core/terraform/value.ts";
import { fromJson, Gaps, Unknown } from "../../../../src/core/terraform/value.ts";

const move = suite("moveModule");

const BUCKET = { cloudtrail_logs_s3_bucket_name: "example-logs" };
const APP = { slack_bot_token: new Unknown("var.token"), default_slack_channel_id: "C0SECURITY" };

function moved(inputs: Readonly<Record<string, unknown>>): MovedModule {
  const values = new Map(
    Object.entries(inputs).map(([key, value]): [string, TerraformValue] => [
      key,
      value instanceof Unknown ? value : fromJson(value),
    ]),
  );
  const call = { name: "alerts", path: "main.tf", source: "", inputs: values };
  return moveModule(call, new Gaps(), true, new Set());
}

const OPEN: readonly (readonly [inputs: object, says: string])[] = [
  [{}, "set slack or sns"],
  [{ cloudtrail_logs_s3_bucket_name: new Unknown("aws_s3_bucket.x.id") }, "set logs.bucket"],
  [{ cloudtrail_logs_kms_key_id: "alias/trail" }, "aws kms describe-key --key-id alias/trail"],
  [{ ...APP, default_slack_channel_id: "#alerts" }, "not the id of a channel"],
  [{ ...APP, default_slack_channel_id: null }, "default_slack_channel_id is not given"],
  [
    { ...APP, slack_app_configuration: [{ accounts: ["1"], slack_channel_id: "C0A" }] },
    "no account id of 12 digits",
  ],
  [
    { ...APP, slack_app_configuration: [{ accounts: ["111122223333"] }] },
    "has no slack_channel_id",
  ],
  [{ default_sns_topic_arn: new Unknown("aws_sns_topic.x.arn") }, "aws_sns_topic.x.arn"],
  [{ dynamodb_time_to_live: 0 }, "not 1 to 604800"],
  [{ log_level: "LOUD" }, "set splitter.logLevel"],
  [{ create_bucket_notification: false }, "set logs.via"],
  [{ rules_separator: "", rules: "a" }, "rules_separator is empty"],
  [{ rules: new Unknown("var.rules") }, "rules is var.rules"],
  [{ rules_separator: new Unknown("var.sep"), rules: "a" }, "one rule or many: rules_separator"],
  [{ cloudtrail_cloudwatch_log_group_name: "trail" }, "a log group, which the module's first"],
  [{ enable_s3_sns_fanout: true, enable_eventbridge: true }, "by a topic and by EventBridge"],
  [{ enable_s3_sns_fanout: true, s3_sns_fanout_topic_name: "news" }, "if the topic, news,"],
  [{ events_to_track: "DeleteVpc,\n  DeleteSubnet" }, "if DeleteSubnet was meant"],
  [{ surprise: 1 }, "see to surprise"],
];

for (const [inputs, says] of OPEN) {
  move(`leaves to do: ${says}`, () => {
    const { todo } = moved({ ...BUCKET, ...inputs });
    assert.ok(
      todo.some((it) => it.includes(says)),
      todo.join("\n"),
    );
  });
}

const SAID: readonly (readonly [inputs: object, says: string])[] = [
  [{}, "the account that an alert is about"],
  [
    { ...APP, default_slack_hook_url: "https://hooks.example.com/x" },
    "default_slack_hook_url is left out",
  ],
  [{ function_name: "alerts" }, "function_name is left out"],
  [{ dynamodb_table_name: "t" }, "dynamodb_table_name is left out"],
  [{ lambda_timeout_seconds: 10 }, "is not kept for the splitter"],
  [{ lambda_logs_retention_in_days: 45 }, "60 is set"],
  [{ aws_sns_topic_subscriptions: { "a@example.com": "email" } }, "sns.repeats: each"],
  [
    {
      ...APP,
      slack_app_configuration: [
        { accounts: ["111122223333"], slack_channel_id: "C0A" },
        { accounts: ["111122223333"], slack_channel_id: "C0B" },
      ],
    },
    "which an element before it has",
  ],
];

for (const [inputs, says] of SAID) {
  move(`says what changes: ${says}`, () => {
    const { changes } = moved({ ...BUCKET, ...inputs });
    assert.ok(
      changes.some((it) => it.includes(says)),
      changes.join("\n"),
    );
  });
}

move("writes no secret's value", () => {
  const { settings, todo, changes } = moved({
    ...BUCKET,
    slack_bot_token: "xoxb-1",
    default_slack_channel_id: "C0SECURITY",
  });
  assert.not.match([settings, ...todo, ...changes].join("\n"), "xoxb");
});

move("makes settings that say all of it", () => {
  const { settings, todo } = moved({
    ...BUCKET,
    cloudtrail_logs_kms_key_id: "arn:aws:kms:eu-central-1:111122223333:key/1a2b",
    s3_notification_filter_prefix: "trail/AWSLogs/",
    default_slack_hook_url: new Unknown("var.hook"),
    configuration: [
      { accounts: ["111122223333"], slack_hook_url: "https://hooks.example.com/y" },
      { accounts: [444455556666], slack_hook_url: "https://hooks.example.com/z" },
    ],
    default_sns_topic_arn: "arn:aws:sns:eu-central-1:111122223333:alerts",
    sns_configuration: [
      { accounts: ["111122223333"], sns_topic_arn: "arn:aws:sns:eu-central-1:111122223333:prod" },
    ],
    rules: "event['eventName'] == 'A'",
    ignore_rules: "event['eventName'] == 'B'",
    events_to_track: "DeleteVpc, DeleteSubnet,,DeleteVpc",
    use_default_rules: "false",
    push_access_denied_cloudwatch_metrics: false,
    rule_evaluation_errors_to_slack: "false",
    s3_removed_object_notification: true,
    dynamodb_time_to_live: "1800",
    lambda_memory_size: 1024,
    lambda_timeout_seconds: 60,
    lambda_logs_retention_in_days: 90,
    log_level: "WARNING",
    dead_letter_target_arn: "arn:aws:sqs:eu-central-1:111122223333:dead",
    tags: { team: "security", "cost-centre": 42 },
  });
  const { logs, slack, sns, routes, rules, threads, splitter, notifier, tags, ...others } =
    parseSettings(settings, "settings.yaml");
  assert.equal(
    [logs.bucket, logs.prefix, logs.kmsKeyArn],
    ["example-logs", "trail/AWSLogs/", "arn:aws:kms:eu-central-1:111122223333:key/1a2b"],
  );
  assert.is(slack.webhook?.urlSecretId, "trailbridge/slack-webhook");
  assert.is(sns.topicArn, "arn:aws:sns:eu-central-1:111122223333:alerts");
  assert.equal(routes, [
    { accounts: ["111122223333"], slackWebhookSecretId: "trailbridge/slack-webhook-1" },
    { accounts: ["444455556666"], slackWebhookSecretId: "trailbridge/slack-webhook-2" },
    { accounts: ["111122223333"], snsTopicArn: "arn:aws:sns:eu-central-1:111122223333:prod" },
  ]);
  assert.equal(
    [rules.packs, rules.directories, rules.ignoreDirectories],
    [[], ["rules"], ["ignore"]],
  );
  assert.equal(rules.eventsToTrack, ["DeleteVpc", "DeleteSubnet"]);
  assert.is(threads.windowSeconds, 1800);
  for (const it of [splitter, notifier])
    assert.equal([it.memoryMiB, it.timeoutSeconds, it.logLevel], [1024, 60, "warn"]);
  assert.equal(tags, { team: "security", "cost-centre": "42" });
  assert.is(others.accessDeniedMetrics, false);
  assert.is(others.ruleFaultNotices, false);
  assert.is(others.removedObjectAlerts, true);
  assert.is(others.logRetentionDays, 90);
  assert.is(others.deadLetterArn, "arn:aws:sqs:eu-central-1:111122223333:dead");
  assert.is(todo.length, 3, todo.join("\n"));
});

move("recognises a rule of the default pack, and writes it only where that is not in use", () => {
  const rules = `event.get('userIdentity.type','') == 'Root' and not event["eventName"].startswith(("Get", "List", "Describe", "Head"))`;
  const inputs = { ...BUCKET, rules, rules_separator: "|" };
  const [known] = moved(inputs).rules;
  assert.equal([known?.isDefault, known?.file], ["root-activity", undefined]);
  const [written] = moved({ ...inputs, use_default_rules: false }).rules;
  assert.is(written?.isDefault, "root-activity");
  assert.match(written?.file ?? "", "The default pack's root-activity says the same");
});

move("asks for no secret of a route whose accounts all have one", () => {
  const route = { accounts: ["111122223333"], slack_hook_url: new Unknown("var.a") };
  const { todo } = moved({
    ...BUCKET,
    default_slack_hook_url: new Unknown("var.hook"),
    configuration: [route, { ...route, slack_hook_url: new Unknown("var.b") }],
  });
  assert.not.match(todo.join("\n"), "var.b");
});

move("takes a line of comment for a rule that never matched, and the next for itself", () => {
  const rules = `# sign-ins\nevent["eventName"] == "ConsoleLogin"`;
  const made = moved({ ...BUCKET, rules, rules_separator: "\n" });
  assert.equal(
    made.rules.map(({ verdict }) => verdict),
    ["never", "same"],
  );
});

move.run();
