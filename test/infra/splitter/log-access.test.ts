import "../../support/handler-bundles.ts";
import type { Stack } from "aws-cdk-lib";
import { EventBus } from "aws-cdk-lib/aws-events";
import { Key } from "aws-cdk-lib/aws-kms";
import { Bucket } from "aws-cdk-lib/aws-s3";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { queueSource } from "../../../infra/splitter/queue-source.ts";
import { Splitter } from "../../../infra/splitter/splitter.ts";
import type { SplitterProps } from "../../../infra/splitter/splitter-props.ts";
import { SPLITTER_ENV } from "../../../src/contract.ts";
import { ENV, grants, resource, synth } from "../../support/synth.ts";

const READER = "arn:aws:iam::444455556666:role/trailbridge-log-reader";

const test = suite("grantLogAccess()");

test("refuses an external id that no role asks for, and a role that is none", () => {
  assert.throws(
    () => access({ readRoleExternalId: "a-b" }),
    /readRoleExternalId as readRoleArn must name the role that asks for it/,
  );
  for (const readRoleArn of ["arn:aws:s3:::bucket", "arn:aws:lambda:eu-central-1:444455556666:x"]) {
    assert.throws(() => access({ readRoleArn }), /must be the ARN of an IAM role/);
  }
});

test("a landing zone's bucket is read by a role there, and nothing is asked of its policy", () => {
  const { template, statements } = access({
    readRoleArn: READER,
    readRoleExternalId: "a-b",
    logBucket: "444455556666",
    logKey: "444455556666",
  });
  const granted = grants(template, "SplitterFunctionRole");
  assert.is(granted["sts:AssumeRole"], READER);
  assert.equal([granted["s3:GetObject"], granted["kms:Decrypt"]], [undefined, undefined]);
  const { Variables } = resource(template, "AWS::Lambda::Function", "SplitterFunction").Properties
    .Environment as { Variables: Record<string, unknown> };
  assert.is(Variables[SPLITTER_ENV.readRoleArn], READER);
  assert.is(Variables[SPLITTER_ENV.readRoleExternalId], "a-b");
  assert.equal(statements, {});
});

test("a landing zone's key in the management account is to let the reader role in", () => {
  const { statements } = access({
    readRoleArn: READER,
    logBucket: "444455556666",
    logKey: "999900001111",
  });
  assert.equal(Object.keys(statements), ["key"]);
  assert.equal(statements.key?.toStatementJson().Principal, { AWS: READER });
});

test("a role of a third account reads by the bucket's policy", () => {
  const { statements } = access({ readRoleArn: READER, logBucket: "777788889999" });
  assert.equal(statements.bucket?.toStatementJson().Principal, { AWS: READER });
});

test("an own bucket whose key is another account's tells what that key must allow", () => {
  const { template, statements } = access({ logKey: "999900001111" });
  assert.equal(Object.keys(statements), ["key"]);
  const { Principal, Action } = statements.key?.toStatementJson() ?? {};
  assert.match(JSON.stringify(template.toJSON()), /kms:Decrypt/);
  assert.ok(Principal);
  assert.is(Action, "kms:Decrypt");
});

test("an own bucket with an own key asks nobody", () => {
  assert.equal(access({ logKey: ENV.account }).statements, {});
  assert.equal(access({}).statements, {});
});

test("another account's bucket, and its key, are to let the splitter in", () => {
  const { statements } = access({ logBucket: "444455556666", logKey: "444455556666" });
  assert.equal(Object.keys(statements), ["bucket", "key"]);
});

test("another account's bucket with a key of the stack's own account asks for the bucket alone", () => {
  const { statements } = access({ logBucket: "444455556666", logKey: ENV.account });
  assert.equal(Object.keys(statements), ["bucket"]);
});

test.run();

/** A splitter with bucket and key of the accounts named, and what their owners must add. */
function access(props: {
  readonly readRoleArn?: string;
  readonly readRoleExternalId?: string;
  readonly logBucket?: string;
  readonly logKey?: string;
}) {
  let splitter: Splitter | undefined;
  const { logBucket, logKey, ...others } = props;
  const template = synth(
    (stack: Stack) => {
      splitter = new Splitter(stack, "Splitter", {
        logBucket: Bucket.fromBucketAttributes(stack, "Logs", {
          bucketName: "org-logs",
          ...(logBucket && { account: logBucket }),
        }),
        eventBus: new EventBus(stack, "Bus"),
        logSource: queueSource(),
        ...(logKey && {
          logKey: Key.fromKeyArn(
            stack,
            "Key",
            `arn:aws:kms:eu-central-1:${logKey}:key/1a2b3c4d-1111-2222-3333-444455556666`,
          ),
        }),
        ...others,
      } satisfies SplitterProps);
    },
    { env: ENV },
  );
  return { template, statements: splitter?.ownerStatements ?? {} };
}
