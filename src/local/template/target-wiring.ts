import type { TargetWiring } from "../wiring/wiring.ts";
import type { Registry } from "./registry.ts";

/** A target of a rule, as a template has it. */
export interface Target {
  readonly Id: string;
  readonly Arn: string;
  readonly Input?: string;
  readonly InputPath?: string;
  readonly InputTransformer?: {
    readonly InputPathsMap?: Readonly<Record<string, string>>;
    readonly InputTemplate: string;
  };
  readonly RoleArn?: string;
  readonly DeadLetterConfig?: { readonly Arn?: string };
}

/** The local equivalent of a rule's target; what has none is added to `notRun`. */
export function targetWiring(
  rule: string,
  target: Target,
  registry: Registry,
  notRun: string[],
): TargetWiring[] {
  const kind = registry.target(target.Arn);
  if (kind === undefined) {
    notRun.push(`target ${target.Arn} of rule ${rule}: no local equivalent`);
    return [];
  }
  const deadLetters = target.DeadLetterConfig?.Arn;
  const transformer = target.InputTransformer;
  return [
    {
      ...kind,
      ...(target.InputPath !== undefined && { inputPath: target.InputPath }),
      ...(target.Input !== undefined && { input: target.Input }),
      ...(transformer !== undefined && {
        inputTransformer: {
          paths: transformer.InputPathsMap ?? {},
          template: transformer.InputTemplate,
        },
      }),
      ...(target.RoleArn !== undefined && { roleArn: target.RoleArn }),
      ...(deadLetters !== undefined && { deadLetterQueue: registry.queue(deadLetters) }),
    },
  ];
}
