import { Stack, Token } from "aws-cdk-lib";
import { EventBus, EventBusPolicy, type IEventBus } from "aws-cdk-lib/aws-events";
import type { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import { foreignAccount } from "../shared/foreign.ts";
import { physicalName } from "../shared/physical-name.ts";
import { requireHere } from "../shared/usable.ts";
import type { RecordBusProps } from "./record-bus-props.ts";

/**
 * Refuses an existing bus that cannot carry records, and what only its owner can say of it.
 *
 * @throws {Error} That names the property, the rule and what it is.
 */
export function requireExisting(scope: Construct, bus: IEventBus, props: RecordBusProps): void {
  requireHere(scope, "eventBus", bus, "events are put, and rules made, in the bus's own Region");
  const account = foreignAccount(bus, scope);
  if (account !== undefined) {
    throw new Error(
      `Cannot use eventBus as a bus carries rules and events of its own account: it is of "${account}", the stack of "${Stack.of(scope).account}"; forward to it by addEventBus() (setting consumers.<name>.bus)`,
    );
  }
  const { eventBusName } = bus;
  if (!Token.isUnresolved(eventBusName) && eventBusName === "default") {
    throw new Error(
      "Cannot use eventBus as the default bus is everybody's: any rule there would get every record; name a bus of its own",
    );
  }
  for (const name of ["eventBusName", "encryptionKey", "logLevel", "logRetention"] as const) {
    if (props[name] === undefined) continue;
    throw new Error(`Cannot use ${name} as it is for a bus that is made here: eventBus exists`);
  }
}

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
