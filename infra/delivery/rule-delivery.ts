import { type Duration, Lazy } from "aws-cdk-lib";
import type {
  IEventBus,
  IRule,
  IRuleRef,
  IRuleTarget,
  RuleTargetInput,
} from "aws-cdk-lib/aws-events";
import { type Conditions, PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { onBehalfOf, type Source } from "./source-conditions.ts";

/** How long and how often EventBridge tries to reach a target, and where an event goes that it did not. */
export interface RuleDelivery {
  /** Takes what was not delivered. */
  readonly deadLetters: IQueue;
  /** How long it tries, 1 minute to 24 hours. */
  readonly maxEventAge: Duration;
  /** How often it tries again, 0 to 185. */
  readonly retryAttempts: number;
}

/** Gives a target that brings none dead letters and a retry policy. */
export function delivered(target: IRuleTarget, delivery: RuleDelivery): IRuleTarget {
  const { deadLetters, maxEventAge, retryAttempts } = delivery;
  return {
    bind(rule, id) {
      admitRule(deadLetters, rule);
      return {
        ...target.bind(rule, id),
        deadLetterConfig: { arn: deadLetters.queueArn },
        retryPolicy: {
          maximumEventAgeInSeconds: maxEventAge.toSeconds(),
          maximumRetryAttempts: retryAttempts,
        },
      };
    },
  };
}

/**
 * A queue as a target. The CDK's own names either the rule's ARN or its account, and lets EventBridge
 * ask for the queue's attributes too.
 *
 * @param input What is sent instead of the whole event.
 */
export function toQueue(queue: IQueue, input?: RuleTargetInput): IRuleTarget {
  return {
    bind(rule) {
      admitRule(queue, rule);
      return { arn: queue.queueArn, targetResource: queue, ...(input && { input }) };
    },
  };
}

/**
 * Lets EventBridge send to a queue what one rule selects; of an imported queue the policy is its
 * owner's.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sqs-permissions
 */
export function admitRule(queue: IQueue, rule: IRuleRef): void {
  // A rule that is bound to a target is one of the CDK's own.
  admit(queue, { arn: (rule as IRule).ruleArn, account: rule.env.account });
}

/** Lets EventBridge send to a queue what a bus itself cannot take. */
export function admitBus(queue: IQueue, { eventBusArn: arn, env }: IEventBus): void {
  admit(queue, { arn, account: env.account });
}

/** One statement for all of an account: a queue's policy has room for some twenty. */
function admit(queue: IQueue, { arn, account }: Source): void {
  const admitted = ADMITTED.get(queue) ?? new Map<string, string[]>();
  ADMITTED.set(queue, admitted);
  const arns = admitted.get(account);
  if (arns !== undefined) {
    if (!arns.includes(arn)) arns.push(arn);
    return;
  }
  const all = [arn];
  admitted.set(account, all);
  const arnOrArns = Lazy.any({ produce: () => (all.length === 1 ? all[0] : all) });
  queue.addToResourcePolicy(
    new PolicyStatement({
      principals: [EVENTS],
      actions: ["sqs:SendMessage"],
      resources: [queue.queueArn],
      conditions: onBehalfOf({ arn: arnOrArns as unknown as string, account }),
    }),
  );
  // By the account alone: rule, queue and key would wait for each other.
  admitToQueueKey(queue, { StringEquals: { "aws:SourceAccount": account } });
}

/** Queue → account → the ARNs of what EventBridge may send to it for. */
const ADMITTED = new WeakMap<IQueue, Map<string, string[]>>();

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html#compatibility-with-aws-services */
function admitToQueueKey({ encryptionMasterKey: key }: IQueue, conditions: Conditions): void {
  key?.addToResourcePolicy(
    new PolicyStatement({
      principals: [EVENTS],
      actions: ["kms:GenerateDataKey", "kms:Decrypt"],
      resources: ["*"],
      conditions,
    }),
  );
}

const EVENTS = new ServicePrincipal("events.amazonaws.com");
