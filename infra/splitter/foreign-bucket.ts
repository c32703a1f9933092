import { Stack } from "aws-cdk-lib";
import { CfnEventBusPolicy } from "aws-cdk-lib/aws-events";
import { AccountPrincipal, PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import { physicalName } from "../shared/physical-name.ts";

/** Characters of a statement's id. @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutPermission.html */
const MAX_STATEMENT_ID = 64;

/**
 * Lets a log archive account forward its bucket's events to this account's default bus: S3's
 * events and nothing else. Once per stack and account.
 *
 * @returns ARN of the default bus, which that account's rule must name as its target.
 */
export function admitForeignBucket(scope: Construct, account: string): string {
  const stack = Stack.of(scope);
  const id = `TrailbridgeAdmits${account}`;
  const defaultBus = stack.formatArn({
    service: "events",
    resource: "event-bus",
    resourceName: "default",
  });
  if (stack.node.tryFindChild(id) === undefined) {
    // The default bus is everybody's: another stack that admits the account has a statement of its own.
    const statementId = `${physicalName(stack, MAX_STATEMENT_ID - account.length - 1)}-${account}`;
    new CfnEventBusPolicy(stack, id, {
      statementId,
      statement: new PolicyStatement({
        sid: statementId,
        principals: [new AccountPrincipal(account)],
        actions: ["events:PutEvents"],
        resources: [defaultBus],
        conditions: { StringEquals: { "events:source": "aws.s3" } },
      }).toStatementJson(),
    });
  }
  return defaultBus;
}
