import { Duration } from "aws-cdk-lib";
import type { Alarm, IAlarmAction } from "aws-cdk-lib/aws-cloudwatch";
import {
  type EventPattern,
  type IEventBus,
  type IRuleTarget,
  Rule,
  type RuleTargetConfig,
  RuleTargetInput,
} from "aws-cdk-lib/aws-events";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { RECORD_KEY } from "../../src/contract.ts";
import { admitRule } from "../delivery/rule-delivery.ts";
import { deadLetterAlarms } from "../runbook/runbook-alarm.ts";
import { deadLetterQueue } from "../shared/dead-letters.ts";
import { checkPattern, recordPattern, recordPresence } from "./pattern.ts";

/** What every consumer can be told. */
export interface ConsumerOptions {
  /**
   * Which events it gets: see `recordPattern()`.
   *
   * @default recordPattern(), every record
   */
  readonly pattern?: EventPattern;

  /**
   * How long EventBridge tries to deliver an event, 1 minute to 24 hours.
   *
   * @default Duration.hours(24)
   */
  readonly maxEventAge?: Duration;

  /**
   * How often EventBridge tries again, 0 to 185.
   *
   * @default 185
   */
  readonly retryAttempts?: number;
}

/**
 * What a consumer is sent: the record as CloudTrail wrote it, the alert without the event around
 * it, or the whole bus event.
 */
export type Delivered = "record" | "alert" | "event";

/** How a kind of consumer is reached; makes what it needs inside the consumer. */
export interface ConsumerTarget {
  /** The target, sending `message` instead of the whole event where one is given. */
  to(message?: RuleTargetInput): IRuleTarget;
  /** Whether EventBridge takes a retry policy for this kind; it does not for a bus. @default true */
  readonly retryPolicy?: boolean;
}

/** Properties of {@linkcode Consumer}. */
export interface ConsumerProps extends ConsumerOptions {
  /**
   * Bus it listens to.
   *
   * @default - the account's default bus
   */
  readonly eventBus?: IEventBus;

  /** Makes the target, with the consumer as scope. */
  readonly target: (consumer: Consumer) => ConsumerTarget;

  /**
   * What is sent of an event.
   *
   * @default "event"
   */
  readonly deliver?: Delivered;
}

/**
 * Somebody who listens to the bus: rule, target, retry policy, dead letters and their alarm. Made
 * by the `add…` methods of `RecordBus`.
 */
export class Consumer extends Construct {
  /** Events that could not be delivered, with the reason as message attributes. */
  readonly deadLetters: Queue;

  /** AWS rules that select its events: one, or two where it gets records. */
  readonly rules: readonly Rule[];
  /** Tells of dead letters. */
  readonly alarm: Alarm;
  /** Tells of each that comes beside others. */
  private readonly arrivals: Alarm;
  private readonly props: ConsumerProps;
  private readonly retryPolicy: boolean;

  constructor(scope: Construct, id: string, props: ConsumerProps) {
    super(scope, id);
    this.props = props;
    this.deadLetters = deadLetterQueue(this, "DeadLetters");
    [this.alarm, this.arrivals] = deadLetterAlarms(
      this,
      "DeadLettersAlarm",
      "consumer-dead-letters",
      this.deadLetters,
    );
    const target = props.target(this);
    this.retryPolicy = target.retryPolicy ?? true;
    const pattern = props.pattern ?? recordPattern();
    // An event that was too large for the bus has lost its record: its flat keys are sent then,
    // with the pointer to the log file, rather than nothing.
    this.rules =
      props.deliver === "record"
        ? [
            this.rule("Rule", recordPresence(pattern, "whole"), target.to(RECORD)),
            this.rule("TrimmedRule", recordPresence(pattern, "trimmed"), target.to(DETAIL)),
          ]
        : [this.rule("Rule", pattern, target.to(props.deliver === "alert" ? DETAIL : undefined))];
  }

  /** Whom to tell of the alarm. */
  addAlarmAction(action: IAlarmAction): void {
    this.alarm.addAlarmAction(action);
    this.alarm.addOkAction(action);
    this.arrivals.addAlarmAction(action);
  }

  private rule(id: string, eventPattern: EventPattern, target: IRuleTarget): Rule {
    const { id: name } = this.node;
    checkPattern(this, eventPattern, `add consumer "${name}" (setting consumers.${name}.only)`);
    const rule = new Rule(this, id, {
      description: `To consumer ${this.node.id}`,
      eventPattern,
      ...(this.props.eventBus && { eventBus: this.props.eventBus }),
    });
    rule.addTarget({ bind: (bound, targetId) => this.guard(target.bind(bound, targetId)) });
    admitRule(this.deadLetters, rule);
    return rule;
  }

  /** Gives any target dead letters and a retry policy, those too whose construct knows none. */
  private guard(config: RuleTargetConfig): RuleTargetConfig {
    if (config.deadLetterConfig !== undefined) {
      throw new Error(
        `Cannot add target to consumer "${this.node.id}" as a consumer brings its own dead-letter queue: leave out the target's deadLetterQueue`,
      );
    }
    const { retryAttempts = 185, maxEventAge = Duration.hours(24) } = this.props;
    return {
      ...config,
      deadLetterConfig: { arn: this.deadLetters.queueArn },
      ...(this.retryPolicy && {
        retryPolicy: {
          maximumRetryAttempts: retryAttempts,
          maximumEventAgeInSeconds: maxEventAge.toSeconds(),
        },
      }),
    };
  }
}

const RECORD = RuleTargetInput.fromEventPath(`$.detail.${RECORD_KEY}`);
const DETAIL = RuleTargetInput.fromEventPath("$.detail");
