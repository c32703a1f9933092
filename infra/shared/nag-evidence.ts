import * as cdk from "aws-cdk-lib";
import { Stack } from "aws-cdk-lib";
import type { IConstruct } from "constructs";

/** What a check reports, and why it is right as it is. */
interface Acknowledgement {
  /** Rule of the check, with what it found in brackets where only that is acknowledged. */
  readonly id: string;
  readonly reason: string;
}

/**
 * Acknowledges what a check of the template reports about a construct. Nothing where the app's CDK
 * is older than these checks.
 */
export function acknowledge(
  scope: IConstruct,
  ...acknowledged: readonly [Acknowledgement, ...Acknowledgement[]]
): void {
  const checks: typeof cdk.Validations | undefined = cdk.Validations;
  checks?.of(scope).acknowledge(...acknowledged);
}

/**
 * Acknowledges that one policy of `scope` names `resource` with a wildcard, and that resource only:
 * another wildcard in the same policy is still reported.
 *
 * @param resource ARN as the policy has it; tokens are written as cdk-nag writes them.
 */
export function acknowledgeWildcard(scope: IConstruct, resource: string, reason: string): void {
  const id = `AwsSolutions-IAM5[Resource::${flatten(Stack.of(scope).resolve(resource))}]`;
  acknowledge(scope, { id, reason });
}

/** Acknowledges that a function's event source mapping over a queue has no failure destination. */
export function acknowledgeQueueMapping(mapped: IConstruct): void {
  acknowledge(mapped, {
    id: "Serverless-LambdaEventSourceMappingDestination",
    reason:
      "Lambda takes no failure destination for SQS: the queue's own dead-letter queue keeps what fails.",
  });
}

/** A resolved string as cdk-nag shows it in a finding: `<LogicalId.Attribute>` for what CloudFormation fills in. */
function flatten(value: unknown): string {
  if (typeof value === "string") return value.replaceAll("${", "<").replaceAll("}", ">");
  const [[intrinsic, argument] = []] = Object.entries(value as Record<string, unknown>);
  switch (intrinsic) {
    case "Fn::Join": {
      const [delimiter, items] = argument as [string, unknown[]];
      return items.map(flatten).join(delimiter);
    }
    case "Fn::GetAtt": {
      const [resource, attribute] = argument as [string, string];
      return `<${resource}.${attribute}>`;
    }
    case "Ref":
      return `<${argument}>`;
    case "Fn::ImportValue":
      return flatten(argument);
    default:
      return JSON.stringify(value);
  }
}
