import { RemovalPolicy, Stack } from "aws-cdk-lib";
import { Key } from "aws-cdk-lib/aws-kms";
import type { Construct } from "constructs";

/**
 * The key of the topics this stack creates, one per stack, made when first asked for.
 *
 * AWS's own SNS key would do for a publisher of this account, but S3 and CloudWatch cannot use it:
 * its policy cannot name them.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
 */
export function topicKey(scope: Construct): Key {
  const stack = Stack.of(scope);
  const existing = stack.node.tryFindChild(ID);
  if (existing instanceof Key) return existing;
  return new Key(stack, ID, {
    description: "trailbridge: topics at rest",
    enableKeyRotation: true,
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  });
}

const ID = "TrailbridgeTopicKey";
