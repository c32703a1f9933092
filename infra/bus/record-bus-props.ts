import type { Duration } from "aws-cdk-lib";
import type { IEventBus } from "aws-cdk-lib/aws-events";
import type { IKey } from "aws-cdk-lib/aws-kms";
import type { RetentionDays } from "aws-cdk-lib/aws-logs";
import type { BusAccess } from "../../src/core/deployment/bus-access.ts";
import type { BusLogLevel } from "./log.ts";

/** Properties of `RecordBus`. */
export interface RecordBusProps extends BusAccess {
  /**
   * Existing bus of this account and Region, of this app or imported. Records, alerts and consumers'
   * rules go there; its name, key and log are its owner's, so that `eventBusName`, `encryptionKey`,
   * `logLevel` and `logRetention` are not for it. Whoever may put events there can pose as the splitter,
   * but for what the statements that are added to its policy deny.
   *
   * @default - a bus is made
   */
  readonly eventBus?: IEventBus;

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
   * @default "error"; of an existing bus its owner decides
   */
  readonly logLevel?: BusLogLevel;

  /**
   * How long that log is kept.
   *
   * @default RetentionDays.ONE_MONTH
   */
  readonly logRetention?: RetentionDays;
}
