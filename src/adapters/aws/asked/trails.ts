import { CloudTrailClient, DescribeTrailsCommand } from "@aws-sdk/client-cloudtrail";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { Trail } from "../../../core/deployment/trail-settings.ts";
import { clientLimits } from "../client-limits.ts";
import { needOf } from "./need-of.ts";

/** The trails an account sees, its organisation's among them, and which account that is. */
export interface SeenTrails {
  readonly account: string;
  readonly trails: readonly Trail[];
}

/**
 * Asks CloudTrail for the trails of the account whose credentials the environment has.
 *
 * @param region Region to ask in; absent: the environment's.
 * @throws {Error} Saying what is missing: credentials, a Region, a permission.
 */
export async function describeTrails(region: string | undefined): Promise<SeenTrails> {
  const config = {
    ...clientLimits({ attemptMilliseconds: 10_000, attempts: 3 }),
    ...(region !== undefined && { region }),
  };
  try {
    const { Account } = await new STSClient(config).send(new GetCallerIdentityCommand({}));
    const { trailList = [] } = await new CloudTrailClient(config).send(
      // Trails of other Regions and of the organisation are shown as well.
      new DescribeTrailsCommand({ includeShadowTrails: true }),
    );
    const trails = trailList.flatMap((it): Trail[] => {
      if (!it.Name || !it.TrailARN || !it.S3BucketName || !it.HomeRegion) return [];
      return [
        {
          name: it.Name,
          arn: it.TrailARN,
          homeRegion: it.HomeRegion,
          bucket: it.S3BucketName,
          ...(it.S3KeyPrefix && { keyPrefix: it.S3KeyPrefix }),
          ...(it.SnsTopicARN && { topicArn: it.SnsTopicARN }),
          ...(it.KmsKeyId && { kmsKeyArn: it.KmsKeyId }),
          isOrganizationTrail: it.IsOrganizationTrail === true,
          isMultiRegion: it.IsMultiRegionTrail === true,
        },
      ];
    });
    return { account: String(Account), trails };
  } catch (cause) {
    throw new Error(`Cannot ask CloudTrail for trails as ${needOf(cause, NEEDED)}`, { cause });
  }
}

const NEEDED = "cloudtrail:DescribeTrails must be allowed";
