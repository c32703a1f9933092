import type { RuleWiring, TargetWiring } from "../wiring/wiring.ts";
import type { Deployment } from "./deployment.ts";
import type { Registry } from "./registry.ts";
import type { Resolver } from "./resolver.ts";

/** What of a target's properties changes what it gets, in a way the local stack does not know. */
const UNKNOWN_INPUTS = ["Input", "InputTransformer"];

interface Target {
  readonly Id: string;
  readonly Arn: string;
  readonly InputPath?: string;
  readonly DeadLetterConfig?: { readonly Arn?: string };
}

/** Reads the EventBridge rules of a template; adds what cannot be run to `notRun`. */
export function ruleWirings(
  { template, account, region }: Deployment,
  { resolve }: Resolver,
  registry: Registry,
  notRun: string[],
): RuleWiring[] {
  return Object.entries(template.Resources).flatMap(([name, { Type, Properties = {} }]) => {
    if (Type !== "AWS::Events::Rule") return [];
    if (Properties.EventPattern === undefined) {
      notRun.push(`rule ${name}: it has a schedule and no pattern`);
      return [];
    }
    const busName = String(resolve(Properties.EventBusName ?? "default"));
    const busArn = busName.startsWith("arn:")
      ? busName
      : `arn:aws:events:${region}:${account}:event-bus/${busName}`;
    const targets = (resolve(Properties.Targets ?? []) as readonly Target[]).flatMap((target) =>
      targetWiring(name, target, registry, notRun),
    );
    const pattern = resolve(Properties.EventPattern) as RuleWiring["pattern"];
    return Properties.State === "DISABLED"
      ? []
      : [{ name, bus: registry.bus(busArn), pattern, targets }];
  });
}

function targetWiring(
  rule: string,
  target: Target,
  registry: Registry,
  notRun: string[],
): TargetWiring[] {
  const unknown = UNKNOWN_INPUTS.find((property) => property in target);
  const kind = registry.target(target.Arn);
  if (unknown !== undefined || kind === undefined) {
    const why = unknown ?? "no local equivalent";
    notRun.push(`target ${target.Arn} of rule ${rule}: ${why}`);
    return [];
  }
  const deadLetters = target.DeadLetterConfig?.Arn;
  return [
    {
      ...kind,
      ...(target.InputPath !== undefined && { inputPath: target.InputPath }),
      ...(deadLetters !== undefined && { deadLetterQueue: registry.queue(deadLetters) }),
    },
  ];
}
