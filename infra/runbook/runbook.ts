import { SUMS, sumText } from "../../src/contract.ts";

/** What an alarm means and what to do: one section of the runbook. */
export interface RunbookSection {
  /** What happened, in a sentence. */
  readonly what: string;
  /** Where to look. */
  readonly look: string;
  /** What to do about it. */
  readonly act: string;
}

/**
 * The runbook: alarm → section. It is in each alarm's description, on the dashboard and on the
 * operations page, where a test looks for every alarm of this table.
 */
export const RUNBOOK = {
  "splitter-dead-letters": {
    what: "Log files were not split: their records are not on the bus.",
    look: "The messages of the splitter's dead-letter queue: responsePayload says why, requestPayload names bucket and key.",
    act: "Tried for six hours: remove the cause it names (access denied: compare the bucket's and the key's policy with the stack's outputs). Corrupt file: validate it with CloudTrail's digest. Then trailbridge redrive splitter, as one of operators (setting): it sends back each, a file that stopped midway too.",
  },
  "buffer-dead-letters": {
    what: "Events that may be alerts did not reach the notifier.",
    look: "The messages of the buffer's or the critical queue's dead-letter queue; the attribute ERROR_CODE is there when EventBridge could not deliver.",
    act: "Repair the cause (queue policy, a notifier that fails at start), then trailbridge redrive buffer, or critical, as one of operators (setting). Nothing is alerted twice.",
  },
  "notifier-dead-letters": {
    what: "Alerts were given up: no retry can deliver them.",
    look: "The messages of the notifier's dead-letter queue: responsePayload says why, channel_not_found or a missing permission, say.",
    act: "Repair the destination (invite the app to the channel, renew the secret, allow the topic), then trailbridge redrive notifier, as one of operators (setting).",
  },
  "consumer-dead-letters": {
    what: "A consumer of the bus did not take events for a day, or refused them.",
    look: "The messages of the consumer's dead-letter queue: the attributes ERROR_CODE and ERROR_MESSAGE say why, the body is what it was sent.",
    act: "Repair the consumer or its permission, then trailbridge redrive consumers --consumer <name>, as one of operators (setting), or replay the bus's archive to its rule.",
  },
  "alert-subscription-dead-letters": {
    what: "Subscribers of the alert topic did not receive alerts.",
    look: "The messages of the topic's dead-letter queue, and the subscription in the SNS console: is it confirmed?",
    act: "Repair or remove the subscription; the bodies are the alerts.",
  },
  "alarm-subscription-dead-letters": {
    what: "People subscribed to alarms did not receive them.",
    look: "The messages of the alarm topic's dead-letter queue, and the subscription in the SNS console: is it confirmed?",
    act: "Repair or remove the subscription; the bodies are the alarms. Until then look at the alarms on the dashboard.",
  },
  "log-queue-age": {
    what: "Log files wait in a queue of the splitter's, the oldest for more than an hour.",
    look: "The splitter's log at level error and its throttles; the queue's depth: new log files, or those read on in another invocation.",
    act: "A splitter that fails at start: roll back or redeploy. Throttled: raise splitter.reservedConcurrency or the account's concurrent executions. What waits is kept as long as the queue keeps messages, 14 days where it was created here.",
  },
  "buffer-age": {
    what: "Alerts are late: the oldest event waits for the notifier longer than it should.",
    look: "The notifier's log at level error; the table's throttling; the buffer's depth on the dashboard.",
    act: "Events wait up to 14 days. Recording needs the table: restore its permissions or quota. A flood: find the rule with the most alerts on the dashboard and narrow it, or raise notifier.maxConcurrency.",
  },
  "critical-age": {
    what: "Critical alerts are late: the oldest event of the critical queue is not recorded yet.",
    look: "The notifier's log at level error; the table's throttling; the notifier's throttles; the critical queue's depth on the dashboard.",
    act: "Recording needs the table and nothing else: restore its permissions or quota, or free executions. A flood of critical events: find the rule on the dashboard and narrow it. After a minute without the table, critical and high alerts go out alone, marked.",
  },
  waiting: {
    what: "A destination is behind: something recorded and due has not been shown for minutes. Nothing is lost.",
    look: "The notifier's log for the destination's name: 429, timeouts, refusals; Waiting and Drawing on the dashboard; Slack's status page.",
    act: "An outage passes by itself: critical and high are then shown first and one by one, the rest in one message per rule. A refusal: renew the secret, invite the app, allow the topic. Other destinations are not held up.",
  },
  "table-throttles": {
    what: "DynamoDB turns requests for the alert table away: recording and drawing are slower.",
    look: "The table's throttle metrics and its on-demand quota; the event rate on the dashboard.",
    act: "Requests are repeated and nothing is lost. If it lasts, raise the table's or the account's quota, or warm the table's throughput.",
  },
  "splitter-errors": {
    what: "The splitter fails again and again. Lambda retries; what keeps failing ends as a dead letter.",
    look: "The splitter's log at level error.",
    act: "An entry the bus never takes, a queue that cannot be reached, a time or memory that is too small: the line says which. Compare with the template, redeploy.",
  },
  "notifier-errors": {
    what: "The notifier fails again and again. Its events stay in the buffer.",
    look: "The notifier's log at level error.",
    act: "A failure at start is a wrong config or a missing permission: roll back or redeploy. One that comes with events: keep the event from the buffer's dead letters for a report.",
  },
  "log-files-waiting": {
    what: "Log files wait to be split, the oldest for more than half an hour: the bus throttles, or S3 does not give them out. Each is tried again every few minutes, for six hours, then it is a dead letter. Nothing is lost, alerts are late.",
    look: 'The splitter\'s log for "log file waits for another try": reason says why, and which file. The operator notice of a bucket that denies access.',
    act: "ThrottlingException: raise the quota for PutEvents in this Region, or publish less (setting publish). AccessDenied: compare the bucket's policy, the key's policy and the reader role with the stack's outputs. What waits goes on by itself once the cause is gone.",
  },
  "splitter-throttles": {
    what: "Lambda has no execution free for the splitter: log files wait.",
    look: "The account's concurrent executions, and splitter.reservedConcurrency.",
    act: "Raise the reservation or the account's quota. Lambda retries for six hours.",
  },
  "notifier-throttles": {
    what: "Lambda has no execution free for the notifier: events wait in the buffer.",
    look: "The account's concurrent executions, and notifier.reservedConcurrency against notifier.maxConcurrency.",
    act: "Reserve what its queues may start, twice maxConcurrency and one for each destination at least, or raise the account's quota.",
  },
  sums: {
    what: "The product's own counters do not add up: something was lost without a trace, which is a defect.",
    look: `The functions' metric lines in their logs: ${SUMS.map(sumText).join("; ")}.`,
    act: "Keep the log of the invocation whose line does not add up and report it. Compare the log files of that time with the bus's archive.",
  },
  alone: {
    what: "The table could not be used for a minute or more: critical and high alerts went out without being recorded, all others wait for it.",
    look: "The notifier's log for \"cannot be recorded\", which names the error; the table's throttling, its key and the function's permissions.",
    act: "Restore the table's permissions or raise the on-demand quota. Nothing is lost: what waits is recorded and shown once the table is back. Alerts that went out alone are marked; they may come again, and are not counted in a thread.",
  },
  canary: {
    what: "A canary is missed: an event that the product sends its own way every five minutes did not arrive, or nobody looked for it. Alerts that go the same way do not arrive either.",
    look: 'The notifier\'s log for "Canaries are missed", which names the ways that are closed: an AWS rule of the record bus, "continuations" or "turns" (the queue of that name and its mapping). No such line, or no line each minute: the sweep\'s schedule, the notifier, the table. All ways at once: the canary\'s schedule, the splitter, the bus. CloudTrail\'s calls of the last minutes on the stack\'s resources.',
    act: "Treat what was disabled, deleted or changed as an incident: find out who did it. Deploy again, which puts every resource back; detect the stack's drift to find what differs.",
  },
  silence: {
    what: "No log file with a record arrived for hours. Either CloudTrail is off or its news does not reach the splitter.",
    look: "The trail's status (is it logging, the time of its last delivery); the bucket's notifications, topic or queue; the splitter's invocations.",
    act: "Treat a stopped trail as an incident. Notifications that were overwritten come back with a deploy; feed the files of the gap by copying them onto themselves.",
  },
} as const satisfies Readonly<Record<string, RunbookSection>>;

/** Name of an alarm: a key of {@linkcode RUNBOOK}. */
export type AlarmName = keyof typeof RUNBOOK;

/** Anchor of an alarm's section where the runbook is a page. */
export function runbookAnchor(name: AlarmName): string {
  return `alarm-${name}`;
}
