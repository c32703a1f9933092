import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { Context, SQSBatchResponse } from "aws-lambda";
import { dynamodbClaims } from "../adapters/aws/dynamodb-claims.ts";
import { dynamodbThreads } from "../adapters/aws/dynamodb-threads.ts";
import { secretsManager } from "../adapters/aws/secrets-manager.ts";
import { snsPublisher } from "../adapters/aws/sns-publisher.ts";
import { sqsBuffer } from "../adapters/aws/sqs-buffer.ts";
import { sqsDeadLetters } from "../adapters/aws/sqs-dead-letters.ts";
import { emfMetrics } from "../adapters/emf-metrics.ts";
import { requireEnv } from "../adapters/env.ts";
import { readFunctionConfig } from "../adapters/function-config.ts";
import { jsonLog } from "../adapters/json-log.ts";
import { slackApp } from "../adapters/slack-app.ts";
import { slackWebhooks } from "../adapters/slack-webhook.ts";
import { systemClock } from "../adapters/system-clock.ts";
import { NOTIFIER_ENV } from "../contract.ts";
import { CLAIM_LEASE_SECONDS } from "../core/alert/claim-key.ts";
import { dailyJudge } from "./daily-judge.ts";
import { batchResponse, incomingOf } from "./invocation.ts";
import { createNotifier } from "./notify.ts";

// Composition root: everything is built once, while the module loads.
const { ruleSet, settings } = readFunctionConfig(import.meta.url);
const log = jsonLog();
const tableName = requireEnv(NOTIFIER_ENV.threadTableName);
const self = [
  requireEnv(NOTIFIER_ENV.splitterFunctionName),
  requireEnv("AWS_LAMBDA_FUNCTION_NAME"),
];

// The table guards against repeats; alerts must not wait for it when it is down.
const table = new DynamoDBClient({
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true },
});
const sqs = new SQSClient();
const secrets = secretsManager(new SecretsManagerClient());

const notify = createNotifier({
  ruleSet,
  settings,
  judge: dailyJudge(ruleSet, self, systemClock, log),
  claims: dynamodbClaims(table, tableName, systemClock),
  threads: dynamodbThreads(table, tableName, systemClock, settings.threads.windowSeconds),
  slackApp: slackApp({
    secrets,
    tokenSecretId: settings.destinations.slackTokenSecretId,
    apiUrl: process.env[NOTIFIER_ENV.slackApiUrl],
  }),
  slackWebhooks: slackWebhooks(secrets),
  topics: snsPublisher(
    new SNSClient({
      maxAttempts: 2,
      requestHandler: { requestTimeout: 5_000, throwOnRequestTimeout: true },
    }),
  ),
  metrics: emfMetrics(),
  deadLetters: sqsDeadLetters(sqs, requireEnv(NOTIFIER_ENV.deadLetterQueueUrl)),
  buffer: sqsBuffer(sqs, requireEnv(NOTIFIER_ENV.bufferQueueUrl)),
  clock: systemClock,
  log,
});

/** Milliseconds kept for settling after the last delivery. */
const SETTLE_MILLISECONDS = 3_000;

/**
 * Lambda entry point: a batch of bus events from the buffer queue, or one bare EventBridge event.
 *
 * @throws {Error} If a bare event could not be delivered: Lambda tries it again. A batch says so
 * per message in its response.
 */
export async function handler(
  event: unknown,
  context: Pick<Context, "getRemainingTimeInMillis">,
): Promise<SQSBatchResponse> {
  const incoming = incomingOf(event);
  // However long the function may run: no claim is held beyond its lease.
  const most = Math.min(context.getRemainingTimeInMillis(), CLAIM_LEASE_SECONDS * 1_000);
  const { failed } = await notify(incoming, systemClock.now() + most - SETTLE_MILLISECONDS);
  return batchResponse(incoming, failed);
}
