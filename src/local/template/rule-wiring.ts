import { busArn } from "../wiring/arn.ts";
import type { RuleWiring } from "../wiring/wiring.ts";
import type { Deployment } from "./deployment.ts";
import type { Registry } from "./registry.ts";
import type { Resolver } from "./resolver.ts";
import { type Target, targetWiring } from "./target-wiring.ts";

/** Reads the EventBridge rules of a template that have a pattern; adds what cannot be run to `notRun`. */
export function ruleWirings(
  { template, account, region }: Deployment,
  { resolve, physical }: Resolver,
  registry: Registry,
  notRun: string[],
): RuleWiring[] {
  return Object.entries(template.Resources).flatMap(([id, { Type, Properties = {} }]) => {
    if (Type !== "AWS::Events::Rule" || Properties.EventPattern === undefined) return [];
    const { name } = physical(id);
    const busName = String(resolve(Properties.EventBusName ?? "default"));
    const targets = (resolve(Properties.Targets ?? []) as readonly Target[]).flatMap((target) =>
      targetWiring(name, target, registry, notRun),
    );
    const pattern = resolve(Properties.EventPattern) as RuleWiring["pattern"];
    return Properties.State === "DISABLED"
      ? []
      : [{ name, bus: registry.bus(busArn(busName, { account, region })), pattern, targets }];
  });
}
