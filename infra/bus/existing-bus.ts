import { Stack, Token } from "aws-cdk-lib";
import type { IEventBus } from "aws-cdk-lib/aws-events";
import type { Construct } from "constructs";
import { foreignAccount } from "../shared/foreign.ts";
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
