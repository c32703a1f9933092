import { App, Stack } from "aws-cdk-lib";
import { Topic } from "aws-cdk-lib/aws-sns";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { requireHere, requireStandard } from "../../../infra/shared/usable.ts";

const ARN = "arn:aws:sns:us-west-2:111122223333:t";

const here = suite("requireHere()");

here("refuses a resource of another Region", () => {
  const stack = stackIn("eu-central-1");
  assert.throws(
    () => requireHere(stack, "topic", Topic.fromTopicArn(stack, "T", ARN), "it is so"),
    /^Cannot use topic as it is so: it is in us-west-2, the stack in eu-central-1$/,
  );
});

here("takes one of its own Region, none, and any where a Region is not known", () => {
  const known = stackIn("us-west-2");
  const unknown = new Stack(new App());
  requireHere(known, "topic", Topic.fromTopicArn(known, "T", ARN), "it is so");
  requireHere(known, "topic", undefined, "it is so");
  requireHere(unknown, "topic", Topic.fromTopicArn(unknown, "T", ARN), "it is so");
  requireHere(stackIn("eu-central-1"), "topic", new Topic(unknown, "Own"), "it is so");
});

here.run();

const standard = suite("requireStandard()");

standard("refuses what is FIFO, and nothing else", () => {
  assert.throws(
    () => requireStandard("topic", { fifo: true }, "it is so"),
    /^Cannot use topic as it is so: it is FIFO$/,
  );
  requireStandard("topic", { fifo: false }, "it is so");
  requireStandard("topic", undefined, "it is so");
});

standard.run();

function stackIn(region: string): Stack {
  return new Stack(new App(), "Stack", { env: { account: "111122223333", region } });
}
