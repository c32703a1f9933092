import { Stack } from "aws-cdk-lib";
import type { IConstruct } from "constructs";
import { deploymentName, digest, shortened } from "../../src/core/deployment/name.ts";

/** Characters of an event bus's name. @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateEventBus.html */
export const MAX_BUS_NAME = 256;

/**
 * The name a construct gives to what it names: made of its stack's name and where in the stack it
 * is, never of the app around it, whose ids two deployments may share.
 *
 * @param maxLength Characters the service takes; a longer name ends in a digest.
 */
export function physicalName(scope: IConstruct, maxLength: number): string {
  return physicalNameOf(scope, [], maxLength);
}

/** As {@linkcode physicalName}, of what is or would be at a path below a construct. */
export function physicalNameOf(
  scope: IConstruct,
  below: readonly string[],
  maxLength: number,
): string {
  let stack = Stack.of(scope);
  // The name of a nested stack is CloudFormation's to choose.
  while (stack.nestedStackParent !== undefined) stack = stack.nestedStackParent;
  const path = scope.node.scopes.slice(stack.node.scopes.length).map(({ node }) => node.id);
  return shortened(deploymentName(stack.stackName, [...path, ...below]), maxLength);
}

/** Characters of a Lambda function's name. @see https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
const MAX_FUNCTION_NAME = 64;

/** Name of the function of a splitter or notifier that is given none. */
export function ownFunctionName(scope: IConstruct): string {
  return physicalName(scope, MAX_FUNCTION_NAME);
}

/** Name that a splitter or notifier beside a construct gives to its function, if it has this id and is given none. */
export function siblingFunctionName({ node }: IConstruct, id: string): string {
  return physicalNameOf(node.scope as IConstruct, [id], MAX_FUNCTION_NAME);
}

/**
 * Id of a construct that is one of many: made of what it is, so that it keeps it whatever else there
 * is. A reference counts as what it refers to.
 */
export function identified(scope: IConstruct, kind: string, what: string): string {
  return `${kind}-${digest(JSON.stringify(Stack.of(scope).resolve(what)))}`;
}
