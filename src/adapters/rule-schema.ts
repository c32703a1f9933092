import { existsSync, readFileSync } from "node:fs";
import { Ajv, type DefinedError, type ValidateFunction } from "ajv";
import type { FieldProblem } from "../core/record/field-problem.ts";
import { schemaProblems } from "./schema-problem.ts";

/** Folder of the packs and schemas that come with the product, with a trailing slash. */
export const RULES_FOLDER: string = findRulesFolder();

/** Checks the shape of a rule file's content by the published `rule.schema.json`. */
export function ruleShapeProblems(value: unknown): readonly FieldProblem[] {
  return shapeProblems(value, schemaOf("rule.schema.json"), "a rule");
}

/** Checks the shape of an ignore rule file's content by the published `ignore-rule.schema.json`. */
export function ignoreRuleShapeProblems(value: unknown): readonly FieldProblem[] {
  return shapeProblems(value, schemaOf("ignore-rule.schema.json"), "an ignore rule");
}

/** Checks the shape of a list file's content by the published `list.schema.json`. */
export function listShapeProblems(value: unknown): readonly FieldProblem[] {
  return shapeProblems(value, schemaOf("list.schema.json"), "a list");
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

// `verbose` gives each error the value and the schema it is about. That the schemas are well-formed
// is for the product's own tests to say.
const ajv = new Ajv({
  allErrors: true,
  verbose: true,
  strict: true,
  strictRequired: false,
  validateSchema: false,
});
const schemas = new Map<string, ValidateFunction>();

/** Compiled when it is asked for: that takes longer than most commands run. */
function schemaOf(file: string): ValidateFunction {
  let schema = schemas.get(file);
  if (schema === undefined) {
    schema = ajv.compile(JSON.parse(readFileSync(`${RULES_FOLDER}${file}`, "utf8")));
    schemas.set(file, schema);
  }
  return schema;
}

function shapeProblems(
  value: unknown,
  validate: ValidateFunction,
  what: string,
): readonly FieldProblem[] {
  if (validate(value)) return [];
  return schemaProblems(validate.errors as DefinedError[], {
    what,
    // The place that is said before the message has the rest of the name.
    nameOf: (field) => String(field.at(-1) ?? ""),
  });
}
