import { type IResource, Stack, Token } from "aws-cdk-lib";
import type { IConstruct } from "constructs";

/**
 * The account a resource belongs to when that is known to be another than the stack's; else
 * nothing. A resource imported without `account` counts as the stack's own.
 */
export function foreignAccount(resource: IResource, scope: IConstruct): string | undefined {
  const { account } = resource.env;
  return Token.isUnresolved(account) || account === Stack.of(scope).account ? undefined : account;
}
