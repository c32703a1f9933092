import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { SNSClient } from "@aws-sdk/client-sns";
import type { SQSClient } from "@aws-sdk/client-sqs";
import type { Context, SQSBatchResponse } from "aws-lambda";
import { dynamodbCanaries } from "../adapters/aws/canary/dynamodb-canaries.ts";
import { dynamodbDrawings } from "../adapters/aws/drawing/dynamodb-drawings.ts";
import { dynamodbEdits } from "../adapters/aws/drawing/dynamodb-edits.ts";
import { dynamodbRecords } from "../adapters/aws/dynamodb-records.ts";
import { dynamodbTurns } from "../adapters/aws/dynamodb-turns.ts";
import { eventBridgeBus } from "../adapters/aws/eventbridge-bus.ts";
import { secretsManager } from "../adapters/aws/secrets-manager.ts";
import { snsPublisher } from "../adapters/aws/sns-publisher.ts";
import { sqsDeadLetters } from "../adapters/aws/sqs-dead-letters.ts";
import { sqsMessages } from "../adapters/aws/sqs-messages.ts";
import { slackApp } from "../adapters/slack-app.ts";
import { slackWebhooks } from "../adapters/slack-webhook.ts";
import type { NOTIFIER_ENV } from "../contract.ts";
import type { FunctionConfig } from "../core/settings/config.ts";
import { errandOf } from "../core/thread/errand.ts";
import type { Clock, Log, Metrics } from "../ports.ts";
import { createAlertBus } from "./alert-bus.ts";
import { createCanaryWatch } from "./canary/canary-watch.ts";
import { dailyJudge } from "./daily-judge.ts";
import { createChannelDrawer } from "./draw/drawer.ts";
import { runErrand } from "./errands.ts";
import { createGoAlone } from "./go-alone.ts";
import { batchResponse, incomingOf } from "./invocation.ts";
import { createNotifier } from "./notify.ts";
import { createPens } from "./pen/pens.ts";
import { createDeliveryMaker } from "./record/delivery-maker.ts";
import { createRecorder } from "./record/recorder.ts";
import { headOf } from "./record/window-facts.ts";

/** The notifier's surroundings by meaning: what {@linkcode NOTIFIER_ENV} names. */
export type NotifierEnv = {
  readonly [Name in Exclude<keyof typeof NOTIFIER_ENV, "slackApiUrl" | "topicSpacing">]: string;
} & {
  /** Base address of the Slack API. @default Slack's own */
  readonly slackApiUrl?: string | undefined;
  /** Milliseconds between two messages on a topic. @default as many as SNS takes for subscriptions by e-mail */
  readonly topicSpacing?: string | undefined;
  /** The notifier's own function name. */
  readonly functionName: string;
};

/** All that the notifier has of the world: nothing else in it reads time or chance, or calls out. */
export interface NotifierParts {
  readonly config: FunctionConfig;
  readonly env: NotifierEnv;
  readonly clients: {
    readonly dynamodb: DynamoDBClient;
    readonly sqs: SQSClient;
    readonly sns: SNSClient;
    readonly secrets: SecretsManagerClient;
    readonly eventbridge: EventBridgeClient;
  };
  /** Makes the requests to Slack. @default the runtime's own */
  readonly fetch?: typeof fetch;
  readonly clock: Clock;
  /** A text no other call got, of whatever instance. */
  readonly random: () => string;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** The function as Lambda calls it. */
export type NotifierHandler = (
  event: unknown,
  context: Pick<Context, "getRemainingTimeInMillis">,
) => Promise<SQSBatchResponse>;

/** Milliseconds kept for settling after the last call. */
const SETTLE_MILLISECONDS = 3_000;

/**
 * Puts the notifier together: one function instance, with all its memory.
 *
 * The handler takes a batch of a queue, which may hold bus events and errands alike, or one of
 * either bare. It rejects if a bare one could not be handled: Lambda tries it again. A batch says
 * so per message in its response.
 */
export function composeNotifier(parts: NotifierParts): NotifierHandler {
  const { env, clients, clock, random, log, fetch } = parts;
  const { ruleSet, settings } = parts.config;
  const secrets = secretsManager(clients.secrets);
  const rules = new Map(ruleSet.rules.map((rule) => [rule.id, rule]));
  const context = {
    accountNames: settings.accountNames,
    ruleById: (id: string) => rules.get(id),
    layout: settings.slackLayout,
    ...(settings.accessPortalUrl !== undefined && { accessPortalUrl: settings.accessPortalUrl }),
  };
  const table = { client: clients.dynamodb, tableName: env.threadTableName, clock, random };
  const records = dynamodbRecords(table);
  const turns = dynamodbTurns({ ...table, queue: clients.sqs, queueUrl: env.turnQueueUrl });
  const deadLetters = sqsDeadLetters(clients.sqs, env.deadLetterQueueUrl);
  const queues = sqsMessages(clients.sqs, [
    env.bufferQueueUrl,
    env.criticalQueueUrl,
    env.turnQueueUrl,
  ]);
  const { windowSeconds, groupWaitSeconds, groupIntervalSeconds } = settings.threads;
  const { repeatIntervalSeconds, maxReplies } = settings.threads;
  const windows = {
    windowSeconds,
    groupWaitSeconds,
    snsEach: settings.snsRepeats === "each",
    random,
  };
  const deliveryMaker = createDeliveryMaker(ruleSet, settings, context);
  const record = createRecorder({ records, turns, clock, log, options: windows });

  const drawer = createChannelDrawer({
    drawings: dynamodbDrawings(table),
    turns,
    edits: dynamodbEdits(table),
    penOf: createPens({
      slackApp: slackApp({
        secrets,
        tokenSecretId: settings.destinations.slackTokenSecretId,
        apiUrl: env.slackApiUrl,
        ...(fetch && { fetch }),
      }),
      slackWebhooks: slackWebhooks(secrets, { ...(fetch && { fetch }) }),
      topics: snsPublisher(clients.sns),
      ...(env.topicSpacing !== undefined && { topicSpacing: Number(env.topicSpacing) }),
      alertBus: createAlertBus(eventBridgeBus(clients.eventbridge, env.eventBusName), context),
      snsRepeats: settings.snsRepeats,
      context,
      log,
    }),
    deadLetters,
    async tell(notice, exceptChannel) {
      const deadline = clock.now() + TELL_MILLISECONDS;
      await record(deliveryMaker.noticeDeliveries(notice, exceptChannel), deadline);
    },
    clock,
    log,
    random,
    settings: {
      times: {
        groupInterval: groupIntervalSeconds * 1_000,
        repeatInterval: repeatIntervalSeconds * 1_000,
        maxReplies,
      },
      windowSeconds,
      inhibit: settings.inhibit,
    },
  });

  const canaries = createCanaryWatch({
    receipts: dynamodbCanaries({ ...table, queue: clients.sqs, queueUrl: env.turnQueueUrl }),
    ways: settings.canaries ?? [],
    clock,
    log,
  });

  const notify = createNotifier({
    settings,
    judge: dailyJudge(ruleSet, [env.splitterFunctionName, env.functionName], clock, log),
    deliveryMaker,
    record,
    records,
    goAlone: createGoAlone({
      postAlone: (delivery) => drawer.postAlone(headOf(delivery, clock.now(), windows)),
      clock,
      log,
    }),
    canaries,
    metrics: parts.metrics,
    deadLetters,
    queues,
    clock,
    log,
  });

  return async (event, invocation) => {
    const now = clock.now();
    const left = invocation.getRemainingTimeInMillis() - SETTLE_MILLISECONDS;
    const incoming = incomingOf(event);
    const errands = incoming.flatMap((one) => {
      const errand = errandOf(one.body);
      return errand === undefined ? [] : [{ one, errand }];
    });
    const events = incoming.filter((one) => errandOf(one.body) === undefined);
    const [{ failed }, again] = await Promise.all([
      // Half of the time is for the table: what cannot be recorded needs the other.
      events.length === 0
        ? { failed: [] }
        : notify(events, { record: now + left / 2, all: now + left }),
      Promise.all(
        errands.map(async ({ one, errand }) => {
          const again = await runErrand(one, errand, {
            drawer,
            turns,
            canaries,
            queues,
            clock,
            log,
          });
          return again ? [one.id] : [];
        }),
      ),
    ]);
    return batchResponse(incoming, [...failed, ...again.flat()]);
  };
}

/** Milliseconds in which a notice about a destination is recorded. */
const TELL_MILLISECONDS = 5_000;
