import { isKnown, type TerraformValue } from "../../terraform/value.ts";
import type { ModuleInputs, MoveReport } from "./report.ts";
import { routesOf } from "./routes.ts";
import { secretIdOf } from "./secret.ts";
import type { SettingMap } from "./yaml-text.ts";

/** Where alerts go: Slack by app or webhook, SNS, and the routes of accounts. */
export interface Destinations {
  readonly slack: SettingMap | undefined;
  readonly sns: SettingMap | undefined;
  readonly routes: readonly SettingMap[];
}

/** Takes the module's destinations over. The app has precedence over the webhook, as in the module. */
export function moduleDestinations(
  inputs: ModuleInputs,
  report: MoveReport,
  secretName: (what: string) => string,
): Destinations {
  const slack = slackOf(inputs, report, secretName);
  const sns = snsOf(inputs, report);
  const topics = routesOf(
    {
      name: "sns_configuration",
      target: "sns_topic_arn",
      setting: "snsTopicArn",
      made: (value, at) => topicArn(value, `sns_configuration[${at}].sns_topic_arn`, report),
    },
    inputs,
    report,
  );
  if (slack.slack === undefined && sns === undefined && topics.length === 0)
    report.todo.push("set slack or sns: the module is given no place that alerts go to");
  return { slack: slack.slack, sns, routes: [...slack.routes, ...topics] };
}

function slackOf(
  inputs: ModuleInputs,
  report: MoveReport,
  secretName: (what: string) => string,
): { slack: SettingMap | undefined; routes: readonly SettingMap[] } {
  const token = inputs.value("slack_bot_token");
  const hookName =
    inputs.value("default_slack_hook_url") === undefined
      ? "slack_hook_url"
      : "default_slack_hook_url";
  const hook = inputs.value(hookName);
  if (isSet(token)) {
    if (isSet(hook))
      report.changes.push(
        `${hookName} is left out: beside slack_bot_token the module did not use it`,
      );
    if (isSet(inputs.value("configuration")))
      report.changes.push(
        "configuration is left out: beside slack_bot_token the module did not use it",
      );
    const botTokenSecretId = secretIdOf(
      token,
      "slack_bot_token",
      secretName("slack-bot-token"),
      report,
    );
    const given = inputs.value("default_slack_channel_id");
    if (given === undefined)
      report.open("slack.app.channel", "default_slack_channel_id", "is not given");
    const channel =
      given === undefined
        ? undefined
        : channelId(given, "slack.app.channel", "default_slack_channel_id", report);
    const routes = routesOf(
      {
        name: "slack_app_configuration",
        target: "slack_channel_id",
        setting: "slackChannel",
        made: (value, at) =>
          channelId(value, "routes", `slack_app_configuration[${at}].slack_channel_id`, report),
      },
      inputs,
      report,
    );
    return { slack: { app: { botTokenSecretId, channel } }, routes };
  }
  for (const name of ["slack_app_configuration", "default_slack_channel_id"]) {
    if (isSet(inputs.value(name)))
      report.changes.push(`${name} is left out: without slack_bot_token the module did not use it`);
  }
  if (!isSet(hook)) {
    if (isSet(inputs.value("configuration")))
      report.open(
        "slack.webhook",
        "configuration",
        "is given without default_slack_hook_url, which the module needed",
      );
    return { slack: undefined, routes: [] };
  }
  const urlSecretId = secretIdOf(hook, hookName, secretName("slack-webhook"), report);
  const routes = routesOf(
    {
      name: "configuration",
      target: "slack_hook_url",
      setting: "slackWebhookSecretId",
      made: (value, at) =>
        secretIdOf(
          value,
          `configuration[${at}].slack_hook_url`,
          secretName(`slack-webhook-${at + 1}`),
          report,
        ),
    },
    inputs,
    report,
  );
  return { slack: { webhook: { urlSecretId } }, routes };
}

function isSet(value: TerraformValue | undefined): value is TerraformValue {
  return value !== undefined && value !== "";
}

function channelId(
  value: TerraformValue,
  setting: string,
  input: string,
  report: MoveReport,
): string | undefined {
  if (!isKnown(value)) return report.open(setting, input, report.unknown(value));
  const id = String(value).trim();
  if (/^[CGD][A-Z0-9]{2,}$/.test(id)) return id;
  return report.open(
    setting,
    input,
    `is ${JSON.stringify(value)}, not the id of a channel (C0123456789; in Slack: channel details, at the bottom)`,
  );
}

function topicArn(value: TerraformValue, input: string, report: MoveReport): string | undefined {
  if (!isKnown(value)) return report.open("the topic's ARN", input, report.unknown(value));
  if (/^arn:[\w-]+:sns:[\w-]+:[0-9]{12}:[\w-]+$/.test(String(value))) return String(value);
  return report.open("the topic's ARN", input, `is ${JSON.stringify(value)}, no ARN of a topic`);
}

function snsOf(inputs: ModuleInputs, report: MoveReport): SettingMap | undefined {
  const topic = inputs.value("default_sns_topic_arn");
  const given = inputs.value("aws_sns_topic_subscriptions");
  if (!isSet(topic) && given === undefined) return undefined;
  const arn = isSet(topic) ? topicArn(topic, "default_sns_topic_arn", report) : undefined;
  const subscriptions: Record<string, string> = {};
  if (given instanceof Map) {
    for (const [endpoint, protocol] of given) {
      if (isKnown(endpoint) && isKnown(protocol)) subscriptions[endpoint] = String(protocol);
      else
        report.open(
          "sns.subscriptions",
          "aws_sns_topic_subscriptions",
          report.unknown(
            new Map([
              [endpoint, endpoint],
              ["", protocol],
            ]),
          ),
        );
    }
  } else if (given !== undefined)
    report.open("sns.subscriptions", "aws_sns_topic_subscriptions", report.unknown(given));
  if (arn === undefined && Object.keys(subscriptions).length === 0)
    return isSet(topic) ? {} : undefined;
  report.changes.push(
    "the module sent one SNS message per event; here repeats fold (sns.repeats: each sends every one)",
  );
  return { topicArn: arn, subscriptions };
}
