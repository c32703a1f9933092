import { EVENT_SOURCE, LOG_LEVEL_ENV, NOTIFIER_ENV, SPLITTER_ENV } from "../contract.ts";
import type { HandlerName } from "../core/handler-bundle.ts";
import type { Settings } from "../core/settings.ts";
import type { RuleWiring, SecretWiring, Wiring } from "./wiring.ts";

/** What the product's own wiring is made of. */
export interface DefaultWiringOptions {
  readonly settings: Settings;
  /** Absolute paths of the bundled handlers. */
  readonly modulePaths: Readonly<Record<HandlerName, string>>;
  /** Values of the secrets that the settings name. */
  readonly secrets?: readonly SecretWiring[];
  /** Base address of the Slack API's stand-in. @default Slack's own */
  readonly slackApiUrl?: string;
}

/** Names of the wiring's resources where the settings name none. */
export const LOCAL_NAMES = {
  bus: "trailbridge",
  buffer: "trailbridge-buffer",
  bufferDeadLetters: "trailbridge-buffer-dead-letters",
  splitterDeadLetters: "trailbridge-splitter-dead-letters",
  notifierDeadLetters: "trailbridge-notifier-dead-letters",
  table: "trailbridge-threads",
} as const;

/**
 * The product as it is deployed: bucket → splitter → bus → buffer → notifier, and S3's deletions
 * → buffer.
 */
export function defaultWiring(options: DefaultWiringOptions): Wiring {
  const { settings, modulePaths, secrets = [], slackApiUrl } = options;
  const { logs, splitter, notifier } = settings;
  const bus = settings.bus.name ?? LOCAL_NAMES.bus;
  const table = settings.threads.tableName ?? LOCAL_NAMES.table;
  return {
    ...(settings.account !== undefined && { account: settings.account }),
    ...(settings.region !== undefined && { region: settings.region }),
    buckets: [
      {
        name: logs.bucket,
        eventBridge: true,
        notifications: [
          {
            events: ["s3:ObjectCreated:*"],
            prefix: logs.prefix,
            function: splitter.functionName,
          },
        ],
      },
    ],
    functions: [
      {
        name: splitter.functionName,
        modulePath: modulePaths.splitter,
        timeoutSeconds: splitter.timeoutSeconds,
        memoryMiB: splitter.memoryMiB,
        asyncRetries: 2,
        onFailureQueue: LOCAL_NAMES.splitterDeadLetters,
        ...concurrencyOf(splitter.reservedConcurrency),
        environment: {
          [SPLITTER_ENV.eventBusName]: bus,
          [SPLITTER_ENV.deadLetterQueueUrl]: { queueUrl: LOCAL_NAMES.splitterDeadLetters },
          [SPLITTER_ENV.ownRoleName]: `${splitter.functionName}-role`,
          [SPLITTER_ENV.notifierFunctionName]: notifier.functionName,
          [LOG_LEVEL_ENV]: splitter.logLevel,
        },
      },
      {
        name: notifier.functionName,
        modulePath: modulePaths.notifier,
        timeoutSeconds: notifier.timeoutSeconds,
        memoryMiB: notifier.memoryMiB,
        ...concurrencyOf(notifier.reservedConcurrency),
        environment: {
          [NOTIFIER_ENV.threadTableName]: table,
          [NOTIFIER_ENV.bufferQueueUrl]: { queueUrl: LOCAL_NAMES.buffer },
          [NOTIFIER_ENV.deadLetterQueueUrl]: { queueUrl: LOCAL_NAMES.notifierDeadLetters },
          [NOTIFIER_ENV.splitterFunctionName]: splitter.functionName,
          ...(slackApiUrl !== undefined && { [NOTIFIER_ENV.slackApiUrl]: slackApiUrl }),
          [LOG_LEVEL_ENV]: notifier.logLevel,
        },
      },
    ],
    queues: [
      {
        name: LOCAL_NAMES.buffer,
        visibilityTimeoutSeconds: 6 * notifier.timeoutSeconds,
        maxReceiveCount: MAX_RECEIVES,
        deadLetterQueue: LOCAL_NAMES.bufferDeadLetters,
      },
      { name: LOCAL_NAMES.bufferDeadLetters },
      { name: LOCAL_NAMES.splitterDeadLetters },
      { name: LOCAL_NAMES.notifierDeadLetters, holdsDeadLetters: true },
    ],
    eventSourceMappings: [
      {
        queue: LOCAL_NAMES.buffer,
        function: notifier.functionName,
        batchSize: 50,
        batchWindowSeconds: 1,
        maxConcurrency: Math.min(notifier.maxConcurrency, LOCAL_CONCURRENCY),
        reportBatchItemFailures: true,
      },
    ],
    buses: [{ name: bus }],
    rules: [
      toBuffer("notifier", { bus, pattern: { source: [EVENT_SOURCE] } }),
      toBuffer("removed-objects", { pattern: removedObjects(settings) }),
    ],
    tables: [{ name: table, key: "pk" }],
    topics: topicArnsOf(settings).map((name) => ({ name })),
    secrets,
  };
}

/** Notifiers at once: the least that Lambda takes, and as many as two processors can feed. */
const LOCAL_CONCURRENCY = 2;

/** Receives of a bus event before it is a dead letter: hours of a Slack outage. */
const MAX_RECEIVES = 1000;

function toBuffer(name: string, rule: Pick<RuleWiring, "bus" | "pattern">): RuleWiring {
  const target = {
    kind: "sqs",
    queue: LOCAL_NAMES.buffer,
    deadLetterQueue: LOCAL_NAMES.bufferDeadLetters,
  } as const;
  return { name, ...rule, targets: [target] };
}

function removedObjects({ logs }: Settings): RuleWiring["pattern"] {
  return {
    source: ["aws.s3"],
    "detail-type": ["Object Deleted"],
    detail: {
      bucket: { name: [logs.bucket] },
      object: { key: [{ prefix: logs.prefix }] },
      reason: [{ "anything-but": "Lifecycle Expiration" }],
    },
  };
}

function topicArnsOf({ sns, routes }: Settings): readonly string[] {
  const arns = [sns.topicArn, ...routes.map(({ snsTopicArn }) => snsTopicArn)];
  return [...new Set(arns.filter((arn) => arn !== undefined))];
}

function concurrencyOf(concurrency: number | undefined) {
  return concurrency === undefined ? {} : { concurrency };
}
