import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { SNSClient } from "@aws-sdk/client-sns";
import type { SQSClient } from "@aws-sdk/client-sqs";
import type { Context, SQSBatchResponse } from "aws-lambda";
import { dynamodbClaims } from "../adapters/aws/dynamodb-claims.ts";
import { dynamodbThreads } from "../adapters/aws/dynamodb-threads.ts";
import { secretsManager } from "../adapters/aws/secrets-manager.ts";
import { snsPublisher } from "../adapters/aws/sns-publisher.ts";
import { sqsBuffer } from "../adapters/aws/sqs-buffer.ts";
import { sqsDeadLetters } from "../adapters/aws/sqs-dead-letters.ts";
import { slackApp } from "../adapters/slack-app.ts";
import { slackWebhooks } from "../adapters/slack-webhook.ts";
import type { NOTIFIER_ENV } from "../contract.ts";
import { CLAIM_LEASE_SECONDS } from "../core/alert/claim-key.ts";
import type { FunctionConfig } from "../core/settings/config.ts";
import type { Clock, Log, Metrics } from "../ports.ts";
import { dailyJudge } from "./daily-judge.ts";
import { batchResponse, incomingOf } from "./invocation.ts";
import { createNotifier } from "./notify.ts";

/** The notifier's surroundings by meaning: what {@linkcode NOTIFIER_ENV} names. */
export type NotifierEnv = { readonly [Name in keyof typeof NOTIFIER_ENV]?: string | undefined } & {
  readonly threadTableName: string;
  readonly bufferQueueUrl: string;
  readonly deadLetterQueueUrl: string;
  readonly splitterFunctionName: string;
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
  };
  /** Makes the requests to Slack. @default the runtime's own */
  readonly fetch?: typeof fetch;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** The function as Lambda calls it. */
export type NotifierHandler = (
  event: unknown,
  context: Pick<Context, "getRemainingTimeInMillis">,
) => Promise<SQSBatchResponse>;

/** Milliseconds kept for settling after the last delivery. */
const SETTLE_MILLISECONDS = 3_000;

/**
 * Puts the notifier together: one function instance, with all its memory.
 *
 * The handler takes a batch of bus events from a queue, or one bare EventBridge event. It rejects
 * if a bare event could not be delivered: Lambda tries it again. A batch says so per message in
 * its response.
 */
export function composeNotifier(parts: NotifierParts): NotifierHandler {
  const { env, clients, clock, log, fetch } = parts;
  const { ruleSet, settings } = parts.config;
  const secrets = secretsManager(clients.secrets);
  const self = [env.splitterFunctionName, env.functionName];

  const notify = createNotifier({
    ruleSet,
    settings,
    judge: dailyJudge(ruleSet, self, clock, log),
    claims: dynamodbClaims(clients.dynamodb, env.threadTableName, clock),
    threads: dynamodbThreads(
      clients.dynamodb,
      env.threadTableName,
      clock,
      settings.threads.windowSeconds,
    ),
    slackApp: slackApp({
      secrets,
      tokenSecretId: settings.destinations.slackTokenSecretId,
      apiUrl: env.slackApiUrl,
      ...(fetch && { fetch }),
    }),
    slackWebhooks: slackWebhooks(secrets, { ...(fetch && { fetch }) }),
    topics: snsPublisher(clients.sns),
    metrics: parts.metrics,
    deadLetters: sqsDeadLetters(clients.sqs, env.deadLetterQueueUrl),
    buffer: sqsBuffer(clients.sqs, env.bufferQueueUrl),
    clock,
    log,
  });

  return async (event, context) => {
    const incoming = incomingOf(event);
    // However long the function may run: no claim is held beyond its lease.
    const most = Math.min(context.getRemainingTimeInMillis(), CLAIM_LEASE_SECONDS * 1_000);
    const { failed } = await notify(incoming, clock.now() + most - SETTLE_MILLISECONDS);
    return batchResponse(incoming, failed);
  };
}
