import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import type { S3Client } from "@aws-sdk/client-s3";
import type { SQSClient } from "@aws-sdk/client-sqs";
import type { Context } from "aws-lambda";
import type { AssumedRoleOptions } from "../adapters/aws/assumed-role.ts";
import { eventBridgeBus } from "../adapters/aws/eventbridge-bus.ts";
import { leanGetObject } from "../adapters/aws/lean/get-object.ts";
import { dynamodbPublished } from "../adapters/aws/published/dynamodb-published.ts";
import { s3LogFiles } from "../adapters/aws/s3-log-files.ts";
import { sqsContinuations } from "../adapters/aws/sqs-continuations.ts";
import { sqsDeadLetters } from "../adapters/aws/sqs-dead-letters.ts";
import { requireEnv } from "../adapters/env.ts";
import { DEFAULT_FUNCTION_NAMES, SPLITTER_ENV } from "../contract.ts";
import type { WholeRecords } from "../core/entry/bus-entry.ts";
import { canaryRequestOf } from "../core/entry/canary.ts";
import { accountOfArn, type OwnWork, roleOfArn } from "../core/entry/own-record.ts";
import { type ValidationRequest, validationRequestOf } from "../core/entry/validation-request.ts";
import { readNotification } from "../core/notification/notification.ts";
import type { FunctionConfig } from "../core/settings/config.ts";
import { FlatWalk } from "../core/walk/flat-walk.ts";
import { LearnedKeys } from "../core/walk/learned-keys.ts";
import type { Clock, Log } from "../ports.ts";
import type { AcceptsFound } from "./accepts.ts";
import { sendCanaries } from "./canary/canaries.ts";
import { newSplitCounters } from "./counters.ts";
import { deadlinesOf } from "./deadlines.ts";
import { FileNotices } from "./file-notices.ts";
import type { ReadOptions } from "./read-file.ts";
import { type SplitResponse, splitResponse } from "./response.ts";
import { createSplitter } from "./split.ts";
import type { ValidationDeps } from "./validation/validate-logs.ts";

/** All that tells one instance of the splitter function from another. */
export interface SplitterParts {
  readonly config: FunctionConfig;
  /** The function's environment: {@linkcode SPLITTER_ENV}, and its own name as Lambda sets it. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clients: {
    readonly s3: S3Client;
    readonly eventbridge: EventBridgeClient;
    readonly sqs: SQSClient;
    readonly dynamodb: DynamoDBClient;
  };
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Lambda entry point: any notification of new log files, as S3, SNS, EventBridge or a queue
 * brings it.
 *
 * @throws {SplitError} If something must be tried again, or is not understood, and the event came
 * from no queue; a queue's messages fail one by one in the response.
 */
export type SplitterHandler = (
  event: unknown,
  context: Pick<Context, "getRemainingTimeInMillis" | "invokedFunctionArn">,
) => Promise<SplitResponse>;

/**
 * Puts a splitter function together. What it keeps from one invocation to the next is its own, so
 * that many in one process are as many function instances.
 *
 * @throws {Error} If the environment lacks a variable.
 */
export async function composeSplitter(parts: SplitterParts): Promise<SplitterHandler> {
  const { config, env, clients, clock, log } = parts;
  const continuationQueueUrl = requireEnv(SPLITTER_ENV.continuationQueueUrl, env);
  const ownQueue = continuationQueueUrl.slice(continuationQueueUrl.lastIndexOf("/") + 1);
  const logQueue = env[SPLITTER_ENV.logQueueName];
  const ownQueues = logQueue ? [ownQueue, logQueue] : [ownQueue];
  const tableName = env[SPLITTER_ENV.publishedTableName] || undefined;
  const accepts = await acceptsOf(parts);
  // What records look like is learned once for all files.
  const keys = new LearnedKeys(accepts?.asks);
  const deps = {
    // What may stay here is judged first, and flattened if it is wanted.
    walk: () => new FlatWalk(keys, accepts === undefined),
    published:
      tableName === undefined
        ? undefined
        : dynamodbPublished({ client: clients.dynamodb, tableName, clock }),
    logs: s3LogFiles(leanGetObject(clients.s3)),
    bus: eventBridgeBus(clients.eventbridge, requireEnv(SPLITTER_ENV.eventBusName, env)),
    deadLetters: sqsDeadLetters(clients.sqs, requireEnv(SPLITTER_ENV.deadLetterQueueUrl, env)),
    continuations: sqsContinuations(clients.sqs, continuationQueueUrl),
    notices: new FileNotices(),
    logPrefix: config.settings.logPrefix,
    logBucket: env[SPLITTER_ENV.logBucketName] || undefined,
    clock,
    log,
    entries: {
      includeRecord: config.settings.includeRecord,
      maxBytes: config.settings.maxRequestBytes,
    },
    whole: wholeRecordsOf(parts),
    accepts,
  };

  const validate = validatorOf(parts, deps);

  return async (event, context) => {
    const canaries = canaryRequestOf(event, ownQueue);
    if (canaries !== undefined) {
      await sendCanaries(canaries, deps);
      return { counters: newSplitCounters(), batchItemFailures: [] };
    }
    const validation = validationRequestOf(event, ownQueue);
    if (validation !== undefined) {
      const { read } = deadlinesOf(clock.now(), context.getRemainingTimeInMillis());
      await validate(validation, () => clock.now() >= read);
      return { counters: newSplitCounters(), batchItemFailures: [] };
    }
    const account = accountOfArn(context.invokedFunctionArn);
    const split = createSplitter({ ...deps, own: ownWorkOf(parts, account) });
    const notification = readNotification(event, ownQueues);
    const deadlines = deadlinesOf(clock.now(), context.getRemainingTimeInMillis());
    const report = await split(notification, deadlines);
    return splitResponse(report, notification.fromQueue);
  };
}

/** How log files are compared with CloudTrail's digests, where the schedule asks for it. */
function validatorOf(
  { config, env, clients, clock, log }: SplitterParts,
  { bus, continuations }: Pick<ValidationDeps, "bus" | "continuations">,
) {
  return async (request: ValidationRequest, isLate: () => boolean): Promise<void> => {
    const bucket = requireEnv(SPLITTER_ENV.logBucketName, env);
    // It happens once an hour, where it is asked for: no other start reads what it takes.
    const [{ validateLogs }, { foldersOf, trailObjects }] = await Promise.all([
      import("./validation/validate-logs.ts"),
      import("../adapters/aws/digest/trail-objects.ts"),
    ]);
    const deps = {
      bucket,
      logPrefix: config.settings.logPrefix,
      folders: (prefix: string) => foldersOf(clients.s3, bucket, prefix),
      objectsOf: (region: string) => trailObjects(region, clients.s3),
      bus,
      continuations,
      clock,
      log,
    };
    await validateLogs(request, deps, isLate);
  };
}

/** The role log files are read by, where it is not the function's own. */
export function readRoleOf(env: SplitterParts["env"]): AssumedRoleOptions | undefined {
  const roleArn = env[SPLITTER_ENV.readRoleArn];
  if (!roleArn) return undefined;
  return {
    roleArn,
    sessionName: sessionNameOf(env),
    externalId: env[SPLITTER_ENV.readRoleExternalId] || undefined,
  };
}

/** It works under its own role, and under the one it reads log files by. */
function ownWorkOf({ config, env }: SplitterParts, account: string | undefined): OwnWork {
  const ownRoleName = env[SPLITTER_ENV.ownRoleName];
  const readRole = readRoleOf(env);
  const session = sessionNameOf(env);
  return {
    roles: [
      ...(ownRoleName ? [{ name: ownRoleName, account, session }] : []),
      ...(readRole ? [{ ...roleOfArn(readRole.roleArn), session }] : []),
    ],
    bucket: env[SPLITTER_ENV.logBucketName],
    prefix: config.settings.logPrefix,
    bus: requireEnv(SPLITTER_ENV.eventBusName, env),
  };
}

/** Lambda names the sessions of a function's role after the function. */
function sessionNameOf(env: SplitterParts["env"]): string {
  return env.AWS_LAMBDA_FUNCTION_NAME ?? DEFAULT_FUNCTION_NAMES.splitter;
}

/** The rule engine is a tenth of the bundle: where every record goes on the bus it is never loaded. */
async function acceptsOf({ config, env, log }: SplitterParts): Promise<AcceptsFound | undefined> {
  if (config.settings.publish === "all") return undefined;
  const { splitterAccepts } = await import("./accepts.ts");
  return splitterAccepts(config, selfOf(env), log);
}

/** Nor is it for records that fit on the bus, as nearly all do. */
function wholeRecordsOf({ config, env, clock }: SplitterParts): ReadOptions["whole"] {
  let made: Promise<(now: number) => WholeRecords> | undefined;
  return async () => {
    made ??= import("../core/verdict/whole-records.ts").then(({ createWholeRecords }) =>
      createWholeRecords(config.ruleSet, selfOf(env)),
    );
    return (await made)(clock.now());
  };
}

/** What rules reach as `$self`. */
function selfOf(env: SplitterParts["env"]): readonly string[] {
  return [
    sessionNameOf(env),
    env[SPLITTER_ENV.notifierFunctionName] ?? DEFAULT_FUNCTION_NAMES.notifier,
  ];
}
