const BASE = `
account: "111122223333"
region: eu-central-1
logs: { bucket: org-logs }
slack: { app: { botTokenSecretId: trailbridge/bot, channel: C0SECURITY } }
`;
const KEY = "arn:aws:kms:eu-central-1:111122223333:key/1a2b3c4d-aaaa-bbbb-cccc-444455556666";

/** What a user may change of a running deployment: before → after, in settings beside a common base. */
export const USER_CHANGES: readonly (readonly [change: string, before: string, after: string])[] = [
  ["renaming the bus", "bus: { name: one }", "bus: { name: two }"],
  ["naming the bus", "", "bus: { name: one }"],
  ["logging more of the bus", "bus: { logLevel: error }", "bus: { logLevel: trace }"],
  ["not logging the bus", "bus: { logLevel: off }", "bus: { logLevel: info }"],
  ["adding a key", "bus: { archiveDays: 30 }", `bus: { archiveDays: 30, kmsKeyArn: "${KEY}" }`],
  ["archiving the bus", "", "bus: { archiveDays: 30 }"],
  [
    "removing the first of three subscribers",
    "sns: { subscriptions: { a@example.com: email, b@example.com: email, c@example.com: email } }",
    "sns: { subscriptions: { b@example.com: email, c@example.com: email } }",
  ],
  [
    "removing a consumer",
    "consumers: { a: { queue: {} }, insights: { logGroup: {} }, lake: { firehose: {} } }",
    "consumers: { lake: { firehose: {} } }",
  ],
  [
    "making another kind of a consumer",
    "consumers: { a: { queue: {} } }",
    "consumers: { a: { logGroup: {} } }",
  ],
  [
    "removing a route",
    'routes: [{ accounts: ["444455556666"], slackChannel: C0A }, { severities: [high], slackChannel: C0B }]',
    "routes: [{ severities: [high], slackChannel: C0B }]",
  ],
  ["naming a function", "", "splitter: { functionName: mine }"],
  ["naming the table", "", "threads: { tableName: mine }"],
  ["hearing of log files by a queue", "", "logs: { bucket: org-logs, via: sqs }"],
  ["hearing of log files by a topic", "", "logs: { bucket: org-logs, via: sns }"],
  ["hearing of log files by EventBridge", "", "logs: { bucket: org-logs, via: eventbridge }"],
  ["reading another bucket", "", "logs: { bucket: other-logs }"],
  ["sending alarms elsewhere", "alarms: { emails: [a@example.com] }", "alarms: { emails: [] }"],
];

/** Settings with more than the base; where that speaks of logs itself, it replaces the base's. */
export function settingsText(more: string): string {
  const base = more.startsWith("logs:") ? BASE.replace(/^logs:.*\n/m, "") : BASE;
  return `${base}${more}\n`;
}
