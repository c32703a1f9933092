import { Duration, RemovalPolicy, Token, Validations } from "aws-cdk-lib";
import { AttributeType, BillingMode, Table } from "aws-cdk-lib/aws-dynamodb";
import { type EventPattern, type IEventBus, Rule } from "aws-cdk-lib/aws-events";
import { SqsQueue } from "aws-cdk-lib/aws-events-targets";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { DEFAULT_FUNCTION_NAMES, NOTIFIER_ENV } from "../../src/contract.ts";
import { NOTIFIER_SETTINGS } from "../../src/core/settings/config.ts";
import { checkRoutes } from "../../src/core/settings/route-check.ts";
import { SETTINGS_SCHEMA } from "../../src/core/settings/schema.ts";
import { checkPattern } from "../bus/pattern.ts";
import { deadLetterQueue } from "../shared/dead-letters.ts";
import { DEFAULTS, pick, RUNTIME_DEFAULTS } from "../shared/defaults.ts";
import { ProductFunction } from "../shared/product-function.ts";
import { loadRuleSet, requireRules } from "../shared/rules.ts";
import { requireHere, requireStandard } from "../shared/usable.ts";
import { type AlertTargets, bindDestinations } from "./alert-destinations.ts";
import type { NotifierProps } from "./notifier-props.ts";
import { notifierPatterns } from "./patterns.ts";
import { threadSettings } from "./thread-options.ts";

/** Defines the notifier: bus event → verdict → alert → Slack, SNS. */
export class Notifier extends Construct {
  /** The Lambda function. */
  readonly function: ProductFunction;

  /** Between bus and function: batches, back-pressure, fourteen days of patience. */
  readonly buffer: Queue;

  /** Bus events that did not reach the buffer, or left it unread too often. Can be redriven to the buffer. */
  readonly bufferDeadLetters: Queue;

  /** What the notifier itself gave up: no bus event, or an alert no retry can deliver. */
  readonly deadLetters: Queue;

  /** Threads, and which destination has which event. */
  readonly table: Table;

  /** Characters of each event pattern the rules were packed into, of which an AWS rule takes 2,048. */
  readonly patternCharacters: readonly number[];

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
    requireRules(ruleSet);
    const bound = bindDestinations(props);
    checkRoutes(bound.settings.routes, ruleSet);
    checkConcurrency(props);
    checkTargets(this, props);
    checkTimeout(timeout);
    checkPortal(props.accessPortalUrl);
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
          ...pick(props, [...NOTIFIER_SETTINGS, "snsRepeats", "slackLayout"]),
          destinations: bound.settings,
          accountNames: props.accountNames ?? {},
          threads: threadSettings(props),
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

    const self = [splitterFunctionName, functionName];
    const patterns = notifierPatterns(ruleSet, { accessDeniedMetrics, self });
    patterns.forEach((pattern, index) => {
      this.listen(`Rule${index + 1}`, pattern, props.eventBus);
    });
    this.patternCharacters = patterns.map((pattern) => checkPattern(this, pattern, "pack rules"));
  }

  /** Sends what fits a pattern to the buffer; from the default bus when no bus is given. */
  listen(id: string, eventPattern: EventPattern, eventBus?: IEventBus): Rule {
    checkPattern(this, eventPattern, `make AWS rule "${this.node.path}/${id}"`);
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
}

/** The function speaks to the services of its own Region. */
function checkTargets(scope: Construct, { routes = [], ...defaults }: NotifierProps): void {
  requireHere(scope, "slackBotToken", defaults.slackBotToken, SECRETS_HERE);
  requireHere(scope, "secretKey", defaults.secretKey, "a secret's key is in the secret's Region");
  requireHere(scope, "topicKey", defaults.topicKey, "a topic's key is in the topic's Region");
  const named: [prefix: string, AlertTargets][] = [
    ["", defaults],
    ...routes.map((route, index): [string, AlertTargets] => [`routes[${index}].`, route]),
  ];
  for (const [prefix, { slackWebhook, topic }] of named) {
    requireHere(scope, `${prefix}slackWebhook`, slackWebhook, SECRETS_HERE);
    requireHere(scope, `${prefix}topic`, topic, "the notifier publishes in its own Region");
    requireStandard(`${prefix}topic`, topic, "the notifier publishes without a message group");
  }
}

const SECRETS_HERE = "a secret is read in the stack's own Region";

function checkConcurrency({ reservedConcurrency, maxConcurrency }: NotifierProps): void {
  const started = maxConcurrency ?? DEFAULTS.notifier.maxConcurrency;
  if (reservedConcurrency === undefined || reservedConcurrency >= started) return;
  throw new Error(
    `Cannot reserve ${reservedConcurrency} executions for the notifier as reservedConcurrency must be at least maxConcurrency, ${started}: what the buffer hands over would be turned away`,
  );
}

function checkTimeout(timeout: Duration): void {
  const { minimum, maximum } = SETTINGS_SCHEMA.properties.notifier.properties.timeoutSeconds;
  const seconds = timeout.toSeconds();
  if (seconds >= minimum && seconds <= maximum) return;
  throw new Error(
    `Cannot give the notifier ${seconds} seconds as its timeout must be ${minimum} to ${maximum}: a turn draws for 20 seconds and must end in order`,
  );
}

function checkPortal(url: string | undefined): void {
  if (url === undefined || Token.isUnresolved(url)) return;
  const { pattern, maxLength, description } = SETTINGS_SCHEMA.properties.accessPortalUrl;
  if (url.length <= maxLength && new RegExp(pattern).test(url)) return;
  throw new Error(`Cannot use accessPortalUrl as it must be ${description}: it is "${url}"`);
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
