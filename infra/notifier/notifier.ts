import { Duration } from "aws-cdk-lib";
import type { ITable } from "aws-cdk-lib/aws-dynamodb";
import type { Connections, IConnectable } from "aws-cdk-lib/aws-ec2";
import { type EventPattern, type IEventBus, Rule } from "aws-cdk-lib/aws-events";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { ALERT_DETAIL_TYPE, CANARY_WAYS, NOTIFIER_ENV } from "../../src/contract.ts";
import type { DestinationSettings } from "../../src/core/alert/route.ts";
import { notifierExecutions } from "../../src/core/deployment/executions.ts";
import { destinationCount, NOTIFIER_SETTINGS } from "../../src/core/settings/config.ts";
import { checkRoutes } from "../../src/core/settings/route-check.ts";
import { checkPattern } from "../consumer/pattern.ts";
import { delivered, toQueue } from "../delivery/rule-delivery.ts";
import { deadLetterQueue } from "../shared/dead-letters.ts";
import { DEFAULTS, pick, RUNTIME_DEFAULTS } from "../shared/defaults.ts";
import { acknowledge, acknowledgeQueueMapping } from "../shared/nag-evidence.ts";
import { ownFunctionName, siblingFunctionName } from "../shared/physical-name.ts";
import { ProductFunction } from "../shared/product-function.ts";
import { feed, grantSend } from "../shared/queue.ts";
import { loadRuleSet, requireRules } from "../shared/rules.ts";
import { bindDestinations } from "./alert-destinations.ts";
import { alertTable, grantAlertTable } from "./alert-table.ts";
import { checkNotifier } from "./check-notifier.ts";
import { eventQueue } from "./event-queue.ts";
import type { NotifierProps } from "./notifier-props.ts";
import { notifierPatterns } from "./patterns.ts";
import { sweepEachMinute } from "./sweep.ts";
import { threadSettings } from "./thread-options.ts";
import { turnQueue } from "./turn-queue.ts";

/** Defines the notifier: bus event → verdict → alert → Slack, SNS. */
export class Notifier extends Construct implements IConnectable {
  /** The Lambda function. */
  readonly function: ProductFunction;

  /** Between bus and function: batches, back-pressure, fourteen days of patience. */
  readonly buffer: Queue;

  /** Bus events that did not reach the buffer, or left it unread too often. Can be redriven to the buffer. */
  readonly bufferDeadLetters: Queue;

  /**
   * As the buffer, for what rules of critical severity select, removed log files and operator
   * notices: a flood of lesser events is never in front of them.
   */
  readonly critical: Queue;

  /** As {@linkcode bufferDeadLetters}, of the critical queue. */
  readonly criticalDeadLetters: Queue;

  /** Turns: which destination is to be drawn, and when. */
  readonly turns: Queue;

  /** What the notifier itself gave up: no bus event, or an alert no retry can deliver. */
  readonly deadLetters: Queue;

  /** Threads, and which destination has which event. */
  readonly table: ITable;

  /** Where it delivers alerts to, by ids and ARNs. */
  readonly destinations: DestinationSettings;

  /** Whether it waits for canaries. */
  readonly awaitsCanaries: boolean;

  /** Names of its AWS rules on the bus, by which canaries are addressed to them. */
  readonly canaryRules: readonly string[];

  /** Characters of each event pattern the rules were packed into, of which an AWS rule takes 2,048. */
  readonly patternCharacters: readonly number[];

  /** Whom the function may call, and be called by, in its network; only with `vpc`. */
  get connections(): Connections {
    return this.function.connections;
  }

  constructor(scope: Construct, id: string, props: NotifierProps) {
    super(scope, id);
    const {
      functionName = ownFunctionName(this),
      splitterFunctionName = siblingFunctionName(this, "Splitter"),
    } = props;
    const timeout = props.timeout ?? Duration.seconds(DEFAULTS.notifier.timeoutSeconds);
    const accessDeniedMetrics = props.accessDeniedMetrics ?? DEFAULTS.accessDeniedMetrics;

    this.bufferDeadLetters = deadLetterQueue(this, "BufferDeadLetters");
    this.criticalDeadLetters = deadLetterQueue(this, "CriticalDeadLetters");
    this.deadLetters = deadLetterQueue(this, "DeadLetters");
    this.buffer = eventQueue(this, "Buffer", {
      // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
      visibility: Duration.seconds(6 * timeout.toSeconds()),
      deadLetters: this.bufferDeadLetters,
    });
    // As short as Lambda takes it: where an execution dies, what is critical waits for it to end.
    this.critical = eventQueue(this, "Critical", {
      visibility: timeout,
      deadLetters: this.criticalDeadLetters,
    });
    this.turns = turnQueue(this, "Turns", timeout);
    this.table = alertTable(this, "AlertTable", props);

    const ruleSet = props.ruleSet ?? loadRuleSet();
    requireRules(ruleSet);
    const bound = bindDestinations(props);
    this.destinations = bound.settings;
    checkRoutes(bound.settings.routes, ruleSet);
    const executions = notifierExecutions(
      props.maxConcurrency ?? DEFAULTS.notifier.maxConcurrency,
      destinationCount(bound.settings),
    );
    checkNotifier(this, props, { timeout, executions });
    const self = [splitterFunctionName, functionName];
    const { critical, others } = notifierPatterns(ruleSet, {
      accessDeniedMetrics,
      self,
      routes: bound.settings.routes,
    });
    this.awaitsCanaries = props.canary ?? false;
    this.canaryRules = [...critical, ...others].map(({ id }) => id);
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
          ...pick(props, [...NOTIFIER_SETTINGS, "logPrefix", "snsRepeats", "slackLayout"]),
          destinations: bound.settings,
          accountNames: props.accountNames ?? {},
          threads: threadSettings(props),
          canaries: this.awaitsCanaries ? canaryWays(this.canaryRules) : [],
        },
      },
      // The sweep alone is asynchronous.
      retryAttempts: 0,
      // The notifier asks itself for turns; it bounds them by leases and by what is to be drawn.
      recursiveLoop: "Allow",
      ownEnvironment: {
        [NOTIFIER_ENV.threadTableName]: this.table.tableName,
        [NOTIFIER_ENV.bufferQueueUrl]: this.buffer.queueUrl,
        [NOTIFIER_ENV.criticalQueueUrl]: this.critical.queueUrl,
        [NOTIFIER_ENV.turnQueueUrl]: this.turns.queueUrl,
        [NOTIFIER_ENV.eventBusName]: props.eventBus.eventBusName,
        [NOTIFIER_ENV.deadLetterQueueUrl]: this.deadLetters.queueUrl,
        [NOTIFIER_ENV.splitterFunctionName]: splitterFunctionName,
      },
    });
    const { events, turns } = executions;
    feed(this.function, this.buffer, {
      batchSize: 50,
      maxBatchingWindow: Duration.seconds(1),
      maxConcurrency: events,
      postpones: true,
    });
    feed(this.function, this.critical, { batchSize: 10, maxConcurrency: events, postpones: true });
    feed(this.function, this.turns, { batchSize: 1, maxConcurrency: turns, postpones: true });
    acknowledgeQueueMapping(this.function);
    for (const id of ["Serverless-LambdaDLQ", "Serverless-LambdaAsyncFailureDestination"]) {
      acknowledge(this.function, {
        id,
        reason: "Invoked by its queues; asynchronously by the sweep alone, which carries nothing.",
      });
    }
    bound.grant(this.function.ownRole);
    grantSend(this.deadLetters, this.function);
    grantSend(this.turns, this.function);
    grantAlertTable(this.table, this.function);
    sweepEachMinute(this, "Sweep", this.function);

    if (props.alertEvents ?? DEFAULTS.alertEvents) this.grantAlertEvents(props.eventBus);

    for (const [queue, patterns] of [
      [this.critical, critical],
      [this.buffer, others],
    ] as const) {
      for (const { id, pattern } of patterns) this.listen(id, pattern, queue, props.eventBus);
    }
    this.patternCharacters = [...critical, ...others].map(({ pattern }) =>
      checkPattern(this, pattern, "pack rules"),
    );
  }

  /** Alerts and nothing else: the grant itself sees to it that no alert can pose as a record. */
  private grantAlertEvents(eventBus: IEventBus): void {
    this.function.ownRole.addToPolicy(
      new PolicyStatement({
        actions: ["events:PutEvents"],
        resources: [eventBus.eventBusArn],
        // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html
        conditions: { StringEquals: { "events:detail-type": ALERT_DETAIL_TYPE } },
      }),
    );
  }

  /** Sends what fits a pattern to one of the notifier's queues; from the default bus when none is given. */
  listen(id: string, eventPattern: EventPattern, queue: Queue, eventBus?: IEventBus): Rule {
    checkPattern(this, eventPattern, `make AWS rule "${this.node.path}/${id}"`);
    const isCritical = queue === this.critical;
    return new Rule(this, id, {
      description: `To the trailbridge notifier's ${isCritical ? "critical queue" : "buffer"}`,
      eventPattern,
      ...(eventBus && { eventBus }),
      targets: [
        delivered(toQueue(queue), {
          deadLetters: isCritical ? this.criticalDeadLetters : this.bufferDeadLetters,
          maxEventAge: Duration.hours(24),
          retryAttempts: 185,
        }),
      ],
    });
  }
}

/** All ways on which the notifier waits for canaries. */
function canaryWays(rules: readonly string[]): readonly string[] {
  return [...rules, CANARY_WAYS.continuations, CANARY_WAYS.turns];
}
