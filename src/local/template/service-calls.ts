import { arnAt, bucketArn, partitionAt } from "../wiring/arn.ts";
import type { ServiceCallWiring } from "../wiring/permission-wiring.ts";
import type { Deployment } from "./deployment.ts";
import type { Resolver } from "./resolver.ts";

/**
 * Reads off a template the calls of services that the local stack does not run: what an alarm
 * does when it goes off, where a message goes that no subscriber takes and an event that no target
 * takes, a schedule, what writes the logs of functions and buses, what sets a bucket's notifications.
 */
export function serviceCallWirings(
  { template, account, region }: Deployment,
  { resolve, physical }: Resolver,
): readonly ServiceCallWiring[] {
  const place = { account, region };
  const calls: ServiceCallWiring[] = [];
  const add = (
    when: string,
    caller: string,
    actions: readonly string[],
    resource: string,
    sourceArn?: string,
  ) => {
    const context = sourceArn && { "aws:SourceArn": sourceArn, "aws:SourceAccount": account };
    for (const action of actions) {
      calls.push({ when, caller, action, resource, ...(context && { context }) });
    }
  };
  for (const [id, { Type, Properties = {} }] of Object.entries(template.Resources)) {
    const property = (name: string) => resolve(Properties[name]);
    const { arn } = physical(id);
    if (Type === "AWS::KMS::Key") {
      // KMS makes no key whose policy its maker could not change again.
      const root = `arn:${partitionAt(region)}:iam::${account}:root`;
      add("a key is made", root, ["kms:PutKeyPolicy"], arn);
    }
    if (Type === "AWS::CloudWatch::Alarm") {
      for (const list of ["AlarmActions", "OKActions", "InsufficientDataActions"]) {
        for (const topic of (property(list) ?? []) as string[]) {
          add("an alarm goes off", "cloudwatch.amazonaws.com", ["sns:Publish"], topic, arn);
        }
      }
    }
    if (Type === "AWS::SNS::Subscription") {
      const topic = String(property("TopicArn"));
      const queue = (property("RedrivePolicy") as Redrive | undefined)?.deadLetterTargetArn;
      if (queue !== undefined) {
        add(
          "no subscriber takes a message",
          "sns.amazonaws.com",
          ["sqs:SendMessage"],
          queue,
          topic,
        );
      }
    }
    if (Type === "AWS::Events::EventBus") {
      const queue = (property("DeadLetterConfig") as { Arn?: string } | undefined)?.Arn;
      if (queue !== undefined) {
        const actions = ["sqs:SendMessage"];
        add("a bus may not use its key", "events.amazonaws.com", actions, queue, arn);
      }
    }
    if (Type === "AWS::Events::Rule") {
      for (const { Arn: target, DeadLetterConfig } of (property("Targets") ?? []) as RuleTarget[]) {
        if (Properties.ScheduleExpression !== undefined && target.includes(":function:")) {
          add("a schedule is due", "events.amazonaws.com", ["lambda:InvokeFunction"], target, arn);
        }
        const queue = DeadLetterConfig?.Arn;
        if (queue === undefined) continue;
        add("no target takes an event", "events.amazonaws.com", ["sqs:SendMessage"], queue, arn);
      }
    }
    if (Type === "AWS::Lambda::Function") {
      const role = String(property("Role"));
      add("a function starts", "lambda.amazonaws.com", ["sts:AssumeRole"], role);
      const group = (property("LoggingConfig") as { LogGroup?: string } | undefined)?.LogGroup;
      if (group !== undefined) {
        const stream = arnAt("logs", `log-group:${group}:log-stream:local`, place);
        add("a function logs", role, ["logs:CreateLogStream", "logs:PutLogEvents"], stream);
      }
      if ((property("TracingConfig") as { Mode?: string } | undefined)?.Mode === "Active") {
        const actions = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"];
        add("a function is traced", role, actions, "*");
      }
    }
    if (Type === "Custom::S3BucketNotifications") {
      const { BucketName, Managed } = resolve(Properties) as {
        readonly BucketName: string;
        readonly Managed?: boolean;
      };
      const handler = Object.keys(template.Resources).find((it) =>
        /^BucketNotificationsHandler.*Role[0-9A-F]{8}$/.test(it),
      );
      if (handler === undefined) continue;
      const actions = [
        "s3:PutBucketNotification",
        // What is there already, of a bucket that is not the template's own.
        ...(Managed === false ? ["s3:GetBucketNotification"] : []),
      ];
      const role = physical(handler).arn;
      add("notifications of a bucket are set", role, actions, bucketArn(BucketName, region));
    }
    if (Type === "AWS::Logs::DeliveryDestination") {
      const group = String(property("DestinationResourceArn") ?? "").replace(/:\*$/, "");
      if (!group.includes(":log-group:")) continue;
      const source = arnAt("logs", "delivery-source:local", place);
      const actions = ["logs:CreateLogStream", "logs:PutLogEvents"];
      const stream = `${group}:log-stream:local`;
      add("a bus logs", "delivery.logs.amazonaws.com", actions, stream, source);
    }
    if (Type === "AWS::KinesisFirehose::DeliveryStream") {
      const {
        RoleARN,
        BucketARN,
        CloudWatchLoggingOptions: log,
      } = (property("ExtendedS3DestinationConfiguration") ?? {}) as StreamDestination;
      if (RoleARN === undefined) continue;
      add("a stream starts", "firehose.amazonaws.com", ["sts:AssumeRole"], RoleARN, arn);
      // https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#using-iam-s3
      const bucket = ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"];
      const object = ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"];
      if (log?.LogGroupName !== undefined) {
        const stream = `log-group:${log.LogGroupName}:log-stream:${log.LogStreamName}`;
        add("a stream logs an error", RoleARN, ["logs:PutLogEvents"], arnAt("logs", stream, place));
      }
      add("a stream writes objects", RoleARN, bucket, `${BucketARN}`);
      add("a stream writes objects", RoleARN, object, `${BucketARN}/cloudtrail/object`);
    }
  }
  return calls;
}

interface StreamDestination {
  readonly RoleARN?: string;
  readonly BucketARN?: string;
  readonly CloudWatchLoggingOptions?: {
    readonly LogGroupName?: string;
    readonly LogStreamName?: string;
  };
}

interface Redrive {
  readonly deadLetterTargetArn: string;
}

interface RuleTarget {
  readonly Arn: string;
  readonly DeadLetterConfig?: { readonly Arn?: string };
}
