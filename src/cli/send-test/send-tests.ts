import { slackApp } from "../../adapters/slack/app.ts";
import { slackWebhooks } from "../../adapters/slack/webhook.ts";
import { NOTIFIER_ENV } from "../../contract.ts";
import { DeliveryError } from "../../core/alert/delivery-error.ts";
import { unsafeVariable } from "../../core/deployment/function-environment.ts";
import type { StackParts } from "../../core/operation/stack-parts.ts";
import { deliveryAdvice } from "../../core/send-test/delivery-advice.ts";
import { type TestRun, testEvents } from "../../core/send-test/test-event.ts";
import { testNotice } from "../../core/send-test/test-notice.ts";
import {
  type TestedPart,
  type TestTarget,
  testTargets,
} from "../../core/send-test/test-targets.ts";
import { CREATED_TOPIC } from "../../core/settings/config.ts";
import type { Settings } from "../../core/settings/settings.ts";
import { noticeMessage } from "../../core/slack/notice-message.ts";
import { noticeSns } from "../../core/sns/message.ts";
import type { SlackApp, SlackWebhooks, Topics } from "../../ports.ts";

/** What one destination came to. */
export interface TestVerdict {
  /** `slack channel C0123456789`, `topic <ARN>`, `consumer siem`. */
  readonly destination: string;
  /** Where the settings name it. */
  readonly namedBy: readonly string[];
  /** `unasked`: what it is reached by could not be asked, so nothing is known of itself. */
  readonly verdict: "sent" | "refused" | "unasked";
  /** What is known of it: how it took the message, or why not. */
  readonly what: string;
  /** What to do where it did not. */
  readonly fix?: string;
}

/** What is tried. */
export interface TestsAsked {
  readonly settings: Settings;
  readonly part: TestedPart | undefined;
  readonly run: TestRun;
  /** Who asks, for people. */
  readonly by: string;
  readonly region: string | undefined;
  /** Finds the deployment, for what has no name in the settings. Rejects where there is none. */
  readonly stack: () => Promise<StackParts & { readonly alertTopicArn?: string }>;
  /** Milliseconds in which what a consumer refuses at once becomes a dead letter. @default 5_000 */
  readonly patience?: number;
}

/** Sends each destination one message; yields what each came to, in the settings' order. */
export async function* sendTests(asked: TestsAsked): AsyncGenerator<TestVerdict> {
  const { settings, part } = asked;
  const senders = await sendersOf(asked);
  for (const target of testTargets(settings, part)) yield await sendOne(target, senders, asked);
  if (part === undefined || part === "consumers") yield* sendToConsumers(asked);
}

interface Senders {
  readonly app: SlackApp;
  readonly webhooks: SlackWebhooks;
  readonly topics: (arn: string) => Topics;
}

async function sendersOf({ settings, region }: TestsAsked): Promise<Senders> {
  // Loaded here, so that the other commands start without the SDK.
  const { awsSenders } = await import("../../adapters/aws/send-test/senders.ts");
  const { secrets, topics } = awsSenders(region);
  const name = NOTIFIER_ENV.slackApiUrl;
  const apiUrl = process.env[name];
  const unsafe = unsafeVariable(name, apiUrl ?? "");
  if (unsafe !== undefined) throw new Error(`Cannot call Slack as ${name} ${unsafe}`);
  return {
    app: slackApp({ secrets, tokenSecretId: settings.slack.app?.botTokenSecretId, apiUrl }),
    webhooks: slackWebhooks(secrets),
    topics,
  };
}

async function sendOne(
  { destination, namedBy }: TestTarget,
  { app, webhooks, topics }: Senders,
  { run, by, stack }: TestsAsked,
): Promise<TestVerdict> {
  const notice = testNotice(run, by, namedBy);
  const { kind } = destination;
  let name = "";
  try {
    switch (kind) {
      case "slack-app":
        name = `slack channel ${destination.channel}`;
        // The token first: what is wrong with it is not the channel's.
        await app.probe();
        await app.post(destination.channel, noticeMessage(notice));
        return sent(name, namedBy, "the token is good, and the app posted");
      case "slack-webhook":
        name = `slack webhook of secret ${destination.secretId}`;
        await webhooks.post(destination.secretId, noticeMessage(notice));
        return sent(name, namedBy, "Slack took it");
      case "sns": {
        name = `topic ${destination.topicArn}`;
        const isCreated = destination.topicArn === CREATED_TOPIC;
        const arn = isCreated ? (await stack()).alertTopicArn : destination.topicArn;
        if (arn === undefined) throw new Error("the stack has no topic of alerts: deploy it");
        name = `topic ${arn}`;
        await topics(arn).publish(arn, noticeSns(notice));
        return sent(
          name,
          namedBy,
          "SNS took it; e-mail arrives once its subscription is confirmed",
        );
      }
    }
  } catch (error) {
    return refusal(error, kind, { destination: name, namedBy });
  }
}

function sent(destination: string, namedBy: readonly string[], what: string): TestVerdict {
  return { destination, namedBy, verdict: "sent", what };
}

/** Codes of what stands before a destination: nothing was asked of it. */
const UNREADABLE = ["token_secret_unreadable", "webhook_secret_unreadable"];

async function refusal(
  error: unknown,
  kind: TestTarget["destination"]["kind"],
  named: Pick<TestVerdict, "destination" | "namedBy">,
): Promise<TestVerdict> {
  const { needOf } = await import("../../adapters/aws/asked/need-of.ts");
  if (!(error instanceof DeliveryError)) {
    const what = error instanceof Error ? error.message : String(error);
    return { ...named, verdict: "unasked", what };
  }
  const { code, cause } = error;
  if (!UNREADABLE.includes(code)) {
    return { ...named, verdict: "refused", what: code, fix: deliveryAdvice(kind, code) };
  }
  const isGone = cause instanceof Error && cause.name === "ResourceNotFoundException";
  return {
    ...named,
    verdict: isGone ? "refused" : "unasked",
    what: isGone ? "its secret is not there" : "its secret could not be read",
    fix: needOf(cause, "secretsmanager:GetSecretValue must be allowed, and kms:Decrypt on its key"),
  };
}

async function* sendToConsumers(asked: TestsAsked): AsyncGenerator<TestVerdict> {
  const { settings, run, region, stack, patience = 5_000 } = asked;
  const names = Object.keys(settings.consumers);
  if (names.length === 0) return;
  const verdictOf = (name: string, rest: Pick<TestVerdict, "verdict" | "what" | "fix">) => ({
    destination: `consumer ${name}`,
    namedBy: [`consumers.${name}`],
    ...rest,
  });
  const { events, unreached } = testEvents(settings, run);
  const { sqsLetters } = await import("../../adapters/aws/operation/letters.ts");
  const { lostEvents } = await import("../../adapters/aws/operation/lost-events.ts");
  const letters = sqsLetters(region);
  let parts: StackParts;
  const deadOf = async (name: string): Promise<number> => {
    const queues = parts.consumers.get(name.replaceAll("-", ""));
    if (queues === undefined) return Number.NaN;
    const { visible, inFlight } = await letters.depth(queues.deadLetters);
    return visible + inFlight;
  };
  const before = new Map<string, number>();
  try {
    parts = await stack();
    for (const name of names) before.set(name, await deadOf(name));
    const put = lostEvents(region);
    for (const { time, ...event } of events) {
      const at = time === undefined ? {} : { time: new Date(time).toISOString() };
      await put(parts.bus, { ...event, ...at });
    }
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    for (const name of names) yield verdictOf(name, { verdict: "unasked", what });
    return;
  }
  const until = Date.now() + patience;
  const refused = new Set<string>();
  while (Date.now() < until && refused.size < names.length) {
    await new Promise((resolve) => setTimeout(resolve, Math.min(1_000, patience)));
    for (const name of names) {
      if ((await deadOf(name)) > (before.get(name) ?? 0)) refused.add(name);
    }
  }
  for (const name of names) {
    if (Number.isNaN(before.get(name))) {
      const what = "the stack has no such consumer";
      yield verdictOf(name, { verdict: "refused", what, fix: "deploy the settings" });
    } else if (unreached.includes(name)) {
      const what = "no event that its setting only takes could be made up: nothing was sent to it";
      yield verdictOf(name, { verdict: "unasked", what });
    } else if (refused.has(name)) {
      const what = "EventBridge could not deliver: a dead letter came";
      const fix = `read why in the dead letter's attributes (ERROR_CODE), mend it, then: redrive consumers --consumer ${name}`;
      yield verdictOf(name, { verdict: "refused", what, fix });
    } else {
      const seconds = Math.round(patience / 1_000);
      const what = `an event that it takes is on the bus, and no dead letter came in ${seconds} s`;
      yield verdictOf(name, { verdict: "sent", what });
    }
  }
}
