import { randomUUID } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SQSClient } from "@aws-sdk/client-sqs";
import { clientLimits } from "../adapters/aws/client-limits.ts";
import { emfMetrics } from "../adapters/emf-metrics.ts";
import { requireEnv, requireSafeEnv } from "../adapters/env.ts";
import { readFunctionConfig } from "../adapters/function-config.ts";
import { jsonLog } from "../adapters/json-log.ts";
import { systemClock } from "../adapters/system-clock.ts";
import { NOTIFIER_ENV } from "../contract.ts";
import { composeNotifier } from "./compose.ts";

// What records is built once, while the module loads; what draws, by the first turn.
requireSafeEnv();
const quick = clientLimits({ attemptMilliseconds: 2_000, attempts: 2 });

/** Lambda entry point: what {@linkcode composeNotifier} makes of the function's surroundings. */
export const handler = composeNotifier({
  config: readFunctionConfig(import.meta.url),
  env: {
    threadTableName: requireEnv(NOTIFIER_ENV.threadTableName),
    bufferQueueUrl: requireEnv(NOTIFIER_ENV.bufferQueueUrl),
    criticalQueueUrl: requireEnv(NOTIFIER_ENV.criticalQueueUrl),
    turnQueueUrl: requireEnv(NOTIFIER_ENV.turnQueueUrl),
    deadLetterQueueUrl: requireEnv(NOTIFIER_ENV.deadLetterQueueUrl),
    splitterFunctionName: requireEnv(NOTIFIER_ENV.splitterFunctionName),
    eventBusName: requireEnv(NOTIFIER_ENV.eventBusName),
    slackApiUrl: process.env[NOTIFIER_ENV.slackApiUrl],
    topicSpacing: process.env[NOTIFIER_ENV.topicSpacing],
    functionName: requireEnv("AWS_LAMBDA_FUNCTION_NAME"),
  },
  clients: {
    dynamodb: new DynamoDBClient(quick),
    sqs: new SQSClient(quick),
  },
  drawer: async (surroundings) => {
    const { ownDrawer } = await import("./drawer/own-drawer.ts");
    return ownDrawer(surroundings);
  },
  clock: systemClock,
  random: randomUUID,
  log: jsonLog(),
  metrics: emfMetrics(),
});
