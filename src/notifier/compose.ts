import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { SQSClient } from "@aws-sdk/client-sqs";
import { dynamodbCanaries } from "../adapters/aws/canary/dynamodb-canaries.ts";
import { dynamodbRecords } from "../adapters/aws/dynamodb-records.ts";
import { dynamodbTurns } from "../adapters/aws/dynamodb-turns.ts";
import { dynamodbRuleMemory } from "../adapters/aws/memory/dynamodb-rule-memory.ts";
import { sqsDeadLetters } from "../adapters/aws/sqs-dead-letters.ts";
import { sqsMessages } from "../adapters/aws/sqs-messages.ts";
import type { NOTIFIER_ENV } from "../contract.ts";
import type { FunctionConfig } from "../core/settings/config.ts";
import type { Clock, Log, Metrics } from "../ports.ts";
import { assembleNotifier, type NotifierHandler } from "./assemble.ts";
import { dailyJudge } from "./daily-judge.ts";
import type { ChannelDrawer } from "./draw/drawer.ts";
import type { DrawerSurroundings } from "./drawer/compose-drawer.ts";

/** The notifier's surroundings by meaning: what {@linkcode NOTIFIER_ENV} names. */
export type NotifierEnv = {
  readonly [Name in Exclude<keyof typeof NOTIFIER_ENV, keyof DrawerSurroundings["env"]>]: string;
} & DrawerSurroundings["env"] & {
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
  };
  /** Makes the half that draws. Is asked when something is drawn first. */
  readonly drawer: (surroundings: DrawerSurroundings) => Promise<ChannelDrawer>;
  readonly clock: Clock;
  /** A text no other call got, of whatever instance. */
  readonly random: () => string;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** Puts the notifier together with what it has in AWS and Slack: see {@linkcode assembleNotifier}. */
export function composeNotifier(parts: NotifierParts): NotifierHandler {
  const { config, env, clients, clock, random, log } = parts;
  const table = { client: clients.dynamodb, tableName: env.threadTableName, clock, random };
  const turnQueue = { ...table, queue: clients.sqs, queueUrl: env.turnQueueUrl };
  return assembleNotifier({
    config,
    judge: dailyJudge(config.ruleSet, [env.splitterFunctionName, env.functionName], clock, log),
    records: dynamodbRecords(table),
    memory: dynamodbRuleMemory(table),
    turns: dynamodbTurns(turnQueue),
    receipts: dynamodbCanaries(turnQueue),
    drawer: (share) => parts.drawer({ share, table, env }),
    deadLetters: sqsDeadLetters(clients.sqs, env.deadLetterQueueUrl),
    queues: sqsMessages(clients.sqs, [env.bufferQueueUrl, env.criticalQueueUrl, env.turnQueueUrl]),
    clock,
    random,
    log,
    metrics: parts.metrics,
  });
}
