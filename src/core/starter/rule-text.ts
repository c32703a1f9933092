import { quotedYaml } from "../yaml/quoted-yaml.ts";
import type { StarterFile } from "./starter.ts";

/** What a new rule is told. */
export interface NewRule {
  readonly id: string;
  readonly title: string;
  readonly severity: string;
  /** The call it is about. */
  readonly eventSource: string;
  readonly eventName: string;
}

/** A rule file to begin with: it loads, its tests hold, and what is still to be written says so. */
export function newRuleText({ id, title, severity, eventSource, eventName }: NewRule): string {
  return `id: ${id}
title: ${quotedYaml(title)}
description: >-
  Say what this alert means to whoever reads it at night.
severity: ${severity}
match: >-
  eventSource == '${eventSource}' && eventName == '${eventName}'
tags: []
references:
  - https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference.html
runbook: >-
  Say what to look at, whom to ask, and what to do.
tests:
  - name: ${eventName} is called
    expect: match
    event:
      eventSource: ${eventSource}
      eventName: ${eventName}
  - name: something else is called
    expect: no-match
    event:
      eventSource: ${eventSource}
      eventName: SomethingElse
`;
}

/** The first rule of one's own: who changes the bucket that everything else rests on. */
export function logBucketRule(bucket: string): StarterFile {
  const test = (name: string, expect: string, call: string, of: string) => `  - name: ${name}
    expect: ${expect}
    event:
      eventSource: s3.amazonaws.com
      eventName: ${call}
      requestParameters: { bucketName: ${quotedYaml(of)} }
`;
  const text = `id: log-bucket-changed
title: Bucket of the log files changed
description: >-
  Someone changed who may read or write the bucket that CloudTrail delivers to, how long it keeps
  log files, or whom it tells of them. Every alert rests on what is in it.
severity: high
match: >-
  eventSource == 's3.amazonaws.com'
  && "requestParameters.bucketName" == '${bucket}'
  && contains(\`["PutBucketPolicy", "DeleteBucketPolicy", "PutBucketLifecycle", "PutBucketNotification",
    "PutBucketVersioning", "PutBucketEncryption", "DeleteBucket"]\`, eventName)
tags: [attack.t1562.008]
references:
  - https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
runbook: >-
  Ask who deployed the change. If nobody did, put the policy, the lifecycle and the notifications back
  as they were, and read everything the caller did since.
tests:
${test("the policy is replaced", "match", "PutBucketPolicy", bucket)}${test("log files expire sooner", "match", "PutBucketLifecycle", bucket)}${test("the policy is read", "no-match", "GetBucketPolicy", bucket)}${test("another bucket's policy is replaced", "no-match", "PutBucketPolicy", "another-bucket")}`;
  return {
    name: "rules/log-bucket-changed.yaml",
    text,
    says: "a first rule of your own, with its tests",
  };
}

/** The first list of one's own: what tells infrastructure code from a thief. */
export const DEPLOYMENT_ROLES: StarterFile = {
  name: "rules/lists/deploymentRoles.yaml",
  text: `# Roles by which your infrastructure is deployed (Terraform, CDK, pipelines): they read secrets and make roles as a
# thief does, and rules that know of this list leave them alone. Without [] and \`# \`:
#   - value: arn:aws:iam::*:role/cdk-*-deploy-role-*
#     owner: platform@example.com
#     reason: CDK deploys by it
# Beside it, a file each: trustedRoles, breakGlassUsers, backupRoles, federationBrokers, networks, partnerAccounts,
# accounts, trailBuckets, instanceTypes, regions.
id: deploymentRoles
entries: []
`,
  says: "a list of your own, still empty: the roles that deploy",
};
