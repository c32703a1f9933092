import type { Stack } from "aws-cdk-lib";
import { Match } from "aws-cdk-lib/assertions";
import { Key } from "aws-cdk-lib/aws-kms";
import { Bucket } from "aws-cdk-lib/aws-s3";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  TrailbridgeLogReader,
  type TrailbridgeLogReaderProps,
} from "../../infra/trailbridge-log-reader.ts";
import { resource, synth } from "../support/synth.ts";

const SPLITTER = "arn:aws:iam::111122223333:role/trailbridge-splitter-eu-central-1";
const STAGING = "arn:aws:iam::111122223333:role/staging-splitter-eu-central-1";
const ELSEWHERE = "arn:aws:iam::777788889999:role/trailbridge-splitter-eu-west-1";

const test = suite("TrailbridgeLogReader");

for (const [name, props, message] of [
  ["nobody who reads", { trailbridgeRoleArns: [] }, /trailbridgeRoleArns must name who reads/],
  [
    "who reads by another ARN than a role's",
    { trailbridgeRoleArns: ["arn:aws:sts::111122223333:assumed-role/x/y"] },
    /Cannot let "arn:aws:sts.*must be ARNs of IAM roles/,
  ],
  [
    "a name as Control Tower's own roles have",
    { roleName: "aws-controltower-LogReader" },
    /Cannot name the log reader's role .* as Control Tower denies/,
  ],
  ["a prefix no key has", { logPrefix: "/AWSLogs/" }, /Cannot use logs\.prefix/],
] as const) {
  test(`refuses ${name}`, () => assert.throws(() => reader(props), message));
}

test("lets in the splitter's role before it exists, of the organisation, and nobody else", () => {
  const template = reader({ trailbridgeRoleArns: [SPLITTER, STAGING, ELSEWHERE] });
  const { RoleName, AssumeRolePolicyDocument } = resource(template, "AWS::IAM::Role").Properties;
  assert.is(RoleName, "trailbridge-log-reader");
  const { Statement } = AssumeRolePolicyDocument as { Statement: { Condition: unknown }[] };
  const of = (arns: unknown) => ({
    StringEquals: {
      "aws:PrincipalArn": arns,
      "aws:PrincipalOrgID": "o-a1b2c3d4e5",
      "sts:ExternalId": "a-b",
    },
  });
  assert.equal(
    Statement.map(({ Condition }) => Condition),
    [of([SPLITTER, STAGING]), of([ELSEWHERE])],
  );
});

test("may read the prefix, learn what is gone, decrypt, and nothing more", () => {
  const template = reader({});
  const { Policies } = resource(template, "AWS::IAM::Role").Properties as {
    Policies: { PolicyDocument: { Statement: { Action: string; Resource: unknown }[] } }[];
  };
  const statements = Policies[0]?.PolicyDocument.Statement ?? [];
  assert.equal(
    statements.map(({ Action }) => Action),
    ["s3:GetObject", "s3:ListBucket"],
  );
  assert.match(JSON.stringify(statements[0]?.Resource), "org-logs/o-1/AWSLogs/*");
  template.hasResourceProperties("AWS::IAM::Policy", {
    PolicyDocument: {
      Statement: [
        Match.objectLike({ Action: "kms:Decrypt", Resource: Match.stringLikeRegexp("key/1a2b") }),
      ],
    },
  });
  template.resourceCountIs("AWS::S3::BucketPolicy", 0);
});

test.run();

function reader(props: Partial<TrailbridgeLogReaderProps>) {
  return synth((stack: Stack) => {
    new TrailbridgeLogReader(stack, "LogReader", {
      logBucket: Bucket.fromBucketName(stack, "Logs", "org-logs"),
      logPrefix: "o-1/AWSLogs/",
      logKey: Key.fromKeyArn(
        stack,
        "Key",
        "arn:aws:kms:eu-central-1:999900001111:key/1a2b3c4d-1111-2222-3333-444455556666",
      ),
      trailbridgeRoleArns: [SPLITTER],
      organizationId: "o-a1b2c3d4e5",
      externalId: "a-b",
      ...props,
    });
  });
}
