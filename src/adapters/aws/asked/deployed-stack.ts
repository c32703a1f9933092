import {
  CloudFormationClient,
  DescribeStacksCommand,
  GetTemplateCommand,
  paginateListStackResources,
} from "@aws-sdk/client-cloudformation";
import type { DeployedStack } from "../../../core/operation/stack-parts.ts";
import { clientLimits } from "../client-limits.ts";
import { needOf } from "./need-of.ts";

/**
 * Asks CloudFormation what a stack is made of.
 *
 * @param region Region to ask in; absent: the environment's.
 * @throws {Error} Saying what is missing: the stack, credentials, a Region, a permission.
 */
export async function deployedStack(
  name: string,
  region: string | undefined,
): Promise<DeployedStack> {
  return await asking(name, NEEDED, async () => {
    const client = clientIn(region);
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: name }));
    const resources = [];
    for await (const page of paginateListStackResources({ client }, { StackName: name })) {
      for (const it of page.StackResourceSummaries ?? []) {
        // One that is being made, or failed to be, has no physical id.
        if (!it.PhysicalResourceId) continue;
        resources.push({
          logicalId: String(it.LogicalResourceId),
          type: String(it.ResourceType),
          physicalId: it.PhysicalResourceId,
        });
      }
    }
    const outputs = (Stacks[0]?.Outputs ?? []).map((it) => [it.OutputKey, it.OutputValue]);
    return { name, outputs: Object.fromEntries(outputs), resources };
  });
}

/** The template a stack was deployed with, as it was given to CloudFormation. */
export async function deployedTemplate(name: string, region: string | undefined): Promise<string> {
  return await asking(name, "cloudformation:GetTemplate must be allowed", async () => {
    const command = new GetTemplateCommand({ StackName: name });
    const { TemplateBody = "" } = await clientIn(region).send(command);
    return TemplateBody;
  });
}

async function asking<T>(name: string, needed: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    const isGone = cause instanceof Error && /does not exist/.test(cause.message);
    const need = isGone
      ? `it must be deployed, in that account and Region (--stack, --region): ${cause.message}`
      : needOf(cause, needed);
    throw new Error(`Cannot look into stack "${name}" as ${need}`, { cause });
  }
}

function clientIn(region: string | undefined): CloudFormationClient {
  return new CloudFormationClient({
    ...clientLimits({ attemptMilliseconds: 10_000, attempts: 3 }),
    ...(region !== undefined && { region }),
  });
}

const NEEDED =
  "cloudformation:DescribeStacks and cloudformation:ListStackResources must be allowed";
