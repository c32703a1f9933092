import { Arn, ArnFormat, Stack, Token } from "aws-cdk-lib";
import { ArnPrincipal, type IPrincipal, PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import { SPLITTER_ENV } from "../../src/contract.ts";
import { acknowledgeWildcard } from "../shared/nag-evidence.ts";
import type { LogSourceTarget } from "./log-source.ts";

/** Statements for policies this stack cannot reach. */
export interface OwnerStatements {
  /** For the bucket's policy. */
  readonly bucket?: PolicyStatement;
  /** The same, where log files are compared with CloudTrail's digests. */
  readonly bucketList?: PolicyStatement;
  /** For the policy of the key the log files are encrypted with. */
  readonly key?: PolicyStatement;
}

/** How log files are read. */
export interface LogAccessProps {
  /** Key they are encrypted with. */
  readonly logKey?: IKey;
  /** Role that reads them. @default - the splitter's own */
  readonly readRoleArn?: string;
  /** External id that role asks for. @default - none */
  readonly readRoleExternalId?: string;
  /** Whether they are compared with CloudTrail's digests, which are listed. @default false */
  readonly validateLogFiles?: boolean;
}

/**
 * What all keys of a trail begin with: where the prefix names some of its accounts, a file of
 * another is read when somebody sends its dead letter back.
 */
function trailFolder(prefix: string): string {
  const at = prefix.indexOf("AWSLogs/");
  return at < 0 ? prefix : prefix.slice(0, at + "AWSLogs/".length);
}

/**
 * Lets the splitter read log files, by its own role or by another that it assumes.
 *
 * @returns What the owners of bucket and key must allow as well, as they are not of the reader's
 * account.
 */
export function grantLogAccess(target: LogSourceTarget, props: LogAccessProps): OwnerStatements {
  const reader = readerOf(target, props);
  const { logBucket, bucketAccount } = target;
  const folder = `${trailFolder(target.logPrefix)}*`;
  const objects = logBucket.arnForObjects(folder);
  const key = props.logKey ?? logBucket.encryptionKey;
  const read = { actions: ["s3:GetObject"], resources: [objects] };
  const list = props.validateLogFiles
    ? {
        actions: ["s3:ListBucket"],
        resources: [logBucket.bucketArn],
        conditions: { StringLike: { "s3:prefix": folder } },
      }
    : undefined;
  const decrypt = {
    actions: ["kms:Decrypt"],
    conditions: { StringLike: { "kms:ViaService": "s3.*.amazonaws.com*" } },
  };
  if (props.readRoleArn === undefined) {
    // Nothing else: the bucket may hold more than logs.
    const role = target.function.ownRole;
    role.addToPolicy(new PolicyStatement(read));
    if (list) role.addToPolicy(new PolicyStatement(list));
    acknowledgeWildcard(
      role,
      objects,
      "Log files have a new key each; the grant is GetObject in the trail's folder alone.",
    );
    if (key) role.addToPolicy(new PolicyStatement({ ...decrypt, resources: [key.keyArn] }));
  }
  const home = Stack.of(target).account;
  const readerAccount = reader.account ?? home;
  const keyAccount = key && (Token.isUnresolved(key.env.account) ? bucketAccount : key.env.account);
  return {
    ...(list &&
      (bucketAccount ?? home) !== readerAccount && {
        bucketList: new PolicyStatement({
          ...list,
          sid: "TrailbridgeListsLogFiles",
          principals: [reader.principal],
        }),
      }),
    ...((bucketAccount ?? home) !== readerAccount && {
      bucket: new PolicyStatement({
        ...read,
        sid: "TrailbridgeReadsLogFiles",
        principals: [reader.principal],
      }),
    }),
    ...(key &&
      (keyAccount ?? home) !== readerAccount && {
        key: new PolicyStatement({
          ...decrypt,
          sid: "TrailbridgeDecryptsLogFiles",
          principals: [reader.principal],
          resources: ["*"],
        }),
      }),
  };
}

interface Reader {
  readonly principal: IPrincipal;
  /** Undefined when it is the stack's. */
  readonly account: string | undefined;
}

function readerOf(
  { function: splitter }: LogSourceTarget,
  { readRoleArn, readRoleExternalId }: LogAccessProps,
): Reader {
  if (readRoleArn === undefined) {
    if (readRoleExternalId !== undefined) {
      throw new Error(
        "Cannot use readRoleExternalId as readRoleArn must name the role that asks for it: it is missing",
      );
    }
    return { principal: splitter.ownRole, account: undefined };
  }
  splitter.ownRole.addToPolicy(
    new PolicyStatement({ actions: ["sts:AssumeRole"], resources: [readRoleArn] }),
  );
  splitter.addEnvironment(SPLITTER_ENV.readRoleArn, readRoleArn);
  if (readRoleExternalId !== undefined) {
    splitter.addEnvironment(SPLITTER_ENV.readRoleExternalId, readRoleExternalId);
  }
  return { principal: new ArnPrincipal(readRoleArn), account: accountOf(readRoleArn) };
}

function accountOf(roleArn: string): string | undefined {
  if (Token.isUnresolved(roleArn)) return undefined;
  const { service, account } = Arn.split(roleArn, ArnFormat.SLASH_RESOURCE_NAME);
  if (service !== "iam" || account === undefined) {
    throw new Error(`Cannot use readRoleArn "${roleArn}" as it must be the ARN of an IAM role`);
  }
  return account;
}
