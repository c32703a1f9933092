/** A trail, as CloudTrail describes it. */
export interface Trail {
  readonly name: string;
  readonly arn: string;
  readonly homeRegion: string;
  readonly bucket: string;
  /** What its keys have before `AWSLogs/`, without the slash. */
  readonly keyPrefix?: string;
  readonly topicArn?: string;
  readonly kmsKeyArn?: string;
  readonly isOrganizationTrail: boolean;
  readonly isMultiRegion: boolean;
}

/** The settings that follow from a trail. */
export interface TrailSettings {
  readonly account: string;
  readonly region: string;
  readonly logs: {
    readonly bucket: string;
    readonly prefix: string;
    readonly kmsKeyArn?: string;
    readonly readRoleArn?: string;
    readonly via: "s3" | "sns" | "sqs";
    readonly topicArn?: string;
  };
}

/** Settings for a trail, with what is still to be done or to be looked at, a sentence each. */
export interface TrailPlan {
  readonly settings: TrailSettings;
  readonly remarks: readonly string[];
}

/** Name of the role by which a landing zone's log files are read. */
export const LOG_READER_ROLE = "trailbridge-log-reader";

/**
 * The settings by which trailbridge, in an account, takes a trail's log files.
 *
 * @param account Where trailbridge is to be deployed.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Trail.html
 */
export function trailPlan(trail: Trail, account: string): TrailPlan {
  const { bucket, topicArn, kmsKeyArn, homeRegion } = trail;
  const remarks: string[] = [];
  const readRoleArn = readRoleOf(trail, account, remarks);
  if (kmsKeyArn !== undefined && kmsKeyArn.split(":")[4] !== account) {
    remarks.push(
      `The key is of account ${kmsKeyArn.split(":")[4]}: once deployed, add the output LogKeyPolicy to its policy.`,
    );
  }
  return {
    settings: {
      account,
      region: homeRegion,
      logs: {
        bucket,
        prefix: prefixOf(trail),
        ...(kmsKeyArn !== undefined && { kmsKeyArn }),
        ...(readRoleArn !== undefined && { readRoleArn }),
        via: wayOf(trail, account, readRoleArn !== undefined, remarks),
        ...(topicArn !== undefined && { topicArn }),
      },
    },
    remarks,
  };
}

/** The trail that sees the most: of the whole organisation, of all Regions. */
export function widestTrail(trails: readonly Trail[]): Trail | undefined {
  const rank = ({ isOrganizationTrail, isMultiRegion }: Trail) =>
    (isOrganizationTrail ? 2 : 0) + (isMultiRegion ? 1 : 0);
  return trails.reduce<Trail | undefined>(
    (best, trail) => (best === undefined || rank(trail) > rank(best) ? trail : best),
    undefined,
  );
}

/** A landing zone's trail has the organisation's id for its prefix, and once more in its keys. */
function prefixOf({ keyPrefix = "", isOrganizationTrail }: Trail): string {
  const tree = keyPrefix === "" ? "AWSLogs/" : `${keyPrefix.replace(/\/$/, "")}/AWSLogs/`;
  return isOrganizationTrail && /^o-[a-z0-9]{10,32}$/.test(keyPrefix)
    ? `${tree}${keyPrefix}/`
    : tree;
}

/** Of a landing zone's bucket the policy cannot be changed; its account is in its name. */
function readRoleOf({ bucket, arn }: Trail, account: string, remarks: string[]) {
  if (!bucket.startsWith("aws-controltower-")) return undefined;
  const [, owner] = /^aws-controltower-[a-z-]+-(\d{12})(?:-|$)/.exec(bucket) ?? [];
  if (owner === undefined) {
    remarks.push(
      `Control Tower's bucket does not name its account: deploy log-reader.template.json there, and add logs.readRoleArn: arn:aws:iam::<account>:role/${LOG_READER_ROLE}.`,
    );
    return undefined;
  }
  if (owner === account) return undefined;
  remarks.push(
    `Deploy log-reader.template.json in account ${owner}, with the output SplitterRoleArn of this stack.`,
  );
  return `arn:${arn.split(":")[1]}:iam::${owner}:role/${LOG_READER_ROLE}`;
}

function wayOf(
  { arn, topicArn }: Trail,
  account: string,
  isForeign: boolean,
  remarks: string[],
): TrailSettings["logs"]["via"] {
  if (topicArn !== undefined) {
    const owner = topicArn.split(":")[4];
    if (owner !== account) {
      remarks.push(
        `The topic is of account ${owner}, and only its policy lets others subscribe: deploy trailbridge there (with Control Tower, the audit account), or have it allow sns:Subscribe.`,
      );
    }
    return "sns";
  }
  if (!isForeign && arn.split(":")[4] === account) {
    remarks.push(
      "The trail announces its log files on no topic: the bucket notifies the splitter. Where the bucket is another account's, set logs.bucketAccount and via: sqs.",
    );
    return "s3";
  }
  remarks.push(
    "The trail announces its log files on no topic: the bucket must notify the queue that is made (set logs.bucketAccount to the bucket's account), or give the trail a topic.",
  );
  return "sqs";
}
