import type { TargetWiring } from "../wiring/wiring.ts";
import type { Registry } from "./registry.ts";

/** A target of a rule, as a template has it. */
export interface Target {
  readonly Id: string;
  readonly Arn: string;
  readonly Input?: string;
  readonly InputPath?: string;
  readonly DeadLetterConfig?: { readonly Arn?: string };
}

/** What of a target's properties changes what it gets, in a way the local stack does not know. */
const UNKNOWN_INPUTS = ["InputTransformer"];

/** The local equivalent of a rule's target; what has none is added to `notRun`. */
export function targetWiring(
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
      ...(target.Input !== undefined && { input: target.Input }),
      ...(deadLetters !== undefined && { deadLetterQueue: registry.queue(deadLetters) }),
    },
  ];
}
