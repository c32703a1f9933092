import { RemovalPolicy, Validations } from "aws-cdk-lib";
import { FirehoseDeliveryStream } from "aws-cdk-lib/aws-events-targets";
import {
  AppendDelimiterToRecordProcessor,
  Compression,
  DeliveryStream,
  EnableLogging,
  type IDeliveryStream,
  S3Bucket,
  StreamEncryption,
} from "aws-cdk-lib/aws-kinesisfirehose";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket } from "aws-cdk-lib/aws-s3";
import { acknowledgeWildcard } from "../shared/nag-evidence.ts";
import { requireHere } from "../shared/usable.ts";
import type { Consumer, ConsumerOptions, ConsumerTarget, Delivered } from "./consumer.ts";

/** What a Firehose consumer can be told. */
export interface FirehoseOptions extends ConsumerOptions {
  /**
   * Existing stream. EventBridge ends no line: the stream itself must, by the processor
   * `AppendDelimiterToRecord`.
   *
   * @default - a stream to `bucket` is created, which does
   */
  readonly stream?: IDeliveryStream;

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
    const stream = options.stream ?? createdStream(consumer, options);
    return {
      to: (message) => new FirehoseDeliveryStream(stream, message && { message }),
    };
  };
}

function createdStream(consumer: Consumer, options: FirehoseOptions): IDeliveryStream {
  const bucket = options.bucket ?? createdBucket(consumer);
  const stream = new DeliveryStream(consumer, "Stream", {
    encryption: StreamEncryption.awsOwnedKey(),
    destination: new S3Bucket(bucket, {
      dataOutputPrefix: options.keyPrefix ?? "records/!{timestamp:yyyy/MM/dd/HH}/",
      errorOutputPrefix: "errors/!{firehose:error-output-type}/",
      compression: Compression.GZIP,
      processors: [new AppendDelimiterToRecordProcessor()],
      loggingConfig: new EnableLogging(
        new LogGroup(consumer, "StreamLog", {
          retention: RetentionDays.ONE_MONTH,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
      ),
    }),
  });
  const why =
    "The CDK's grant for a stream to S3: this bucket alone, to write and to abort uploads.";
  acknowledgeWildcard(stream, bucket.arnForObjects("*"), why);
  for (const action of BUCKET_ACTIONS) {
    Validations.of(stream).acknowledge({ id: `AwsSolutions-IAM5[Action::${action}]`, reason: why });
  }
  return stream;
}

function createdBucket(consumer: Consumer): Bucket {
  const bucket = new Bucket(consumer, "Bucket", {
    encryption: BucketEncryption.S3_MANAGED,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    enforceSSL: true,
    versioned: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  Validations.of(bucket).acknowledge({
    id: "AwsSolutions-S1",
    reason:
      "A copy of what the trail's own bucket holds; who reads it is recorded by CloudTrail's data events, as for that bucket.",
  });
  return bucket;
}

/** What the CDK grants a stream on its bucket, where it names several actions at once. */
const BUCKET_ACTIONS = [
  "s3:GetObject*",
  "s3:GetBucket*",
  "s3:List*",
  "s3:DeleteObject*",
  "s3:Abort*",
];
