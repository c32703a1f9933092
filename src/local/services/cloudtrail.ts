import type { Service } from "../protocol/service.ts";
import type { Place } from "../wiring/arn.ts";
import type { TrailWiring } from "../wiring/wiring.ts";

/**
 * The CloudTrail operations: the trails whose log files come to the local buckets, described.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DescribeTrails.html
 */
export function createCloudTrail(trails: readonly TrailWiring[], { region }: Place): Service {
  const trailList = trails.map((trail) => ({
    Name: trail.name,
    TrailARN: trail.arn,
    HomeRegion: region,
    S3BucketName: trail.bucket,
    ...(trail.keyPrefix !== undefined && { S3KeyPrefix: trail.keyPrefix }),
    ...(trail.topicArn !== undefined && {
      SnsTopicARN: trail.topicArn,
      SnsTopicName: trail.topicArn,
    }),
    ...(trail.kmsKeyArn !== undefined && { KmsKeyId: trail.kmsKeyArn }),
    IncludeGlobalServiceEvents: true,
    IsMultiRegionTrail: true,
    IsOrganizationTrail: trail.isOrganizationTrail ?? false,
    LogFileValidationEnabled: true,
    HasCustomEventSelectors: false,
    HasInsightSelectors: false,
  }));
  return { DescribeTrails: () => ({ trailList }) };
}
