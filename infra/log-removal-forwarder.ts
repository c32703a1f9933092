import { ArnFormat, Duration, Stack } from "aws-cdk-lib";
import { CfnTrail } from "aws-cdk-lib/aws-cloudtrail";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket } from "aws-cdk-lib/aws-s3";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import { Construct } from "constructs";
import { Consumer } from "./consumer/consumer.ts";
import { busTarget, defaultBusIn } from "./consumer/target.ts";
import { onBehalfOf } from "./delivery/source-conditions.ts";
import {
  type CompanionAlarmsProps,
  tellOfAlarms,
  tellOfFailures,
} from "./operations/companion-alarms.ts";
import { acknowledge } from "./shared/nag-evidence.ts";
import { removalCallPattern } from "./splitter/eventbridge-source.ts";

/** Properties of {@linkcode LogRemovalForwarder}. */
export interface LogRemovalForwarderProps {
  /** Bucket with the log files, in the account and Region this is deployed to. */
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
   * Whom the alarms of what could not be forwarded tell.
   *
   * @default - a topic is made that nobody is subscribed to yet
   */
  readonly alarms?: CompanionAlarmsProps;
}

/**
 * For the account that owns the log bucket, where nobody may turn on the bucket's events: a landing
 * zone of version 4 denies it. A trail of its own logs the calls that remove log files, those alone,
 * and they are forwarded to the default bus of trailbridge's account, with dead letters and alarms that tell a topic.
 *
 * Removals by a lifecycle rule are no calls, and are not told of.
 */
export class LogRemovalForwarder extends Construct {
  /** Takes what the trail writes, for thirty days; CloudTrail hands out its events beside that. */
  readonly files: Bucket;

  /** Topic the alarms tell. */
  readonly alarmTopic: ITopic;

  constructor(scope: Construct, id: string, props: LogRemovalForwarderProps) {
    super(scope, id);
    const { logBucket, logPrefix = "AWSLogs/", trailbridgeAccount } = props;
    const { topic, action } = tellOfAlarms(this, props.alarms);
    this.alarmTopic = topic;
    this.files = new Bucket(this, "Files", {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      lifecycleRules: [{ expiration: Duration.days(30) }],
    });
    acknowledge(this.files, {
      id: "AwsSolutions-S1",
      reason: "It holds a trail's files of a few calls, for thirty days; nobody reads them.",
    });
    this.admitCloudTrail();
    const trail = new CfnTrail(this, "Trail", {
      isLogging: true,
      s3BucketName: this.files.bucketName,
      enableLogFileValidation: true,
      includeGlobalServiceEvents: false,
      isMultiRegionTrail: false,
      advancedEventSelectors: [
        {
          name: "Calls that remove log files",
          fieldSelectors: [
            { field: "eventCategory", equalTo: ["Data"] },
            { field: "resources.type", equalTo: ["AWS::S3::Object"] },
            { field: "eventName", equalTo: ["DeleteObject", "DeleteObjects"] },
            { field: "resources.ARN", startsWith: [logBucket.arnForObjects("")] },
          ],
        },
      ],
    });
    trail.node.addDependency(this.files);
    const there = defaultBusIn(this, trailbridgeAccount, props.trailbridgeRegion);
    const forwarder = new Consumer(this, "Removals", {
      pattern: removalCallPattern(logBucket, logPrefix, undefined),
      target: busTarget({ eventBus: there }),
    });
    tellOfFailures(forwarder, action);
  }

  /** @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html */
  private admitCloudTrail(): void {
    const stack = Stack.of(this);
    const principals = [new ServicePrincipal("cloudtrail.amazonaws.com")];
    const trails = stack.formatArn({
      service: "cloudtrail",
      resource: "trail",
      resourceName: "*",
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    });
    const ofThisAccount = onBehalfOf({ arn: trails, account: stack.account });
    this.files.addToResourcePolicy(
      new PolicyStatement({
        principals,
        actions: ["s3:GetBucketAcl"],
        resources: [this.files.bucketArn],
        conditions: ofThisAccount,
      }),
    );
    this.files.addToResourcePolicy(
      new PolicyStatement({
        principals,
        actions: ["s3:PutObject"],
        resources: [this.files.arnForObjects(`AWSLogs/${stack.account}/*`)],
        conditions: {
          ...ofThisAccount,
          StringEquals: {
            ...ofThisAccount.StringEquals,
            "s3:x-amz-acl": "bucket-owner-full-control",
          },
        },
      }),
    );
  }
}
