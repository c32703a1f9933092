import { parseArn } from "../../core/settings/arn.ts";
import { bucketAccountOf, type LogSettings, type Settings } from "../../core/settings/settings.ts";
import { bucketArn, partitionAt } from "./arn.ts";
import type { PermissionWiring } from "./permission-wiring.ts";
import type { BucketWiring, TrailWiring, Wiring } from "./wiring.ts";

/** The trail that a settings file is for, as `discover` would find it. */
export function trailOf({ logs, region, account }: Settings): TrailWiring {
  const [keyPrefix = ""] = logs.prefix.split("/AWSLogs/", 1);
  const owner = parseArn(logs.kmsKeyArn ?? "")?.account ?? account ?? "111122223333";
  const where = region ?? "us-east-1";
  return {
    name: "local",
    arn: `arn:${partitionAt(where)}:cloudtrail:${where}:${owner}:trail/local`,
    bucket: logs.bucket,
    ...(logs.prefix.includes("/AWSLogs/") && { keyPrefix }),
    ...(logs.topicArn !== undefined && { topicArn: logs.topicArn }),
    ...(logs.kmsKeyArn !== undefined && { kmsKeyArn: logs.kmsKeyArn }),
    isOrganizationTrail: /AWSLogs\/o-/.test(logs.prefix),
  };
}

/** What the settings say of the world around the template: its organisation, and the log files' key. */
export function outsidePermissions(
  permissions: PermissionWiring,
  { logs: { bucket, kmsKeyArn, prefix }, region = "us-east-1" }: Settings,
): PermissionWiring {
  const [organizationId] = /o-[a-z0-9]{10,32}/.exec(prefix) ?? [];
  const arn = bucketArn(bucket, region);
  return {
    ...permissions,
    ...(organizationId !== undefined && { organizationId }),
    keys: kmsKeyArn === undefined ? [] : [{ arn, kmsKeyArn }],
  };
}

/**
 * A bucket the template does not configure, as its owner is told to.
 *
 * @param bucketEvents Whether one of a landing zone sends events of its own.
 */
export function bucketElsewhere(
  logs: LogSettings,
  { topics, queues }: Wiring,
  bucketEvents = false,
): BucketWiring {
  const asked = { events: ["s3:ObjectCreated:*"], prefix: logs.prefix };
  const account = bucketAccountOf(logs);
  const topic = topics?.find(({ name }) => name === logs.topicArn || /LogFiles$/.test(name));
  const queue = queues?.find(
    ({ name }) => logs.queueArn?.endsWith(`:${name}`) || /LogFiles$/.test(name),
  );
  return {
    name: logs.bucket,
    ...(account !== undefined && { account }),
    // Where the policy is not to be changed, the bucket's own events may not be either.
    eventBridge: logs.readRoleArn === undefined || bucketEvents,
    removalCalls: logs.readRoleArn !== undefined,
    notifications: [
      ...(logs.via === "sns" && topic
        ? [{ ...asked, topic: topic.name, byCloudTrail: topic.name === logs.topicArn }]
        : []),
      ...(logs.via === "sqs" && queue ? [{ ...asked, queue: queue.name }] : []),
    ],
  };
}
