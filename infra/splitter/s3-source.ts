import { Stack } from "aws-cdk-lib";
import { EventType, type IBucket, type IBucketNotificationDestination } from "aws-cdk-lib/aws-s3";
import { LambdaDestination } from "aws-cdk-lib/aws-s3-notifications";
import type { IConstruct } from "constructs";
import type { Source } from "../delivery/source-conditions.ts";
import { acknowledge } from "../shared/nag-evidence.ts";
import { requireHere } from "../shared/usable.ts";
import type { LogSource, LogSourceTarget } from "./log-source.ts";

/**
 * The bucket invokes the splitter itself: the fewest parts. Notifications an existing bucket has
 * already are kept.
 *
 * S3 accepts one destination per overlapping prefix. When something else is notified of the same
 * keys already, the deploy fails with "Configurations overlap": take EventBridge or a topic then.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html
 */
export function s3Source(): LogSource {
  return {
    bind(target) {
      if (target.bucketAccount !== undefined) {
        throw new Error(
          `Cannot have bucket "${target.logBucket.bucketName}" invoke the splitter as only its own account, "${target.bucketAccount}", can configure it: choose topicSource(), queueSource() or eventBridgeSource() (setting logs.via: sns, sqs or eventbridge)`,
        );
      }
      notify(target, new LambdaDestination(target.function));
    },
  };
}

/**
 * Has the bucket notify `destination` of new log files.
 *
 * @throws {Error} If another splitter of this app is notified of overlapping keys of that bucket.
 */
export function notify(
  { logBucket, logPrefix, node }: LogSourceTarget,
  destination: IBucketNotificationDestination,
): void {
  requireHere(logBucket, "logBucket", logBucket, NOTIFIES_HERE);
  const claim: Claim = { bucket: logBucket.bucketArn, prefix: logPrefix };
  for (const other of claims(node.root)) {
    if (other.bucket === claim.bucket && overlap(other.prefix, claim.prefix)) {
      throw new Error(
        `Cannot notify of keys "${logPrefix}*" as S3 accepts one destination per overlapping prefix: this app already sends "${other.prefix}*" of the same bucket elsewhere; choose eventBridgeSource() (setting logs.via: eventbridge) for one of them`,
      );
    }
  }
  node.addMetadata(CLAIM, claim);
  const filters = logPrefix === "" ? [] : [{ prefix: logPrefix }];
  logBucket.addEventNotification(EventType.OBJECT_CREATED, destination, ...filters);
  acknowledgeNotificationsHandler(logBucket);
}

/** The log bucket as that on whose behalf S3 tells of files. */
export function bucketSource({ logBucket, bucketAccount }: LogSourceTarget): Source {
  return { arn: logBucket.bucketArn, account: bucketAccount ?? Stack.of(logBucket).account };
}

/** Turns on the bucket's events on the default bus; what it notifies already is kept. */
export function enableEventBridge(logBucket: IBucket): void {
  requireHere(logBucket, "logBucket", logBucket, NOTIFIES_HERE);
  logBucket.enableEventBridgeNotification();
  acknowledgeNotificationsHandler(logBucket);
}

const NOTIFIES_HERE =
  "a bucket tells its own Region alone of its files (choose topicSource() with a topic there, which reaches other Regions)";

interface Claim {
  readonly bucket: string;
  readonly prefix: string;
}

const CLAIM = "trailbridge:notified-of";

function claims(root: IConstruct): Claim[] {
  return root.node
    .findAll()
    .flatMap(({ node }) => node.metadata)
    .filter(({ type }) => type === CLAIM)
    .map(({ data }) => data as Claim);
}

function overlap(a: string, b: string): boolean {
  return a.startsWith(b) || b.startsWith(a);
}

/** CloudFormation cannot configure an existing bucket: the CDK brings a function that can. It is not ours to narrow. */
function acknowledgeNotificationsHandler(bucket: IBucket): void {
  const handler = Stack.of(bucket).node.tryFindChild(HANDLER_ID);
  if (handler === undefined) return;
  const why = "The CDK's own helper, which runs only during a deploy, to set bucket notifications:";
  acknowledge(
    handler,
    {
      id: "AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]",
      reason: `${why} the policy is the CDK's choice.`,
    },
    {
      id: "AwsSolutions-IAM5[Resource::*]",
      reason: `${why} one function serves every bucket of the stack, so the CDK grants it all.`,
    },
    { id: "AwsSolutions-L1", reason: `${why} the CDK chooses its runtime.` },
    { id: "Serverless-LambdaTracing", reason: `${why} CloudFormation reports its failures.` },
    { id: "Serverless-LambdaDLQ", reason: `${why} CloudFormation reports its failures.` },
    {
      id: "Serverless-LambdaAsyncFailureDestination",
      reason: `${why} CloudFormation reports its failures.`,
    },
    { id: "Serverless-LambdaDefaultMemorySize", reason: `${why} the default suffices.` },
    { id: "Serverless-LambdaLatestVersion", reason: `${why} the CDK chooses its runtime.` },
    { id: "Serverless-StarPermissions", reason: `${why} one function serves every bucket.` },
  );
}

/** Fixed by the CDK, one per stack. */
const HANDLER_ID = "BucketNotificationsHandler050a0587b7544547bf325f094a3db834";
