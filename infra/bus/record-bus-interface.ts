import type { IAlarmAction } from "aws-cdk-lib/aws-cloudwatch";
import type { IEventBus, IRuleTarget } from "aws-cdk-lib/aws-events";
import type { IConstruct } from "constructs";
import type { ApiOptions } from "../consumer/api-target.ts";
import type { Consumer, ConsumerOptions } from "../consumer/consumer.ts";
import type { FirehoseOptions } from "../consumer/firehose-target.ts";
import type { LogGroupOptions } from "../consumer/log-group-target.ts";
import type { PagerDutyOptions } from "../consumer/pagerduty-target.ts";
import type { QueueOptions } from "../consumer/queue-target.ts";
import type { BusOptions } from "../consumer/target.ts";
import type { TeamsOptions } from "../consumer/teams-target.ts";

/** What a consumer of any kind can be told. */
export interface TargetOptions extends ConsumerOptions {
  /** Any target of `aws-events-targets`, without a dead-letter queue: the consumer brings it. */
  readonly target: IRuleTarget;
}

/** A bus that records are on: made here, or by another app or stack. */
export interface IRecordBus extends IConstruct {
  /** The EventBridge bus itself. */
  readonly eventBus: IEventBus;

  /** The consumers that were added here, in the order they were added. */
  readonly consumers: readonly Consumer[];

  /** Gives a Firehose stream each record as CloudTrail wrote it, one per line. */
  addFirehose(id: string, options?: FirehoseOptions): Consumer;

  /** Posts each record to an HTTPS endpoint, a SIEM's say. */
  addApiDestination(id: string, options: ApiOptions): Consumer;

  /** Has alerts page people by PagerDuty. */
  addPagerDuty(id: string, options: PagerDutyOptions): Consumer;

  /** Posts alerts to Microsoft Teams. */
  addTeams(id: string, options: TeamsOptions): Consumer;

  /** Puts events into a queue somebody polls. */
  addQueue(id: string, options?: QueueOptions): Consumer;

  /** Writes events to a CloudWatch log group. */
  addLogGroup(id: string, options?: LogGroupOptions): Consumer;

  /** Forwards events to a bus of this or another account or Region. */
  addEventBus(id: string, options: BusOptions): Consumer;

  /** Sends events to any target. What it is sent is the target's own choice. */
  addTarget(id: string, options: TargetOptions): Consumer;

  /** Tells somebody of the alarms of all consumers that are added here, those added later too. */
  addAlarmAction(action: IAlarmAction): void;
}

/** What is known of a bus of another app or stack. */
export interface RecordBusAttributes {
  /** ARN of the bus: the output `EventBusArn`. */
  readonly eventBusArn: string;

  /**
   * Whether events carry the untouched record (setting `includeRecord` there).
   *
   * @default true
   */
  readonly includeRecord?: boolean;
}
