/** A CloudFormation template, as far as a deploy looks at it before it begins. */
export interface DeployTemplate {
  readonly Resources: Readonly<Record<string, DeployResource>>;
  readonly Outputs?: Readonly<Record<string, DeployOutput>>;
}

/** An output of it; other stacks import what it exports. */
export interface DeployOutput {
  readonly Value: unknown;
  readonly Export?: { readonly Name: unknown };
}

/** A resource of it. */
export interface DeployResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

/** Whether a value is filled in by the deploy. */
export function isIntrinsic(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const keys = Object.keys(value);
  return keys.length === 1 && (keys[0] === "Ref" || (keys[0] as string).startsWith("Fn::"));
}

/** Logical ids that a value refers to. */
export function referencesOf(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(referencesOf);
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === "Ref" && typeof inner === "string") return inner.startsWith("AWS::") ? [] : [inner];
    if (key === "Fn::GetAtt")
      return [Array.isArray(inner) ? inner[0] : String(inner).split(".")[0]];
    return referencesOf(inner);
  });
}
