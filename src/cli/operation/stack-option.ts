import {
  type DeployedStack,
  type StackParts,
  stackParts,
} from "../../core/operation/stack-parts.ts";
import { type CommandLine, type CommandOption, UsageError } from "../command.ts";
import { regionOption } from "../region-option.ts";

/** Options of every command that works on a deployed stack. */
export const STACK_OPTIONS: Readonly<Record<"stack" | "construct" | "region", CommandOption>> = {
  stack: { value: "name", description: 'Name of the stack; "trailbridge" if not given.' },
  construct: {
    value: "id",
    description: "How the logical ids begin of the one that is meant, where a stack has several.",
  },
  region: {
    value: "region",
    description: "Region of the stack. Default: that of the environment or the AWS profile.",
  },
};

/** How a command finds the stack; in the text of each. */
export const STACK_WORDS = `The stack's resources are found by CloudFormation (DescribeStacks, ListStackResources). A local stack is
reached in the same way: set AWS_ENDPOINT_URL to the address that \`run\` prints, AWS_REGION and --stack
to what it says of the stack.`;

/** A stack that a command works on. */
export interface AskedStack {
  readonly parts: StackParts;
  readonly region: string | undefined;
  /** All that it is made of. */
  readonly deployed: DeployedStack;
}

/**
 * Asks for the stack that the options name.
 *
 * @throws {UsageError} If an option is off.
 * @throws {Error} If there is no such stack, it holds no trailbridge, or CloudFormation cannot be asked.
 */
export async function askedStack({ value }: Pick<CommandLine, "value">): Promise<AskedStack> {
  const region = regionOption({ value });
  const name = value("stack") ?? "trailbridge";
  if (name === "") throw new UsageError("--stack takes a name: it is empty");
  // Loaded here, so that the other commands start without the SDK.
  const { deployedStack } = await import("../../adapters/aws/asked/deployed-stack.ts");
  const deployed = await deployedStack(name, region);
  return { parts: stackParts(deployed, value("construct")), region, deployed };
}
