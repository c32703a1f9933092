import { mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import { sampleLogs } from "../../src/local/samples/sample-logs.ts";

/** The record that examples speak of: its eventID is the one they name. */
export const EXAMPLE_RECORD = {
  eventVersion: "1.11",
  userIdentity: {
    type: "AssumedRole",
    principalId: "AROAEXAMPLE:deploy-42",
    arn: "arn:aws:sts::111122223333:assumed-role/ci-deploy/deploy-42",
    accountId: "111122223333",
    sessionContext: {
      sessionIssuer: {
        type: "Role",
        arn: "arn:aws:iam::111122223333:role/ci-deploy",
        accountId: "111122223333",
        userName: "ci-deploy",
      },
    },
  },
  eventTime: "2026-11-02T09:03:00Z",
  eventSource: "s3.amazonaws.com",
  eventName: "PutBucketPolicy",
  awsRegion: "eu-central-1",
  sourceIPAddress: "192.0.2.14",
  userAgent: "aws-cli/2.31.0",
  errorCode: "AccessDenied",
  errorMessage: "User is not authorized to perform: s3:PutBucketPolicy",
  requestParameters: { bucketName: "example-invoices" },
  eventID: "0e4d136e-25d4-4d92-b2b2-8a9fe1e3f1af",
  eventType: "AwsApiCall",
  managementEvent: true,
  readOnly: false,
  recipientAccountId: "111122223333",
};

const SETTINGS = `name: trailbridge
account: "111122223333"
region: eu-central-1
logs: { bucket: org-logs, prefix: AWSLogs/ }
slack:
  app: { botTokenSecretId: trailbridge/slack-bot-token, channel: C0SECURITY }
rules:
  packs: [default]
  directories: [my-rules]
  ignoreDirectories: [my-ignore-rules]
`;

const RULE = `id: bucket-policy-changed
title: Bucket policy changed
description: Someone changed who may read a bucket.
severity: medium
match: eventSource == 's3.amazonaws.com' && eventName == 'PutBucketPolicy'
references:
  - https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html
tests:
  - name: a policy is put
    expect: match
    event: { eventSource: s3.amazonaws.com, eventName: PutBucketPolicy }
  - name: a policy is read
    expect: no-match
    event: { eventSource: s3.amazonaws.com, eventName: GetBucketPolicy }
`;

const IGNORE_RULE = `id: ci-deploy-is-denied
reason: The pipeline tries what it may not do yet.
owner: platform@example.com
expires: "2099-12-31"
rules: [access-denied]
match: >-
  "userIdentity.sessionContext.sessionIssuer.userName" == 'ci-deploy' && eventName == 'GetBucketAcl'
tests:
  - name: the pipeline is denied
    expect: match
    event:
      eventName: GetBucketAcl
      userIdentity: { sessionContext: { sessionIssuer: { userName: ci-deploy } } }
  - name: somebody else is
    expect: no-match
    event:
      eventName: GetBucketAcl
      userIdentity: { sessionContext: { sessionIssuer: { userName: admin } } }
`;

const PYTHON_RULES = `# Rules of the Terraform module, one a line
event["eventName"] == "StopLogging" and event["eventSource"] == "cloudtrail.amazonaws.com"
event.get("errorCode", "").endswith("UnauthorizedOperation")
`;

const TERRAFORM = `locals {
  rules = [
    "event['eventName'] == 'DeleteVpc'",
    "event['eventName'] == 'CreateUser' and 'errorCode' not in event",
  ]
}

module "cloudtrail_to_slack" {
  source                         = "fivexl/cloudtrail-to-slack/aws"
  cloudtrail_logs_s3_bucket_name = "org-logs"
  slack_bot_token                = var.slack_bot_token
  default_slack_channel_id       = "C0SECURITY"
  rules                          = join(",", local.rules)
}
`;

/** Files of the folder, by name; a name with `/` stands in a folder below. */
export const EXAMPLE_FILES: Readonly<Record<string, string>> = {
  "my.yaml": SETTINGS,
  "my-rules/bucket-policy-changed.yaml": RULE,
  "my-ignore-rules/ci-deploy-is-denied.yaml": IGNORE_RULE,
  "rules.txt": PYTHON_RULES,
  "main.tf": TERRAFORM,
  "record.json": `${JSON.stringify(EXAMPLE_RECORD, null, 2)}\n`,
};

/** Log files of the folder: a few of the samples', and one with the record that examples name. */
const SAMPLES = 5;

/** Fills a folder with what the commands' examples speak of, as a user's own folder holds it. */
export function makeExampleFolder(folder: string): void {
  for (const [name, text] of Object.entries(EXAMPLE_FILES)) write(folder, name, text);
  const { objects } = sampleLogs({
    splitter: "trailbridge-splitter",
    notifier: "trailbridge-notifier",
  });
  for (const { key, body } of objects.slice(0, SAMPLES)) write(folder, `logs/${key}`, body);
  const log = gzipSync(JSON.stringify({ Records: [EXAMPLE_RECORD] }));
  const file = "111122223333_CloudTrail_eu-central-1_20261102T0905Z_eXaMpLe0123456789.json.gz";
  write(folder, `logs/AWSLogs/111122223333/CloudTrail/eu-central-1/2026/11/02/${file}`, log);
}

function write(folder: string, name: string, content: string | Uint8Array): void {
  const path = join(folder, name);
  mkdirSync(path.slice(0, -basename(path).length), { recursive: true });
  writeFileSync(path, content);
}

/** What a shell makes of an example's words: the words, and the file that `<` names. */
export function shellWords(text: string): { readonly words: string[]; readonly stdin?: string } {
  const words = [...text.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? "",
  );
  const at = words.indexOf("<");
  if (at < 0) return { words };
  const [, stdin = "", ...more] = words.slice(at);
  return { words: [...words.slice(0, at), ...more], stdin };
}
