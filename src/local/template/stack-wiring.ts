import type { StackResource, StackWiring } from "../wiring/stack-wiring.ts";
import type { EnvironmentValue } from "../wiring/wiring.ts";
import type { Deployment } from "./deployment.ts";
import { QUEUE_URL } from "./physical.ts";
import type { Resolver } from "./resolver.ts";

/**
 * The stack as CloudFormation would describe it. An output that the local stack cannot work out, an
 * attribute that only a service knows, is not in it.
 */
export function stackWiring(
  { stackName: name, template }: Deployment,
  { resolve, physical }: Resolver,
): StackWiring {
  const outputs = Object.entries(template.Outputs ?? {}).flatMap(([output, { Value }]) => {
    try {
      return [[output, placed(String(resolve(Value)))] as const];
    } catch (error) {
      if (error instanceof Error && error.message.startsWith("Cannot resolve")) return [];
      throw error;
    }
  });
  return {
    name,
    outputs: Object.fromEntries(outputs),
    resources: Object.entries(template.Resources).map(([logicalId, { Type }]): StackResource => {
      const { ref, arn } = physical(logicalId);
      return { logicalId, type: Type, physicalId: placed(physicalIdOf(Type, ref, arn)) };
    }),
    template: JSON.stringify(template),
  };
}

/** What CloudFormation calls a rule of a bus other than the default one: `bus|rule`. */
function physicalIdOf(type: string, ref: string, arn: string): string {
  const [, bus, rule] = arn.split("/");
  return type === "AWS::Events::Rule" && rule !== undefined ? `${bus}|${rule}` : ref;
}

/** Queues are known by addresses that begin as the stack runs. */
function placed(text: string): EnvironmentValue {
  return text.startsWith(QUEUE_URL) ? { queueUrl: text.slice(QUEUE_URL.length) } : text;
}
