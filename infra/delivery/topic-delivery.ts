import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { CfnSubscription, ITopic, Subscription } from "aws-cdk-lib/aws-sns";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { onBehalfOf } from "./source-conditions.ts";

/**
 * Has SNS keep what a subscriber does not take. The CDK's own way says nothing of the topic's account.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-configure-dead-letter-queue.html
 */
export function keepUndelivered(subscription: Subscription, topic: ITopic, queue: IQueue): void {
  (subscription.node.defaultChild as CfnSubscription).redrivePolicy = {
    deadLetterTargetArn: queue.queueArn,
  };
  queue.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal("sns.amazonaws.com")],
      actions: ["sqs:SendMessage"],
      resources: [queue.queueArn],
      conditions: onBehalfOf({ arn: topic.topicArn, account: topic.env.account }),
    }),
  );
}
