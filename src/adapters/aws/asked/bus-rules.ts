import {
  EventBridgeClient,
  ListRulesCommand,
  type ListRulesResponse,
  ListTargetsByRuleCommand,
  type ListTargetsByRuleResponse,
} from "@aws-sdk/client-eventbridge";
import type { BusRule } from "../../../core/deployment/bus-status.ts";
import { clientLimits } from "../client-limits.ts";
import { needOf } from "./need-of.ts";

/**
 * Asks EventBridge for all rules of a bus and their targets.
 *
 * @param bus Its name or ARN.
 * @param region Region to ask in; absent: the environment's.
 * @throws {Error} Saying what is missing: the bus, credentials, a Region, a permission.
 */
export async function busRules(bus: string, region: string | undefined): Promise<BusRule[]> {
  try {
    const client = new EventBridgeClient({
      ...clientLimits({ attemptMilliseconds: 10_000, attempts: 3 }),
      ...(region !== undefined && { region }),
    });
    const EventBusName = bus;
    const pages = await allPages<ListRulesResponse>((NextToken) =>
      client.send(new ListRulesCommand({ EventBusName, NextToken })),
    );
    const rules: BusRule[] = [];
    for (const { Name, Arn, State, ManagedBy } of pages.flatMap(({ Rules = [] }) => Rules)) {
      const targets = await allPages<ListTargetsByRuleResponse>((NextToken) =>
        client.send(new ListTargetsByRuleCommand({ EventBusName, Rule: Name, NextToken })),
      );
      rules.push({
        name: String(Name),
        arn: String(Arn),
        enabled: State !== "DISABLED",
        ...(ManagedBy && { managedBy: ManagedBy }),
        targets: targets
          .flatMap(({ Targets = [] }) => Targets)
          .map((it) => ({ id: String(it.Id), arn: String(it.Arn) })),
      });
    }
    return rules;
  } catch (cause) {
    throw new Error(`Cannot list the rules of bus ${bus} as ${needOf(cause, NEEDED)}`, { cause });
  }
}

async function allPages<Page extends { readonly NextToken?: string | undefined }>(
  ask: (token: string | undefined) => Promise<Page>,
): Promise<readonly Page[]> {
  const pages: Page[] = [];
  let token: string | undefined;
  do {
    const page = await ask(token);
    pages.push(page);
    token = page.NextToken;
  } while (token !== undefined);
  return pages;
}

const NEEDED = "events:ListRules and events:ListTargetsByRule must be allowed";
