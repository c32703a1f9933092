import { type ResourceEnvironment, Stack, Token } from "aws-cdk-lib";
import type { IConstruct } from "constructs";

/**
 * Refuses a resource of another Region than the stack's, where both are known, for what works
 * within a Region alone.
 *
 * @param prop The property it was given as, for the message.
 * @param why To be read after "as".
 */
export function requireHere(
  scope: IConstruct,
  prop: string,
  resource: { readonly env?: ResourceEnvironment } | undefined,
  why: string,
): void {
  const here = Stack.of(scope).region;
  const region = resource?.env?.region;
  if (region === undefined) return;
  if (Token.isUnresolved(region) || Token.isUnresolved(here) || region === here) return;
  throw new Error(`Cannot use ${prop} as ${why}: it is in ${region}, the stack in ${here}`);
}

/**
 * Refuses a FIFO queue or topic where none can serve.
 *
 * @param prop The property it was given as, for the message.
 * @param why To be read after "as".
 */
export function requireStandard(
  prop: string,
  resource: { readonly fifo?: boolean } | undefined,
  why: string,
): void {
  if (resource?.fifo) throw new Error(`Cannot use ${prop} as ${why}: it is FIFO`);
}
