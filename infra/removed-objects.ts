import { Match } from "aws-cdk-lib/aws-events";
import { Construct } from "constructs";
import type { Notifier } from "./notifier/notifier.ts";
import { foreignRegion } from "./shared/foreign.ts";
import { objectPattern, removalCallPattern } from "./splitter/eventbridge-source.ts";
import { admitForeignBucket } from "./splitter/foreign-bucket.ts";
import type { LogSourceTarget } from "./splitter/log-source.ts";
import { enableEventBridge } from "./splitter/s3-source.ts";

/** Properties of {@linkcode RemovedObjects}. */
export interface RemovedObjectsProps {
  /** The splitter: its bucket and prefix are watched. */
  readonly logs: Pick<LogSourceTarget, "logBucket" | "logPrefix" | "bucketAccount">;

  /** Takes the alerts. */
  readonly notifier: Notifier;
}

/**
 * Defines the watch over removed log and digest files: S3's "Object Deleted" on the default bus →
 * the notifier's critical queue. Expiry by lifecycle is not news.
 *
 * A bucket in another account has its events forwarded from there, by `LogArchiveForwarder`, or,
 * where nobody may turn them on, CloudTrail's of calls that removed objects, by
 * `LogRemovalForwarder`; this side lets both in.
 */
export class RemovedObjects extends Construct {
  constructor(scope: Construct, id: string, { logs, notifier }: RemovedObjectsProps) {
    super(scope, id);
    const { logBucket, logPrefix, bucketAccount } = logs;
    if (bucketAccount !== undefined) admitForeignBucket(this, bucketAccount);
    // One of another Region tells the bus there: it is for `LogArchiveForwarder` too.
    else if (foreignRegion(logBucket, this) === undefined) enableEventBridge(logBucket);
    const pattern = objectPattern("Object Deleted", logBucket, logPrefix, bucketAccount);
    const reason = Match.anythingBut("Lifecycle Expiration");
    const detail = { ...pattern.detail, reason };
    notifier.listen("OnRemovedObject", { ...pattern, detail }, notifier.critical);
    if (bucketAccount !== undefined) {
      const calls = removalCallPattern(logBucket, logPrefix, bucketAccount);
      notifier.listen("OnRemovalCall", calls, notifier.critical);
    }
  }
}
