/**
 * What to run, as plain data shaped like the AWS resources it stands for. It says nothing of
 * where it comes from: a list written by hand, or a synthesized CloudFormation template.
 *
 * @module
 */

import type { PermissionWiring } from "./permission-wiring.ts";
import type { StackWiring } from "./stack-wiring.ts";

/** Everything the local stack runs. Names refer to each other; an unknown name is refused at start. */
export interface Wiring {
  /** @default 111122223333 */
  readonly account?: string;
  /** @default us-east-1 */
  readonly region?: string;
  readonly functions?: readonly FunctionWiring[];
  readonly queues?: readonly QueueWiring[];
  readonly eventSourceMappings?: readonly EventSourceMappingWiring[];
  /** Custom buses; `default` is always there. */
  readonly buses?: readonly BusWiring[];
  readonly rules?: readonly RuleWiring[];
  readonly schedules?: readonly ScheduleWiring[];
  readonly buckets?: readonly BucketWiring[];
  readonly tables?: readonly TableWiring[];
  readonly topics?: readonly TopicWiring[];
  readonly secrets?: readonly SecretWiring[];
  readonly sinks?: readonly SinkWiring[];
  /** @default everybody may do everything */
  readonly permissions?: PermissionWiring;
  readonly trails?: readonly TrailWiring[];
  /** Accounts of the organisation that the local account manages. */
  readonly organization?: readonly OrganizationMember[];
  /** CloudFormation stacks, described. */
  readonly stacks?: readonly StackWiring[];
}

/** An account of an organisation. */
export interface OrganizationMember {
  /** 12 digits. */
  readonly id: string;
  readonly name: string;
  /** @default "ACTIVE" */
  readonly state?: "PENDING_ACTIVATION" | "ACTIVE" | "SUSPENDED" | "PENDING_CLOSURE" | "CLOSED";
}

/** A trail that delivers to one of the buckets; it is described, and delivers nothing by itself. */
export interface TrailWiring {
  readonly name: string;
  readonly arn: string;
  readonly bucket: string;
  /** What its keys have before `AWSLogs/`, without the slash. */
  readonly keyPrefix?: string;
  /** Topic it announces log files on. */
  readonly topicArn?: string;
  readonly kmsKeyArn?: string;
  /** @default false */
  readonly isOrganizationTrail?: boolean;
}

/** A Lambda function. */
export interface FunctionWiring {
  readonly name: string;
  /** Absolute path of the ES module that exports `handler`. */
  readonly modulePath: string;
  readonly environment?: Readonly<Record<string, EnvironmentValue>>;
  /** Role it runs as. @default the account's own */
  readonly roleArn?: string;
  /** @default 3 */
  readonly timeoutSeconds?: number;
  /** @default 128 */
  readonly memoryMiB?: number;
  /** Further attempts of an asynchronous invocation that failed. @default 2 */
  readonly asyncRetries?: number;
  /** Queue for asynchronous events that failed to the last attempt. */
  readonly onFailureQueue?: string;
  /** Reserved concurrency. @default as many as the stack allows */
  readonly concurrency?: number;
  /** Whether it may be invoked again and again in one chain of requests. @default "Terminate" */
  readonly recursiveLoop?: "Allow" | "Terminate";
}

/** Text, or a value that is known only once the stack runs. */
export type EnvironmentValue = string | { readonly queueUrl: string };

/** An SQS queue. */
export interface QueueWiring {
  readonly name: string;
  /** @default 30 */
  readonly visibilityTimeoutSeconds?: number;
  /** How long a message that does not say so itself is invisible at first. @default 0 */
  readonly delaySeconds?: number;
  /** Receives after which a message goes to `deadLetterQueue`. */
  readonly maxReceiveCount?: number;
  readonly deadLetterQueue?: string;
  /**
   * Whether what lies here was given up.
   *
   * @default true where something names the queue as its dead-letter or on-failure queue
   */
  readonly holdsDeadLetters?: boolean;
}

/** A Lambda event source mapping over a queue. */
export interface EventSourceMappingWiring {
  readonly queue: string;
  readonly function: string;
  /** Messages of one invocation at most. @default 10 */
  readonly batchSize?: number;
  /** How long a batch is collected. @default 0 */
  readonly batchWindowSeconds?: number;
  /** Concurrent invocations from this queue. @default no limit of its own */
  readonly maxConcurrency?: number;
  /** Whether the function names the messages that failed. @default false */
  readonly reportBatchItemFailures?: boolean;
}

/** A custom event bus. */
export interface BusWiring {
  /** Its name; the whole ARN of one in another account or Region. */
  readonly name: string;
}

/** An EventBridge rule. */
export interface RuleWiring {
  readonly name: string;
  /** @default default */
  readonly bus?: string;
  readonly pattern: Readonly<Record<string, unknown>>;
  readonly targets: readonly TargetWiring[];
}

/** A rule of the default bus that makes an event of its own at a rate. */
export interface ScheduleWiring {
  readonly name: string;
  readonly everySeconds: number;
  readonly targets: readonly TargetWiring[];
}

/** Where a rule sends what it matches. */
export type TargetWiring = TargetSettings &
  (
    | { readonly kind: "sqs"; readonly queue: string }
    | { readonly kind: "lambda"; readonly function: string }
    | { readonly kind: "sns"; readonly topic: string }
    | { readonly kind: "bus"; readonly bus: string }
    | { readonly kind: "sink"; readonly sink: string }
  );

/** What every kind of target has. */
export interface TargetSettings {
  /** Part of the event to send, e.g. `$.detail.record`. @default the whole event */
  readonly inputPath?: string;
  /** JSON text to send instead of the event. */
  readonly input?: string;
  /** Makes what is sent of the event: variables by their JSON paths, and a template with them. */
  readonly inputTransformer?: {
    readonly paths: Readonly<Record<string, string>>;
    readonly template: string;
  };
  /** Role that EventBridge assumes for it. @default EventBridge calls by itself */
  readonly roleArn?: string;
  /** Queue for events that could not be delivered. */
  readonly deadLetterQueue?: string;
}

/**
 * Where a target ends that the stack does not run itself: a Firehose stream, an HTTPS endpoint, a
 * log group, another account's bus. What it would get is kept, to be looked at.
 */
export interface SinkWiring {
  readonly name: string;
  /** ARN of what it stands for. */
  readonly arn: string;
  /** Text after each delivery: a Firehose stream may append a newline. @default nothing */
  readonly delimiter?: string;
}

/** An S3 bucket. */
export interface BucketWiring {
  readonly name: string;
  /** Account that owns it; its events come from there. @default the stack's */
  readonly account?: string;
  readonly notifications?: readonly NotificationWiring[];
  /** Whether events go to the default bus. @default false */
  readonly eventBridge?: boolean;
  /** Whether CloudTrail's data events of removals go to the default bus. @default false */
  readonly removalCalls?: boolean;
}

/** One notification configuration of a bucket; exactly one destination. */
export interface NotificationWiring {
  /** e.g. `s3:ObjectCreated:*` */
  readonly events: readonly string[];
  readonly prefix?: string;
  readonly suffix?: string;
  readonly function?: string;
  readonly queue?: string;
  readonly topic?: string;
  /**
   * Whether it is CloudTrail that publishes to the topic, in its own words and of its log files
   * alone.
   *
   * @default false
   */
  readonly byCloudTrail?: boolean;
}

/** A DynamoDB table. */
export interface TableWiring {
  readonly name: string;
  /** Name of the partition key, of type string. */
  readonly key: string;
  /** Name of the sort key, of type string. @default none */
  readonly sortKey?: string;
  /** Name of the attribute that says until when an item is kept, in seconds since the epoch. */
  readonly expiry?: string;
}

/** An SNS topic. */
export interface TopicWiring {
  readonly name: string;
  readonly subscriptions?: readonly SubscriptionWiring[];
}

/** A subscription of a topic; exactly one destination. */
export interface SubscriptionWiring {
  readonly queue?: string;
  readonly function?: string;
  /** Whether the message goes without its SNS envelope. @default false */
  readonly rawMessageDelivery?: boolean;
  /**
   * What a message's JSON must match; one that is no JSON does not. SNS writes these as
   * EventBridge does patterns.
   *
   * @default every message
   */
  readonly filter?: Readonly<Record<string, unknown>>;
}

/** A secret of Secrets Manager. */
export interface SecretWiring {
  readonly name: string;
  readonly value: string;
}
