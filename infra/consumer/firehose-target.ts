import { RemovalPolicy, type ResourceEnvironment } from "aws-cdk-lib";
import type { IRuleTarget, RuleTargetInput } from "aws-cdk-lib/aws-events";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { CfnDeliveryStream } from "aws-cdk-lib/aws-kinesisfirehose";
import { LogGroup, LogStream, RetentionDays } from "aws-cdk-lib/aws-logs";
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import { acknowledge, acknowledgeWildcard } from "../shared/nag-evidence.ts";
import { requireHere } from "../shared/usable.ts";
import type { Consumer, ConsumerOptions, ConsumerTarget, Delivered } from "./consumer.ts";

/**
 * A Firehose stream: any `DeliveryStream` of the CDK, or `{ deliveryStreamArn }` of one made or
 * found by other means.
 */
export interface FirehoseStream {
  /** ARN of the stream. */
  readonly deliveryStreamArn: string;
  /**
   * Account and Region it is in.
   *
   * @default - not known
   */
  readonly env?: ResourceEnvironment;
}

/** What a Firehose consumer can be told. */
export interface FirehoseOptions extends ConsumerOptions {
  /**
   * Existing stream. EventBridge ends no line: the stream itself must, by the processor
   * `AppendDelimiterToRecord`.
   *
   * @default - a stream to `bucket` is created, which does
   */
  readonly stream?: FirehoseStream;

  /**
   * Bucket of the created stream.
   *
   * @default - created, and retained when the stack goes
   */
  readonly bucket?: IBucket;

  /**
   * Begins the keys of the created stream; Firehose fills in the time.
   *
   * @default "records/!{timestamp:yyyy/MM/dd/HH}/"
   */
  readonly keyPrefix?: string;

  /**
   * What is sent of an event.
   *
   * @default "record"
   */
  readonly deliver?: Delivered;
}

/** A Firehose stream: JSON, one event a line, gzipped in S3. */
export function firehoseTarget(options: FirehoseOptions) {
  return (consumer: Consumer): ConsumerTarget => {
    const prop = `stream of consumer "${consumer.node.id}"`;
    requireHere(
      consumer,
      prop,
      options.stream,
      "EventBridge delivers to streams of its own Region",
    );
    const { deliveryStreamArn: arn } = options.stream ?? createdStream(consumer, options);
    const role = new Role(consumer, "EventsRole", {
      assumedBy: new ServicePrincipal("events.amazonaws.com"),
    });
    role.addToPolicy(
      new PolicyStatement({
        actions: ["firehose:PutRecord", "firehose:PutRecordBatch"],
        resources: [arn],
      }),
    );
    return { to: (input) => streamTarget(arn, role, input) };
  };
}

/** The target, written out: the CDK's own asks for a stream made by its newer versions. */
function streamTarget(arn: string, role: Role, input?: RuleTargetInput): IRuleTarget {
  return { bind: () => ({ arn, role, ...(input && { input }) }) };
}

function createdStream(consumer: Consumer, options: FirehoseOptions): FirehoseStream {
  const bucket = options.bucket ?? createdBucket(consumer);
  const scope = new Construct(consumer, "Stream");
  const log = new LogGroup(consumer, "StreamLog", {
    retention: RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const logStream = new LogStream(log, "S3Destination", {
    logGroup: log,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const role = streamRole(scope, bucket, log);
  const stream = new CfnDeliveryStream(scope, "Resource", {
    deliveryStreamType: "DirectPut",
    deliveryStreamEncryptionConfigurationInput: { keyType: "AWS_OWNED_CMK" },
    extendedS3DestinationConfiguration: {
      bucketArn: bucket.bucketArn,
      roleArn: role.roleArn,
      prefix: options.keyPrefix ?? "records/!{timestamp:yyyy/MM/dd/HH}/",
      errorOutputPrefix: "errors/!{firehose:error-output-type}/",
      compressionFormat: "GZIP",
      processingConfiguration: {
        enabled: true,
        processors: [{ type: "AppendDelimiterToRecord", parameters: [] }],
      },
      cloudWatchLoggingOptions: {
        enabled: true,
        logGroupName: log.logGroupName,
        logStreamName: logStream.logStreamName,
      },
    },
  });
  // Firehose tries its role when the stream is made: the policy has to be there.
  stream.node.addDependency(role);
  return { deliveryStreamArn: stream.attrArn };
}

/**
 * What Firehose does in its bucket and log.
 *
 * @see https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#using-iam-s3
 */
function streamRole(scope: Construct, bucket: IBucket, log: LogGroup): Role {
  const role = new Role(scope, "S3 Destination Role", {
    assumedBy: new ServicePrincipal("firehose.amazonaws.com"),
  });
  const objects = bucket.arnForObjects("*");
  for (const [actions, resource] of [
    [["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"], bucket.bucketArn],
    [["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"], objects],
    [["logs:PutLogEvents"], log.logGroupArn],
  ] as const) {
    role.addToPolicy(new PolicyStatement({ actions: [...actions], resources: [resource] }));
  }
  bucket.encryptionKey?.grantEncryptDecrypt(role);
  acknowledgeWildcard(role, objects, "Each delivery is a new object, in this bucket alone.");
  return role;
}

function createdBucket(consumer: Consumer): Bucket {
  const bucket = new Bucket(consumer, "Bucket", {
    encryption: BucketEncryption.S3_MANAGED,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    enforceSSL: true,
    versioned: true,
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  });
  acknowledge(bucket, {
    id: "AwsSolutions-S1",
    reason:
      "A copy of what the trail's own bucket holds; who reads it is recorded by CloudTrail's data events, as for that bucket.",
  });
  return bucket;
}
