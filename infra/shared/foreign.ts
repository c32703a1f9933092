import { type IResource, Stack, Token } from "aws-cdk-lib";
import { Bucket, type IBucket } from "aws-cdk-lib/aws-s3";
import type { Construct, IConstruct } from "constructs";

/**
 * The account a resource belongs to when that is known to be another than the stack's; else
 * nothing. A resource imported without `account` counts as the stack's own.
 */
export function foreignAccount(
  resource: Pick<IResource, "env">,
  scope: IConstruct,
): string | undefined {
  const { account } = resource.env;
  return Token.isUnresolved(account) || account === Stack.of(scope).account ? undefined : account;
}

/** The Region a resource is in when that is known to be another than the stack's; else nothing. */
export function foreignRegion(resource: IResource, scope: IConstruct): string | undefined {
  const { region } = resource.env;
  const here = Stack.of(scope).region;
  return Token.isUnresolved(region) || Token.isUnresolved(here) || region === here
    ? undefined
    : region;
}

/**
 * A bucket as a construct may configure it. What configures a bucket of another stack is made in that
 * one, and both stacks would need each other: it is imported here, so that this one alone needs the
 * other.
 */
export function bucketFor(scope: Construct, id: string, bucket: IBucket): IBucket {
  if (Stack.of(bucket) === Stack.of(scope)) return bucket;
  const { bucketName, bucketArn, encryptionKey, env } = bucket;
  return Bucket.fromBucketAttributes(scope, id, {
    bucketName,
    bucketArn,
    ...env,
    ...(encryptionKey && { encryptionKey }),
  });
}
