import type { Duration } from "aws-cdk-lib";
import type { IAlarmAction } from "aws-cdk-lib/aws-cloudwatch";
import type { EventBus, IRuleTarget } from "aws-cdk-lib/aws-events";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import { RetentionDays } from "aws-cdk-lib/aws-logs";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import type { BusAccess } from "../../src/core/deployment/bus-access.ts";
import { alertPattern } from "../consumer/alert-pattern.ts";
import { type ApiOptions, apiTarget } from "../consumer/api-target.ts";
import {
  Consumer,
  type ConsumerOptions,
  type ConsumerProps,
  type Delivered,
} from "../consumer/consumer.ts";
import { type FirehoseOptions, firehoseTarget } from "../consumer/firehose-target.ts";
import { type LogGroupOptions, logGroupTarget } from "../consumer/log-group-target.ts";
import { type PagerDutyOptions, pagerDutyTarget } from "../consumer/pagerduty-target.ts";
import { type QueueOptions, queueTarget } from "../consumer/queue-target.ts";
import { type BusOptions, busTarget } from "../consumer/target.ts";
import { type TeamsOptions, teamsTarget } from "../consumer/teams-target.ts";
import { onBehalfOf } from "../delivery/source-conditions.ts";
import { admitToBusKey } from "../shared/bus-key.ts";
import { classicBus } from "../shared/classic-bus.ts";
import { deadLetterQueue } from "../shared/dead-letters.ts";
import { LogAccess } from "../shared/log-access.ts";
import { MAX_BUS_NAME, physicalName } from "../shared/physical-name.ts";
import { requireHere } from "../shared/usable.ts";
import { admit } from "./access.ts";
import { busArchive } from "./archive.ts";
import { type BusLogLevel, busLog } from "./log.ts";

/** What a consumer of any kind can be told. */
export interface TargetOptions extends ConsumerOptions {
  /** Any target of `aws-events-targets`, without a dead-letter queue: the consumer brings it. */
  readonly target: IRuleTarget;
}

/** Properties of {@linkcode RecordBus}. */
export interface RecordBusProps extends BusAccess {
  /**
   * Name of the bus.
   *
   * @default - the stack's name; where this is not the bus of its "Trailbridge", the construct's path and a digest too
   */
  readonly eventBusName?: string;

  /**
   * Key the bus and its archive are encrypted with. The policy of an imported key must let
   * EventBridge use it: see the documentation of event bus encryption.
   *
   * @default - a key AWS owns
   */
  readonly encryptionKey?: IKey;

  /**
   * How long every event is kept for replay, in whole days.
   *
   * @default - no archive
   */
  readonly archiveRetention?: Duration;

  /**
   * Whether events carry the untouched record: without it no consumer can be given the record.
   *
   * @default true
   */
  readonly includeRecord?: boolean;

  /**
   * What EventBridge logs of its own work. Event details are never in it.
   *
   * @default "error"
   */
  readonly logLevel?: BusLogLevel;

  /**
   * How long that log is kept.
   *
   * @default RetentionDays.ONE_MONTH
   */
  readonly logRetention?: RetentionDays;
}

/**
 * Defines the bus the records are on, and everything around it. The `add…` methods give it
 * consumers, each with dead letters, a retry policy and an alarm.
 *
 * It is a classic custom bus, made here and nowhere else.
 */
export class RecordBus extends Construct {
  /** The EventBridge bus itself. */
  readonly eventBus: EventBus;

  /** Events EventBridge could not encrypt or decrypt; only with `encryptionKey`. */
  readonly deadLetters?: Queue;

  /**
   * What the policy of an imported `encryptionKey` must hold, which its owner alone can change. None
   * where there is no key, or one of this app, which has them.
   */
  readonly keyStatements: readonly PolicyStatement[];

  private readonly listeners: Consumer[] = [];
  private readonly alarmActions: IAlarmAction[] = [];
  private readonly includeRecord: boolean;
  /** The bus's name as text, not as a reference to it. */
  private readonly eventBusName: string;
  /** A scope of their own: a consumer may be called Log or Archive too. */
  private readonly consumerScope: Construct;
  private access?: LogAccess;

  constructor(scope: Construct, id: string, props: RecordBusProps = {}) {
    super(scope, id);
    const { encryptionKey, logLevel = "error" } = props;
    requireHere(this, "encryptionKey", encryptionKey, "EventBridge uses keys of its own Region");
    this.includeRecord = props.includeRecord ?? true;
    // Said here and not left to the CDK, so that a key's policy can name the bus before it exists.
    const eventBusName = props.eventBusName ?? physicalName(this, MAX_BUS_NAME);
    this.eventBusName = eventBusName;
    this.consumerScope = new Construct(this, "Consumers");
    if (encryptionKey !== undefined) this.deadLetters = deadLetterQueue(this, "DeadLetters");
    this.eventBus = classicBus(this, "Bus", {
      description: "CloudTrail records, one event each (trailbridge)",
      eventBusName,
      logLevel,
      ...(encryptionKey && { encryptionKey }),
      ...(this.deadLetters && { deadLetters: this.deadLetters }),
    });
    this.deadLetters?.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal("events.amazonaws.com")],
        actions: ["sqs:SendMessage"],
        resources: [this.deadLetters.queueArn],
        conditions: onBehalfOf({
          arn: this.eventBus.eventBusArn,
          account: this.eventBus.env.account,
        }),
      }),
    );
    this.keyStatements =
      encryptionKey === undefined
        ? []
        : admitToBusKey(this, encryptionKey, eventBusName, {
            archive: props.archiveRetention !== undefined,
            log: logLevel !== "off",
          });
    if (props.archiveRetention !== undefined) {
      busArchive(this, this.eventBus, props.archiveRetention, encryptionKey);
    }
    if (logLevel !== "off") {
      const retention = props.logRetention ?? RetentionDays.ONE_MONTH;
      busLog(this, this.eventBus, eventBusName, logLevel, retention, this.logAccess());
    }
    admit(this.eventBus, props);
  }

  /** Gives a Firehose stream each record as CloudTrail wrote it, one per line. */
  addFirehose(id: string, options: FirehoseOptions = {}): Consumer {
    return this.add(id, firehoseTarget(options), { deliver: "record", ...options });
  }

  /** Posts each record to an HTTPS endpoint, a SIEM's say. */
  addApiDestination(id: string, options: ApiOptions): Consumer {
    return this.add(id, apiTarget(options), { deliver: "record", ...options });
  }

  /** Has alerts page people by PagerDuty. */
  addPagerDuty(id: string, options: PagerDutyOptions): Consumer {
    const { only, ...others } = options;
    // One that has ended pages nobody: see pagerDutyTarget().
    const pattern = alertPattern({ ...only, states: ["began"] });
    return this.add(id, pagerDutyTarget(options), { ...others, pattern });
  }

  /** Posts alerts to Microsoft Teams. */
  addTeams(id: string, options: TeamsOptions): Consumer {
    const { only, ...others } = options;
    const pattern = alertPattern({ states: ["began"], ...only });
    return this.add(id, teamsTarget(options), { ...others, pattern });
  }

  /** Puts events into a queue somebody polls. */
  addQueue(id: string, options: QueueOptions = {}): Consumer {
    return this.add(id, queueTarget(options), options);
  }

  /** Writes events to a CloudWatch log group. */
  addLogGroup(id: string, options: LogGroupOptions = {}): Consumer {
    return this.add(
      id,
      logGroupTarget(options, () => this.logAccess()),
      options,
    );
  }

  /** Forwards events to a bus of this or another account or Region. */
  addEventBus(id: string, options: BusOptions): Consumer {
    const { eventBusName, env } = options.eventBus;
    const here = this.eventBus.env;
    const own =
      options.eventBus === this.eventBus ||
      (eventBusName === this.eventBusName &&
        env.account === here.account &&
        env.region === here.region);
    if (own) throw new Error(`Cannot forward to bus "${id}" as it is this bus: name another`);
    return this.add(id, busTarget(options), options);
  }

  /** Sends events to any target. What it is sent is the target's own choice. */
  addTarget(id: string, options: TargetOptions): Consumer {
    return this.add(id, () => ({ to: () => options.target }), options);
  }

  /** Tells somebody of the alarms of all consumers, those added later too. */
  addAlarmAction(action: IAlarmAction): void {
    this.alarmActions.push(action);
    for (const consumer of this.listeners) consumer.addAlarmAction(action);
  }

  /** The consumers so far, in the order they were added. */
  get consumers(): readonly Consumer[] {
    return this.listeners;
  }

  private add(
    id: string,
    target: ConsumerProps["target"],
    options: ConsumerOptions & { readonly deliver?: Delivered },
  ): Consumer {
    if (options.deliver === "record" && !this.includeRecord) {
      throw new Error(
        `Cannot give consumer "${id}" records as includeRecord must be true: it is false; set it, or deliver: "event"`,
      );
    }
    const { eventBus } = this;
    const consumer = new Consumer(this.consumerScope, id, { ...options, eventBus, target });
    for (const action of this.alarmActions) consumer.addAlarmAction(action);
    this.listeners.push(consumer);
    return consumer;
  }

  private logAccess(): LogAccess {
    this.access ??= new LogAccess(this, "LogAccess", this.eventBusName);
    return this.access;
  }
}
