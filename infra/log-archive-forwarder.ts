import type { IBucket } from "aws-cdk-lib/aws-s3";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import { Construct } from "constructs";
import { Consumer } from "./consumer/consumer.ts";
import { busTarget, defaultBusIn } from "./consumer/target.ts";
import {
  type CompanionAlarmsProps,
  tellOfAlarms,
  tellOfFailures,
} from "./operations/companion-alarms.ts";
import { bucketFor } from "./shared/foreign.ts";
import { objectPattern } from "./splitter/eventbridge-source.ts";
import { enableEventBridge } from "./splitter/s3-source.ts";

/** Properties of {@linkcode LogArchiveForwarder}. */
export interface LogArchiveForwarderProps {
  /** Bucket with the log files, in the account this is deployed to. */
  readonly logBucket: IBucket;

  /** Account trailbridge runs in. */
  readonly trailbridgeAccount: string;

  /**
   * Region trailbridge runs in.
   *
   * @default - this stack's
   */
  readonly trailbridgeRegion?: string;

  /**
   * Only keys that begin so are log files.
   *
   * @default "AWSLogs/"
   */
  readonly logPrefix?: string;

  /**
   * Whether new log files are forwarded; removed ones always are. Without, news of new files must
   * go by topic or queue.
   *
   * @default true
   */
  readonly newLogFiles?: boolean;

  /**
   * Whether the bucket's events are turned on here. A landing zone's bucket may forbid it to all
   * but Control Tower's own role; then turn them on with that role.
   *
   * @default true
   */
  readonly enableEventBridge?: boolean;

  /**
   * Whom the alarms of what could not be forwarded tell.
   *
   * @default - a topic is made that nobody is subscribed to yet
   */
  readonly alarms?: CompanionAlarmsProps;
}

/**
 * For the account that owns the log bucket, when trailbridge runs in another: forwards S3's events
 * about log files to the default bus there, with dead letters and alarms that tell a topic.
 */
export class LogArchiveForwarder extends Construct {
  /** Topic the alarms tell. */
  readonly alarmTopic: ITopic;

  constructor(scope: Construct, id: string, props: LogArchiveForwarderProps) {
    super(scope, id);
    const { logPrefix = "AWSLogs/", trailbridgeAccount } = props;
    const { topic, action } = tellOfAlarms(this, props.alarms);
    this.alarmTopic = topic;
    const logBucket = bucketFor(this, "LogBucket", props.logBucket);
    if (props.enableEventBridge ?? true) enableEventBridge(logBucket);
    const there = defaultBusIn(this, trailbridgeAccount, props.trailbridgeRegion);
    const kinds = ["Object Deleted", "Object Created"] as const;
    for (const kind of (props.newLogFiles ?? true) ? kinds : kinds.slice(0, 1)) {
      const forwarder = new Consumer(this, kind.replaceAll(" ", ""), {
        pattern: objectPattern(kind, logBucket, logPrefix, undefined),
        target: busTarget({ eventBus: there }),
      });
      tellOfFailures(forwarder, action);
    }
  }
}
