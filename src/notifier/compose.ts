import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { SNSClient } from "@aws-sdk/client-sns";
import type { SQSClient } from "@aws-sdk/client-sqs";
import { dynamodbCanaries } from "../adapters/aws/canary/dynamodb-canaries.ts";
import { dynamodbDrawings } from "../adapters/aws/drawing/dynamodb-drawings.ts";
import { dynamodbEdits } from "../adapters/aws/drawing/dynamodb-edits.ts";
import { dynamodbRecords } from "../adapters/aws/dynamodb-records.ts";
import { dynamodbTurns } from "../adapters/aws/dynamodb-turns.ts";
import { eventBridgeBus } from "../adapters/aws/eventbridge-bus.ts";
import { dynamodbRuleMemory } from "../adapters/aws/memory/dynamodb-rule-memory.ts";
import { secretsManager } from "../adapters/aws/secrets-manager.ts";
import { snsPublisher } from "../adapters/aws/sns-publisher.ts";
import { sqsDeadLetters } from "../adapters/aws/sqs-dead-letters.ts";
import { sqsMessages } from "../adapters/aws/sqs-messages.ts";
import { slackApp } from "../adapters/slack/app.ts";
import { slackWebhooks } from "../adapters/slack/webhook.ts";
import type { NOTIFIER_ENV } from "../contract.ts";
import type { FunctionConfig } from "../core/settings/config.ts";
import type { Clock, Log, Metrics } from "../ports.ts";
import { assembleNotifier, type NotifierHandler } from "./assemble.ts";
import { dailyJudge } from "./daily-judge.ts";

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

/** Puts the notifier together with what it has in AWS and Slack: see {@linkcode assembleNotifier}. */
export function composeNotifier(parts: NotifierParts): NotifierHandler {
  const { config, env, clients, clock, random, log, fetch } = parts;
  const { settings, ruleSet } = config;
  const secrets = secretsManager(clients.secrets);
  const table = { client: clients.dynamodb, tableName: env.threadTableName, clock, random };
  const turnQueue = { ...table, queue: clients.sqs, queueUrl: env.turnQueueUrl };
  return assembleNotifier({
    config,
    judge: dailyJudge(ruleSet, [env.splitterFunctionName, env.functionName], clock, log),
    records: dynamodbRecords(table),
    memory: dynamodbRuleMemory(table),
    turns: dynamodbTurns(turnQueue),
    drawings: dynamodbDrawings(table),
    edits: dynamodbEdits(table),
    receipts: dynamodbCanaries(turnQueue),
    slackApp: slackApp({
      secrets,
      tokenSecretId: settings.destinations.slackTokenSecretId,
      apiUrl: env.slackApiUrl,
      ...(fetch && { fetch }),
    }),
    slackWebhooks: slackWebhooks(secrets, { ...(fetch && { fetch }) }),
    topics: snsPublisher(clients.sns),
    ...(env.topicSpacing !== undefined && { topicSpacing: Number(env.topicSpacing) }),
    bus: eventBridgeBus(clients.eventbridge, env.eventBusName),
    deadLetters: sqsDeadLetters(clients.sqs, env.deadLetterQueueUrl),
    queues: sqsMessages(clients.sqs, [env.bufferQueueUrl, env.criticalQueueUrl, env.turnQueueUrl]),
    clock,
    random,
    log,
    metrics: parts.metrics,
  });
}
