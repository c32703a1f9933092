import { type ResourceSchema, schemaOf, topLevel, type ValueSchema } from "./resource-schema.ts";
import { type DeployTemplate, isIntrinsic } from "./template.ts";

/**
 * What CloudFormation's published schemas refuse of a template: each property of each resource by
 * type, enumeration, pattern, limits, what is required and what is unknown or read-only. What only
 * the deploy fills in is taken as it is.
 */
export function schemaProblems({ Resources }: DeployTemplate): string[] {
  return Object.entries(Resources).flatMap(([id, { Type, Properties = {} }]) => {
    const schema = schemaOf(Type);
    if (schema === undefined) return [];
    const readOnly = topLevel(schema.readOnlyProperties)
      .filter((name) => name in Properties)
      .map((name) => `${name}: is read-only`);
    return [...readOnly, ...problemsOf(Properties, schema, schema, "")].map(
      (problem) => `${id} (${Type}) ${problem}`,
    );
  });
}

function problemsOf(
  value: unknown,
  schema: ValueSchema,
  root: ResourceSchema,
  at: string,
): string[] {
  if (isIntrinsic(value)) return [];
  if (schema.$ref !== undefined) {
    return problemsOf(value, resolved(schema.$ref, root), root, at);
  }
  const problem = (what: string) => `${at || "."}: ${what}, is ${JSON.stringify(value)}`;
  const types = [schema.type ?? []].flat() as string[];
  if (types.length > 0 && !types.some((type) => isOf(value, type))) {
    return [problem(`must be ${types.join(" or ")}`)];
  }
  const found: string[] = [];
  if (schema.enum && !schema.enum.includes(value)) {
    found.push(problem(`must be one of ${schema.enum.join(", ")}`));
  }
  if (schema.const !== undefined && schema.const !== value) {
    found.push(problem(`must be ${schema.const}`));
  }
  if (typeof value === "string") {
    if (schema.pattern !== undefined && !regExp(schema.pattern).test(value)) {
      found.push(problem(`must match ${schema.pattern}`));
    }
    if (value.length < (schema.minLength ?? 0) || value.length > (schema.maxLength ?? Infinity)) {
      found.push(problem(`must have ${schema.minLength ?? 0} to ${schema.maxLength} characters`));
    }
  }
  if (typeof value === "number") {
    if (value < (schema.minimum ?? -Infinity) || value > (schema.maximum ?? Infinity)) {
      found.push(problem(`must be ${schema.minimum} to ${schema.maximum}`));
    }
  }
  if (Array.isArray(value)) {
    if (value.length < (schema.minItems ?? 0) || value.length > (schema.maxItems ?? Infinity)) {
      found.push(problem(`must have ${schema.minItems ?? 0} to ${schema.maxItems} items`));
    }
    const { items } = schema;
    if (items) found.push(...value.flatMap((it, i) => problemsOf(it, items, root, `${at}[${i}]`)));
  } else if (typeof value === "object" && value !== null) {
    found.push(...problemsOfFields(value as Record<string, unknown>, schema, root, at));
  }
  for (const all of schema.allOf ?? []) found.push(...problemsOf(value, all, root, at));
  for (const some of [schema.anyOf, schema.oneOf]) {
    const tried = some?.map((it) => problemsOf(value, it, root, at));
    if (tried?.every((it) => it.length > 0)) found.push(...(tried[0] as string[]));
  }
  return found;
}

function problemsOfFields(
  value: Record<string, unknown>,
  { properties = {}, patternProperties = {}, additionalProperties, required = [] }: ValueSchema,
  root: ResourceSchema,
  at: string,
): string[] {
  return [
    ...required.filter((name) => !(name in value)).map((name) => `${at}.${name}: is required`),
    ...Object.entries(value).flatMap(([name, inner]) => {
      const [, byPattern] =
        Object.entries(patternProperties).find(([pattern]) => regExp(pattern).test(name)) ?? [];
      if (NEWER.has(`${root.typeName}${at}.${name}`)) return [];
      const own = properties[name] ?? byPattern;
      if (own !== undefined) return problemsOf(inner, own, root, `${at}.${name}`);
      if (typeof additionalProperties === "object") {
        return problemsOf(inner, additionalProperties, root, `${at}.${name}`);
      }
      return additionalProperties === false ? [`${at}.${name}: is no property`] : [];
    }),
  ];
}

/**
 * Properties younger than the package of schemas; the CDK's own validation knows them.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-eventbus.html
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-archive.html
 */
const NEWER = new Set(["AWS::Events::EventBus.LogConfig", "AWS::Events::Archive.KmsKeyIdentifier"]);

function resolved(ref: string, root: ResourceSchema): ValueSchema {
  const path = ref.replace(/^#\//, "").split("/");
  const found = path.reduce<unknown>((it, key) => (it as Record<string, unknown>)?.[key], root);
  if (found === undefined) throw new Error(`Cannot follow "${ref}" of ${root.typeName}`);
  return found as ValueSchema;
}

function isOf(value: unknown, type: string): boolean {
  switch (type) {
    case "array":
      return Array.isArray(value);
    case "object":
      return typeof value === "object" && value !== null && !Array.isArray(value);
    case "integer":
      return Number.isInteger(value);
    case "null":
      return value === null;
    default:
      return typeof value === type;
  }
}

/** Written for Java, whose `\\Z` is the end: some can be read with the flag `u` alone, and some without it. */
function regExp(java: string): RegExp {
  const source = java.replaceAll("\\Z", "$");
  try {
    return new RegExp(source, "u");
  } catch {
    return new RegExp(source);
  }
}
