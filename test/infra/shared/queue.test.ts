import { App, Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { grantSend } from "../../../infra/shared/queue.ts";

const test = suite("grantSend()");

test("grants the use of a queue's key as well, of no other kind than sending takes", () => {
  const stack = new Stack(new App(), "Test");
  const queue = new Queue(stack, "Queue", { encryptionMasterKey: new Key(stack, "Key") });
  const role = new Role(stack, "Role", { assumedBy: new ServicePrincipal("lambda.amazonaws.com") });
  grantSend(queue, role);
  const [policy] = Object.values(Template.fromStack(stack).findResources("AWS::IAM::Policy"));
  assert.equal(
    policy?.Properties.PolicyDocument.Statement.map((it: { Action: unknown }) => it.Action),
    [["kms:GenerateDataKey", "kms:Decrypt"], "sqs:SendMessage"],
  );
});

test.run();
