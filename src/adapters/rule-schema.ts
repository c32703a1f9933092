import { existsSync, readFileSync } from "node:fs";
import { Ajv, type DefinedError } from "ajv";
import { nearest } from "../core/record/nearest.ts";

/** Folder of the packs and schemas that come with the product, with a trailing slash. */
export const RULES_FOLDER: string = findRulesFolder();

/** What is wrong with the shape of a rule file, and where. */
export interface ShapeProblem {
  /** Names and indices that lead to the field. */
  readonly field: readonly (string | number)[];
  readonly message: string;
}

/** Checks the shape of a rule file's content by the published `rule.schema.json`. */
export function ruleShapeProblems(value: unknown): readonly ShapeProblem[] {
  return shapeProblems(value, ruleSchema, "rule");
}

/** Checks the shape of an ignore rule file's content by the published `ignore-rule.schema.json`. */
export function ignoreRuleShapeProblems(value: unknown): readonly ShapeProblem[] {
  return shapeProblems(value, ignoreRuleSchema, "ignore rule");
}

/** Beside the sources in the repository, further up in the package. */
function findRulesFolder(): string {
  let at = new URL("./", import.meta.url);
  for (;;) {
    const folder = new URL("rules/", at);
    if (existsSync(new URL("rule.schema.json", folder))) return decodeURIComponent(folder.pathname);
    const parent = new URL("../", at);
    if (parent.pathname === at.pathname) {
      throw new Error(
        `Cannot find folder "rules" as it must lie above "${import.meta.url}": it does not`,
      );
    }
    at = parent;
  }
}

// `verbose` gives each error the value and the schema it is about.
const ajv = new Ajv({ allErrors: true, verbose: true, strict: true, strictRequired: false });
const ruleSchema = compileSchema("rule.schema.json");
const ignoreRuleSchema = compileSchema("ignore-rule.schema.json");

function compileSchema(file: string) {
  return ajv.compile(JSON.parse(readFileSync(`${RULES_FOLDER}${file}`, "utf8")));
}

function shapeProblems(
  value: unknown,
  validate: typeof ruleSchema,
  what: string,
): readonly ShapeProblem[] {
  if (validate(value)) return [];
  return (validate.errors as DefinedError[]).map((error) => {
    const field = error.instancePath.split("/").slice(1).map(segment);
    return describe(error, field, what);
  });
}

function describe(error: DefinedError, field: (string | number)[], what: string): ShapeProblem {
  const schema = error.parentSchema as { description?: string; properties?: object };
  const known = Object.keys(schema.properties ?? {});
  const allowed = schema.description ?? error.message;
  switch (error.keyword) {
    case "additionalProperties": {
      const key = error.params.additionalProperty;
      const guess = nearest(key, known);
      const hint = guess === undefined ? `there are ${known.join(", ")}` : `did you mean ${guess}?`;
      return {
        field: [...field, key],
        message: `Cannot use ${key} as it must be a key of a ${what}: ${hint}`,
      };
    }
    case "required": {
      const key = error.params.missingProperty;
      const { properties } = schema as { properties?: Record<string, { description?: string }> };
      return {
        field: [...field, key],
        message: `Cannot do without ${key}: ${properties?.[key]?.description ?? "add it"}`,
      };
    }
    default:
      return {
        field,
        message: `Cannot use ${field.at(-1) ?? what} as it must be ${allowed}: it is ${show(error.data)}`,
      };
  }
}

function show(value: unknown): string {
  if (typeof value === "string") {
    return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  }
  if (value === null) return "empty";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === "object" ? "a mapping" : `${value} (a ${typeof value})`;
}

function segment(part: string): string | number {
  const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
  return /^\d{1,6}$/.test(name) ? Number(name) : name;
}
