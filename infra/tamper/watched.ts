import { CfnResource, type Stack, Token } from "aws-cdk-lib";
import { CfnFunction } from "aws-cdk-lib/aws-lambda";
import type { IConstruct } from "constructs";

/** Resources below a construct, and the key of the topics beside it. */
export function resourcesBelow(watched: IConstruct, stack: Stack): readonly CfnResource[] {
  const isOurs = (it: IConstruct) =>
    it.node.scopes.includes(watched) || it.node.scopes.some(({ node }) => node.id === TOPIC_KEY);
  return stack.node
    .findAll()
    .filter((it): it is CfnResource => CfnResource.isCfnResource(it) && isOurs(it));
}

/** Names that the app gives its functions. */
export function functionNamesBelow(watched: IConstruct): readonly string[] {
  return watched.node
    .findAll()
    .flatMap((it) => (it instanceof CfnFunction && it.functionName ? [it.functionName] : []))
    .filter((name) => !Token.isUnresolved(name));
}

const TOPIC_KEY = "TrailbridgeTopicKey";
