import { Duration, RemovalPolicy, Validations } from "aws-cdk-lib";
import { AttributeType, BillingMode, Table } from "aws-cdk-lib/aws-dynamodb";
import { type EventPattern, type IEventBus, Rule } from "aws-cdk-lib/aws-events";
import { SqsQueue } from "aws-cdk-lib/aws-events-targets";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { ACCESS_DENIED_METRICS, DEFAULT_FUNCTION_NAMES, NOTIFIER_ENV } from "../../src/contract.ts";
import type { RuleSet } from "../../src/core/rule/rule.ts";
import { NOTIFIER_SETTINGS } from "../../src/core/settings/config.ts";
import { deadLetterQueue } from "../shared/dead-letters.ts";
import { DEFAULTS, pick, RUNTIME_DEFAULTS } from "../shared/defaults.ts";
import { type FunctionOptions, ProductFunction } from "../shared/product-function.ts";
import { loadRuleSet } from "../shared/rules.ts";
import { type AlertDestinations, bindDestinations } from "./alert-destinations.ts";
import { notifierPatterns } from "./patterns.ts";

/** Properties of {@linkcode Notifier}. */
export interface NotifierProps extends FunctionOptions, AlertDestinations {
  /** Bus with the splitter's events. */
  readonly eventBus: IEventBus;

  /**
   * What alerts and what must not: see `loadRuleSet()`.
   *
   * @default loadRuleSet(), the default pack
   */
  readonly ruleSet?: RuleSet;

  /**
   * Name of the splitter function: with the notifier's own it is what rules reach as `$self`.
   *
   * @default "trailbridge-splitter"
   */
  readonly splitterFunctionName?: string;

  /**
   * Executions at once the buffer may start, 2 to 1000. Slack takes about one message a second
   * and channel, so more do not post faster.
   *
   * @default 5
   */
  readonly maxConcurrency?: number;

  /**
   * Name of the table of threads and repeats.
   *
   * @default - CloudFormation chooses
   */
  readonly tableName?: string;

  /**
   * Account id → name to show beside it.
   *
   * @default - ids alone
   */
  readonly accountNames?: Readonly<Record<string, string>>;

  /**
   * How long repeats fold under one message, in whole seconds.
   *
   * @default Duration.minutes(15)
   */
  readonly threadWindow?: Duration;

  /**
   * Replies under one message; after that only its count moves.
   *
   * @default 20
   */
  readonly maxReplies?: number;

  /**
   * Whether denied events are counted in CloudWatch.
   *
   * @default true
   */
  readonly accessDeniedMetrics?: boolean;

  /**
   * Whether a rule that cannot judge an event is noticed in the default channel.
   *
   * @default true
   */
  readonly ruleFaultNotices?: boolean;

  /**
   * Whether removing a log or digest file alerts.
   *
   * @default true
   */
  readonly removedObjectAlerts?: boolean;
}

/** Defines the notifier: bus event → verdict → alert → Slack, SNS. */
export class Notifier extends Construct {
  readonly function: ProductFunction;

  /** Between bus and function: batches, back-pressure, fourteen days of patience. */
  readonly buffer: Queue;

  /** Bus events that did not reach the buffer, or left it unread too often. Can be redriven to the buffer. */
  readonly bufferDeadLetters: Queue;

  /** What the notifier itself gave up: no bus event, or an alert no retry can deliver. */
  readonly deadLetters: Queue;

  /** Threads, and which destination has which event. */
  readonly table: Table;

  constructor(scope: Construct, id: string, props: NotifierProps) {
    super(scope, id);
    const {
      functionName = DEFAULT_FUNCTION_NAMES.notifier,
      splitterFunctionName = DEFAULT_FUNCTION_NAMES.splitter,
    } = props;
    const timeout = props.timeout ?? Duration.seconds(DEFAULTS.notifier.timeoutSeconds);
    const accessDeniedMetrics = props.accessDeniedMetrics ?? DEFAULTS.accessDeniedMetrics;

    this.bufferDeadLetters = deadLetterQueue(this, "BufferDeadLetters");
    this.deadLetters = deadLetterQueue(this, "DeadLetters");
    this.buffer = new Queue(this, "Buffer", {
      // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
      visibilityTimeout: Duration.seconds(6 * timeout.toSeconds()),
      retentionPeriod: Duration.days(14),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      deadLetterQueue: { queue: this.bufferDeadLetters, maxReceiveCount: MAX_RECEIVES },
    });
    this.table = new Table(this, "Table", {
      partitionKey: { name: "pk", type: AttributeType.STRING },
      timeToLiveAttribute: "expiresAt",
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy: RemovalPolicy.DESTROY,
      ...(props.tableName !== undefined && { tableName: props.tableName }),
    });

    const ruleSet = props.ruleSet ?? loadRuleSet();
    const bound = bindDestinations(props);
    this.function = new ProductFunction(this, "Function", {
      ...props,
      handler: "notifier",
      description: "Judges CloudTrail events by rules and alerts in Slack and SNS",
      functionName,
      timeout,
      config: {
        ruleSet,
        settings: {
          ...RUNTIME_DEFAULTS,
          ...pick(props, NOTIFIER_SETTINGS),
          destinations: bound.settings,
          accountNames: props.accountNames ?? {},
          threads: {
            windowSeconds: props.threadWindow?.toSeconds() ?? DEFAULTS.threads.windowSeconds,
            maxReplies: props.maxReplies ?? DEFAULTS.threads.maxReplies,
          },
        },
      },
      environment: {
        [NOTIFIER_ENV.threadTableName]: this.table.tableName,
        [NOTIFIER_ENV.bufferQueueUrl]: this.buffer.queueUrl,
        [NOTIFIER_ENV.deadLetterQueueUrl]: this.deadLetters.queueUrl,
        [NOTIFIER_ENV.splitterFunctionName]: splitterFunctionName,
      },
    });
    this.function.addEventSource(
      new SqsEventSource(this.buffer, {
        batchSize: 50,
        maxBatchingWindow: Duration.seconds(1),
        reportBatchItemFailures: true,
        maxConcurrency: props.maxConcurrency ?? DEFAULTS.notifier.maxConcurrency,
      }),
    );
    Validations.of(this.function).acknowledge(
      {
        id: "Serverless-LambdaEventSourceMappingDestination",
        reason:
          "Lambda takes no failure destination for SQS: the buffer's dead-letter queue keeps what fails.",
      },
      ...["Serverless-LambdaDLQ", "Serverless-LambdaAsyncFailureDestination"].map((id) => ({
        id,
        reason: "Invoked by its event source mapping alone, never asynchronously.",
      })),
    );
    bound.grant(this.function.ownRole);
    this.deadLetters.grantSendMessages(this.function);
    this.table.grant(this.function, ...TABLE_ACTIONS);
    if (accessDeniedMetrics) this.grantMetrics();

    const self = [splitterFunctionName, functionName];
    notifierPatterns(ruleSet, { accessDeniedMetrics, self }).forEach((pattern, index) => {
      this.listen(`Rule${index + 1}`, pattern, props.eventBus);
    });
  }

  /** Sends what fits a pattern to the buffer; from the default bus when no bus is given. */
  listen(id: string, eventPattern: EventPattern, eventBus?: IEventBus): Rule {
    return new Rule(this, id, {
      description: "To the trailbridge notifier's buffer",
      eventPattern,
      ...(eventBus && { eventBus }),
      targets: [
        new SqsQueue(this.buffer, {
          deadLetterQueue: this.bufferDeadLetters,
          maxEventAge: Duration.hours(24),
          retryAttempts: 185,
        }),
      ],
    });
  }

  /** PutMetricData has no resource: the namespace is what narrows it. */
  private grantMetrics(): void {
    this.function.ownRole.addToPolicy(
      new PolicyStatement({
        actions: ["cloudwatch:PutMetricData"],
        resources: ["*"],
        conditions: { StringEquals: { "cloudwatch:namespace": ACCESS_DENIED_METRICS.namespace } },
      }),
    );
    // One finding stands for every statement with this resource: the role's reason names both.
    Validations.of(this.function.ownRole).acknowledge({
      id: "AwsSolutions-IAM5[Resource::*]",
      reason:
        "cloudwatch:PutMetricData has no resource-level permissions; a condition allows one namespace alone.",
    });
  }
}

/** What the adapters of the table do, and no more. */
const TABLE_ACTIONS = [
  "dynamodb:GetItem",
  "dynamodb:PutItem",
  "dynamodb:UpdateItem",
  "dynamodb:DeleteItem",
];

/**
 * Times a message may be received. High on purpose: while Slack is down a message comes back every
 * fifteen minutes for days, and what can never succeed the notifier gives up by itself.
 */
const MAX_RECEIVES = 1_000;
