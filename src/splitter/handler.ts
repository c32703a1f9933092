import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { Context } from "aws-lambda";
import { eventBridgeBus } from "../adapters/aws/eventbridge-bus.ts";
import { s3LogFiles } from "../adapters/aws/s3-log-files.ts";
import { sqsContinuations } from "../adapters/aws/sqs-continuations.ts";
import { sqsDeadLetters } from "../adapters/aws/sqs-dead-letters.ts";
import { requireEnv } from "../adapters/env.ts";
import { readFunctionConfig } from "../adapters/function-config.ts";
import { jsonLog } from "../adapters/json-log.ts";
import { systemClock } from "../adapters/system-clock.ts";
import { DEFAULT_FUNCTION_NAMES, SPLITTER_ENV } from "../contract.ts";
import { accountOfArn } from "../core/entry/own-record.ts";
import { readNotification } from "../core/notification/notification.ts";
import { deadlinesOf } from "./deadlines.ts";
import type { ReadOptions } from "./read-file.ts";
import { type SplitResponse, splitResponse } from "./response.ts";
import { createSplitter } from "./split.ts";

// Composition root: everything is built once, while the module loads.
const config = readFunctionConfig(import.meta.url);
const log = jsonLog();
const ownRoleName = process.env[SPLITTER_ENV.ownRoleName];
const self = [
  process.env.AWS_LAMBDA_FUNCTION_NAME ?? DEFAULT_FUNCTION_NAMES.splitter,
  process.env[SPLITTER_ENV.notifierFunctionName] ?? DEFAULT_FUNCTION_NAMES.notifier,
];
const CLIENT = {
  maxAttempts: 4,
  requestHandler: { connectionTimeout: 2_000, socketTimeout: 10_000 },
};

const sqs = new SQSClient(CLIENT);

const deps = {
  logs: s3LogFiles(
    new S3Client({
      ...CLIENT,
      followRegionRedirects: true,
      // Gzip carries a checksum of its own.
      responseChecksumValidation: "WHEN_REQUIRED",
    }),
  ),
  bus: eventBridgeBus(new EventBridgeClient(CLIENT), requireEnv(SPLITTER_ENV.eventBusName)),
  deadLetters: sqsDeadLetters(sqs, requireEnv(SPLITTER_ENV.deadLetterQueueUrl)),
  continuations: sqsContinuations(sqs, requireEnv(SPLITTER_ENV.continuationQueueUrl)),
  clock: systemClock,
  log,
  entries: {
    includeRecord: config.settings.includeRecord,
    maxBytes: config.settings.maxRequestBytes,
  },
  accepts: await acceptsOf(),
};

/** The rule engine is a tenth of the bundle: where every record goes on the bus it is never loaded. */
async function acceptsOf(): Promise<ReadOptions["accepts"]> {
  if (config.settings.publish === "all") return undefined;
  const { splitterAccepts } = await import("./accepts.ts");
  return splitterAccepts(config, self, log);
}

/**
 * Lambda entry point: any notification of new log files, as S3, SNS, EventBridge or a queue
 * brings it.
 *
 * @throws {SplitError} If something must be tried again, or is not understood, and the event came
 * from no queue; a queue's messages fail one by one in the response.
 */
export async function handler(
  event: unknown,
  context: Pick<Context, "getRemainingTimeInMillis" | "invokedFunctionArn">,
): Promise<SplitResponse> {
  const account = accountOfArn(context.invokedFunctionArn);
  const ownRole = ownRoleName ? { name: ownRoleName, account } : undefined;
  const split = createSplitter({ ...deps, ownRole });
  const notification = readNotification(event);
  const deadlines = deadlinesOf(systemClock.now(), context.getRemainingTimeInMillis());
  const report = await split(notification, deadlines);
  return splitResponse(report, notification.fromQueue);
}
