import type { WebAPICallResult, WebClient } from "@slack/web-api";
import { DEFAULT_FUNCTION_NAMES } from "../../src/contract.ts";
import { type Alert, alertOf } from "../../src/core/alert/alert.ts";
import { threadKeyOf } from "../../src/core/alert/thread.ts";
import type { Rule } from "../../src/core/rule/rule.ts";
import type { SlackMessage } from "../../src/core/slack/block.ts";
import { noticeMessage } from "../../src/core/slack/notice-message.ts";
import { newsReply, parentMessage } from "../../src/core/slack/subject.ts";
import { type Member, memberOf } from "../../src/core/thread/member.ts";
import { NONE_SEEN, newsOf, parentNews, type Seen, seenWith } from "../../src/core/thread/news.ts";
import { tallyOf } from "../../src/core/thread/tally.ts";
import { incidents } from "../../src/local/samples/incidents.ts";
import { ACCOUNTS } from "../../src/local/samples/organisation.ts";
import { toRecord } from "../../src/local/samples/story.ts";
import { detailOf } from "./bus-events.ts";
import { ruleOf, ruleSetOf } from "./rules.ts";

/** Which rule the scene says an event matched: by what stands in its record. */
const RULES: readonly [when: RegExp, rule: Rule][] = [
  [
    /"StopLogging"|"DeleteTrail"|"UpdateTrail"/,
    ruleOf("cloudtrail-changed", {
      title: "The trail was changed or stopped",
      description: "Without the trail nobody sees what follows.",
      severity: "critical",
      runbook:
        "Start logging again, then find out who holds the credentials and revoke their sessions.",
      references: ["https://attack.mitre.org/techniques/T1562/008/"],
    }),
  ],
  [
    /"type":"Root"/,
    ruleOf("root-activity", {
      title: "Root user activity",
      description: "The root user did something other than reading.",
      severity: "high",
      runbook: "Ask the holder of the root credentials. If nobody says yes, rotate them now.",
    }),
  ],
  [
    /"ConsoleLogin"/,
    ruleOf("console-login-without-mfa", {
      title: "Console login without MFA",
      description: "A person signed in with a password alone.",
      severity: "high",
    }),
  ],
  [
    /UnauthorizedOperation/,
    ruleOf("unauthorized-operation", {
      title: "Unauthorized operation",
      description: "EC2 refused a call its caller has no right to.",
      severity: "medium",
    }),
  ],
  [
    /"errorCode":"AccessDenied/,
    ruleOf("access-denied", {
      title: "Access denied",
      description: "Someone tried what they are not allowed to do.",
      severity: "medium",
    }),
  ],
  [/./, ruleOf("tracked-event", { title: "A tracked event happened", severity: "info" })],
];

/** Replies a thread of the scene takes before only its count moves. */
const MAX_REPLIES = 12;

interface SceneThread {
  readonly channel: string;
  readonly ts: string;
  readonly parent: Alert;
  readonly members: Member[];
  seen: Seen;
  replies: number;
}

/**
 * Plays the sample hour's incidents into a desk as the notifier would deliver them: the grave ones
 * to `C0SEC`, the others to `C0DEV`, repeats as replies. Ends with an operator notice in `C0DEV`.
 */
export async function playScene(client: WebClient): Promise<void> {
  const messageContext = {
    accountNames: Object.fromEntries(ACCOUNTS.map(({ id, name }) => [id, name])),
    ruleById: (id: string) => RULES.find(([, rule]) => rule.id === id)?.[1],
  };
  const threads = new Map<string, SceneThread>();
  const post = (channel: string, message: SlackMessage, thread_ts?: string) =>
    client.apiCall("chat.postMessage", { channel, ...message, thread_ts }) as Promise<
      WebAPICallResult & { ts?: string }
    >;

  for (const [index, happening] of incidents(DEFAULT_FUNCTION_NAMES)
    .flatMap((it) => it.happenings)
    .entries()) {
    const eventID = `0e4d136e-25d4-4d92-b2b2-${String(index).padStart(12, "0")}`;
    const record = toRecord(happening, { eventID, requestID: eventID });
    const [, rule] = RULES.find(([when]) => when.test(JSON.stringify(record))) ?? [];
    const detail = detailOf(record, { index });
    const alert = alertOf(
      detail,
      { matched: rule ? [rule.id] : [] },
      ruleSetOf(...RULES.map(([, each]) => each)),
      { bucket: "org-logs", key: "AWSLogs/o-exampleorg1/log.json.gz", index },
    );
    const key = threadKeyOf(alert, detail, rule);
    const thread = threads.get(key);
    const member = memberOf(alert, 0);
    if (thread === undefined) {
      const channel = ["critical", "high"].includes(alert.severity) ? "C0SEC" : "C0DEV";
      const tally = tallyOf([member]);
      const answer = await post(channel, parentMessage(alert, messageContext, tally));
      const seen = seenWith(NONE_SEEN, parentNews(member, tally));
      threads.set(key, {
        channel,
        ts: String(answer.ts),
        parent: alert,
        members: [member],
        seen,
        replies: 0,
      });
      continue;
    }
    const { channel, ts, members } = thread;
    members.push(member);
    if (thread.replies < MAX_REPLIES) {
      thread.replies++;
      const news = newsOf(members, thread.seen);
      const step = { more: 1, count: members.length };
      await post(channel, newsReply(alert, step, news, messageContext), ts);
      thread.seen = seenWith(thread.seen, news);
    }
    const parent = parentMessage(thread.parent, messageContext, tallyOf(members));
    await client.apiCall("chat.update", { channel, ts, ...parent });
  }
  await post(
    "C0DEV",
    noticeMessage({
      kind: "notice",
      identity: "scene",
      title: "A log file could not be read",
      text: "42 records before the fault were published, what follows it is lost.",
      facts: [
        ["Bucket", "org-logs"],
        ["File", "AWSLogs/444455556666/CloudTrail/eu-central-1/2026/11/02/broken.json.gz"],
        ["Reason", "unexpected end of the gzip stream"],
      ],
      advice: "The file waits in the dead letters: redrive it once its cause is gone.",
    }),
  );
}
