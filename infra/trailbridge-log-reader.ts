import { Fn, Token } from "aws-cdk-lib";
import {
  AccountPrincipal,
  CompositePrincipal,
  Policy,
  PolicyDocument,
  PolicyStatement,
  Role,
} from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import { LOG_READER_ROLE } from "../src/core/deployment/trail-settings.ts";
import { keyPrefixProblems } from "../src/core/notification/key-prefix.ts";
import { acknowledgeWildcard } from "./shared/nag-evidence.ts";

/** Properties of {@linkcode TrailbridgeLogReader}. */
export interface TrailbridgeLogReaderProps {
  /** Bucket with the log files, in the account this is deployed to. */
  readonly logBucket: IBucket;

  /**
   * Roles of the splitters that read: `arn:aws:iam::<account>:role/<splitter's function>-<Region>`,
   * which is the output `SplitterRoleArn`. They need not exist yet.
   */
  readonly trailbridgeRoleArns: readonly string[];

  /**
   * Only objects under this key prefix may be read.
   *
   * @default "AWSLogs/"
   */
  readonly logPrefix?: string;

  /**
   * KMS key the log files are encrypted with; that of a landing zone is in the management account,
   * and its policy must let this role in too.
   *
   * @default - no key
   */
  readonly logKey?: IKey;

  /**
   * Id of the organisation that whoever reads must belong to as well.
   *
   * @default - not asked for
   */
  readonly organizationId?: string;

  /**
   * What whoever reads must name, too.
   *
   * @default - nothing
   */
  readonly externalId?: string;

  /**
   * Name of the role. Nothing that begins as Control Tower's own do: changing those is denied.
   *
   * @default "trailbridge-log-reader"
   */
  readonly roleName?: string;
}

/**
 * For the account that owns the log bucket, where its policy cannot be changed, as in a Control Tower
 * landing zone: a role that reads log files, and that trailbridge's splitter assumes (setting
 * `logs.readRoleArn`). It changes nothing that a landing zone owns.
 *
 * @example
 * ```ts
 * // in the log archive account
 * new TrailbridgeLogReader(stack, "LogReader", {
 *   logBucket: Bucket.fromBucketName(stack, "Logs", "aws-controltower-logs-444455556666-eu-central-1"),
 *   logPrefix: "o-a1b2c3d4e5/AWSLogs/o-a1b2c3d4e5/",
 *   trailbridgeRoleArns: ["arn:aws:iam::111122223333:role/trailbridge-splitter-eu-central-1"],
 *   organizationId: "o-a1b2c3d4e5",
 * });
 * ```
 */
export class TrailbridgeLogReader extends Construct {
  /** The role that is assumed. */
  readonly role: Role;

  constructor(scope: Construct, id: string, props: TrailbridgeLogReaderProps) {
    super(scope, id);
    const { logBucket, logPrefix = "AWSLogs/", logKey, roleName = LOG_READER_ROLE } = props;
    checkProps({ ...props, logPrefix, roleName });
    const objects = logBucket.arnForObjects(`${logPrefix}*`);
    this.role = new Role(this, "Role", {
      roleName,
      description: "Reads CloudTrail log files for trailbridge",
      assumedBy: trusted(props),
      inlinePolicies: {
        ReadLogFiles: new PolicyDocument({
          statements: [
            new PolicyStatement({ actions: ["s3:GetObject"], resources: [objects] }),
            // Or S3 says of a file that is gone what it says of one that is denied.
            new PolicyStatement({
              actions: ["s3:ListBucket"],
              resources: [logBucket.bucketArn],
            }),
          ],
        }),
      },
    });
    acknowledgeWildcard(
      this.role,
      objects,
      "Log files have a new key each; the grant is under the log prefix alone.",
    );
    if (logKey !== undefined) {
      new Policy(this, "DecryptLogFiles", {
        roles: [this.role],
        statements: [
          new PolicyStatement({
            actions: ["kms:Decrypt"],
            resources: [logKey.keyArn],
            conditions: { StringLike: { "kms:ViaService": "s3.*.amazonaws.com*" } },
          }),
        ],
      });
    }
  }
}

/** The accounts of the splitters, and in them those roles alone: a principal must exist, a condition's need not. */
function trusted({ trailbridgeRoleArns, organizationId, externalId }: TrailbridgeLogReaderProps) {
  const byAccount = new Map<string, string[]>();
  for (const arn of trailbridgeRoleArns) {
    const account = accountOf(arn);
    byAccount.set(account, [...(byAccount.get(account) ?? []), arn]);
  }
  return new CompositePrincipal(
    ...[...byAccount].map(([account, arns]) =>
      new AccountPrincipal(account).withConditions({
        StringEquals: {
          "aws:PrincipalArn": arns,
          ...(organizationId !== undefined && { "aws:PrincipalOrgID": organizationId }),
          ...(externalId !== undefined && { "sts:ExternalId": externalId }),
        },
      }),
    ),
  );
}

function accountOf(roleArn: string): string {
  return Token.isUnresolved(roleArn)
    ? Fn.select(4, Fn.split(":", roleArn))
    : (roleArn.split(":")[4] ?? "");
}

function checkProps(props: TrailbridgeLogReaderProps & { logPrefix: string; roleName: string }) {
  const { trailbridgeRoleArns, logPrefix, roleName } = props;
  if (trailbridgeRoleArns.length === 0) {
    throw new Error(
      "Cannot make a log reader as trailbridgeRoleArns must name who reads: it is empty",
    );
  }
  for (const arn of trailbridgeRoleArns) {
    if (Token.isUnresolved(arn) || /^arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/-]+$/.test(arn))
      continue;
    throw new Error(`Cannot let "${arn}" read as trailbridgeRoleArns must be ARNs of IAM roles`);
  }
  if (!Token.isUnresolved(roleName) && /^(aws-?controltower|stacksets-exec)/i.test(roleName)) {
    throw new Error(
      `Cannot name the log reader's role "${roleName}" as Control Tower denies changes of roles that are named so`,
    );
  }
  const problems = Token.isUnresolved(logPrefix) ? [] : keyPrefixProblems(logPrefix);
  if (problems.length > 0) throw new Error(problems.join("\n"));
}
