import type { IAlarmAction } from "aws-cdk-lib/aws-cloudwatch";
import { EventBus, type IEventBus } from "aws-cdk-lib/aws-events";
import type { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { RetentionDays } from "aws-cdk-lib/aws-logs";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
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
import { admitBus } from "../delivery/rule-delivery.ts";
import { guardAll } from "../guard/guard.ts";
import type { OwnCallers } from "../guard/others.ts";
import { admitToBusKey } from "../shared/bus-key.ts";
import { classicBus } from "../shared/classic-bus.ts";
import { deadLetterQueue } from "../shared/dead-letters.ts";
import { LogAccess } from "../shared/log-access.ts";
import { MAX_BUS_NAME, physicalName } from "../shared/physical-name.ts";
import { requireHere } from "../shared/usable.ts";
import { admit } from "./access.ts";
import { busArchive } from "./archive.ts";
import { requireExisting } from "./existing-bus.ts";
import { busLog } from "./log.ts";
import type { IRecordBus, RecordBusAttributes, TargetOptions } from "./record-bus-interface.ts";
import type { RecordBusProps } from "./record-bus-props.ts";

/**
 * Defines the bus the records are on, and everything around it. The `add…` methods give it
 * consumers, each with dead letters, a retry policy and an alarm.
 *
 * It is a classic custom bus, made here and nowhere else, or one that exists.
 */
export class RecordBus extends Construct implements IRecordBus {
  /** A bus that another app or stack of this account and Region puts records on, to give it consumers. */
  static fromEventBusArn(scope: Construct, id: string, eventBusArn: string): IRecordBus {
    return RecordBus.fromRecordBusAttributes(scope, id, { eventBusArn });
  }

  /**
   * As {@linkcode RecordBus.fromEventBusArn}, with what else is known of it.
   *
   * @throws {Error} If the bus is of another account or Region: consumers live beside their bus.
   */
  static fromRecordBusAttributes(
    scope: Construct,
    id: string,
    { eventBusArn, ...attributes }: RecordBusAttributes,
  ): IRecordBus {
    const imports = new Construct(scope, `${id}Import`);
    const eventBus = EventBus.fromEventBusArn(imports, "EventBus", eventBusArn);
    return new RecordBus(scope, id, { ...attributes, eventBus });
  }

  /** The EventBridge bus itself. */
  readonly eventBus: IEventBus;

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
  private ownCallers?: OwnCallers;

  constructor(scope: Construct, id: string, props: RecordBusProps = {}) {
    super(scope, id);
    const { encryptionKey, eventBus: existing, logLevel = existing ? "off" : "error" } = props;
    if (existing !== undefined) requireExisting(this, existing, props);
    requireHere(this, "encryptionKey", encryptionKey, "EventBridge uses keys of its own Region");
    this.includeRecord = props.includeRecord ?? true;
    // Said here and not left to the CDK, so that a key's policy can name the bus before it exists.
    const eventBusName =
      existing?.eventBusName ?? props.eventBusName ?? physicalName(this, MAX_BUS_NAME);
    this.eventBusName = eventBusName;
    this.consumerScope = new Construct(this, "Consumers");
    if (encryptionKey !== undefined) this.deadLetters = deadLetterQueue(this, "DeadLetters");
    this.eventBus =
      existing ??
      classicBus(this, "Bus", {
        description: "CloudTrail records, one event each (trailbridge)",
        eventBusName,
        logLevel,
        ...(encryptionKey && { encryptionKey }),
        ...(this.deadLetters && { deadLetters: this.deadLetters }),
      });
    if (this.deadLetters) admitBus(this.deadLetters, this.eventBus);
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
    admit(this, this.eventBus, props);
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

  /** Closes its queues and its consumers', those added later too, to whoever is not the product. */
  guardQueues(own: OwnCallers): void {
    this.ownCallers = own;
    guardAll(this, own);
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
    if (this.ownCallers !== undefined) guardAll(consumer, this.ownCallers);
    this.listeners.push(consumer);
    return consumer;
  }

  private logAccess(): LogAccess {
    this.access ??= new LogAccess(this, "LogAccess", this.eventBusName);
    return this.access;
  }
}
