import { quotedYaml } from "../yaml/quoted-yaml.ts";
import { type Answers, RULES_FOLDER_NAME, TOKEN_SECRET } from "./starter.ts";

/**
 * A settings file to begin with: what was answered, and, as comments that are settings without
 * their `# `, what most people add.
 */
export function starterSettings(answers: Answers): string {
  const { account, region, logs, channel, email, remarks } = answers;
  return [
    "# What trailbridge runs with: trailbridge check says whether it is right. Lines that begin with `# ` and a",
    "# key are settings that are off; every other setting: infra/docs/settings.md.",
    "name: trailbridge",
    `account: ${quotedYaml(account)}`,
    `region: ${quotedYaml(region)}`,
    "",
    "# Where CloudTrail's log files lie. via is how news of one arrives: s3 (the bucket's notifications),",
    "# eventbridge, sns or sqs.",
    ...remarks.map((remark) => `# To do: ${remark}`),
    "logs:",
    ...Object.entries({ prefix: "AWSLogs/", via: "s3", ...logs }).map(
      ([key, value]) => `  ${key}: ${quotedYaml(value)}`,
    ),
    "",
    "# Where alerts go. The token itself stands in Secrets Manager alone.",
    ...(channel === undefined ? off(slackLines("C0123456789")) : slackLines(channel)),
    ...(email === undefined ? off(snsLines("soc@example.com")) : snsLines(email)),
    "",
    "# Which rules judge: those that come with trailbridge, and your own. What AWS's log delivery service is refused",
    "# again and again is left out.",
    "rules:",
    "  packs: [default, attack, tamper]",
    "  ignoreRules: [log-delivery-refused]",
    `  directories: [${RULES_FOLDER_NAME}]`,
    "#   ignoreDirectories: [ignore]",
    "#   eventsToTrack: [DeleteBucketPolicy, PutBucketPublicAccessBlock]",
    "",
    "# Names make alerts readable.",
    ...off(["accounts:", '  "111122223333": production']),
    "",
    "# Alerts of some accounts, severities, rules or tags go elsewhere; the first route that fits decides.",
    ...off(["routes:", "  - severities: [critical]", "    slackChannel: C0123456789"]),
    "",
    "# Who hears if trailbridge itself does not work.",
    ...off(["alarms:", "  emails: [platform@example.com]"]),
    "",
    "# Days that EventBridge keeps all events, to be replayed.",
    ...off(["bus:", "  archiveDays: 30"]),
    "",
  ].join("\n");
}

function slackLines(channel: string): string[] {
  return [
    "slack:",
    "  app:",
    `    botTokenSecretId: ${TOKEN_SECRET}`,
    `    channel: ${quotedYaml(channel)}`,
  ];
}

function snsLines(email: string): string[] {
  return ["sns:", "  subscriptions:", `    ${quotedYaml(email)}: email`];
}

function off(lines: readonly string[]): string[] {
  return lines.map((line) => `# ${line}`);
}
