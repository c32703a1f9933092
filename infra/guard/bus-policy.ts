import { Stack } from "aws-cdk-lib";
import { EventBus, EventBusPolicy, type IEventBus } from "aws-cdk-lib/aws-events";
import type { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import { physicalName } from "../shared/physical-name.ts";

/** Characters of a statement's id. @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutPermission.html */
const MAX_STATEMENT_ID = 64;

/**
 * Adds a statement with an id to a bus's policy. To that of a bus that was made elsewhere it goes by a
 * resource of this stack's, under an id that no other stack's has.
 *
 * @param scope Of what needs the statement.
 */
export function addToBusPolicy(
  scope: Construct,
  bus: IEventBus,
  statement: PolicyStatement & { readonly sid?: string },
): void {
  if (bus instanceof EventBus && Stack.of(bus) === Stack.of(scope)) {
    bus.addToResourcePolicy(statement);
    return;
  }
  const own = statement.copy();
  const statementId = `${physicalName(scope, MAX_STATEMENT_ID - 1 - String(statement.sid).length)}-${statement.sid}`;
  own.sid = statementId;
  new EventBusPolicy(scope, `Policy-${statement.sid}`, {
    eventBus: bus,
    statementId,
    statement: own.toStatementJson(),
  });
}
