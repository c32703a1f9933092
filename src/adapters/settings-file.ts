import { readFileSync } from "node:fs";
import { Ajv, type DefinedError } from "ajv";
import { type FieldProblem, fieldName } from "../core/record/field-problem.ts";
import { settingProblems } from "../core/settings/check.ts";
import { SETTINGS_SCHEMA } from "../core/settings/schema.ts";
import type { SettingsSchema } from "../core/settings/schema-type.ts";
import type { Settings } from "../core/settings/settings.ts";
import { schemaProblems } from "./schema-problem.ts";
import { parseYaml, type YamlFile } from "./yaml-file.ts";

/** Settings that cannot be used; the message names every wrong setting, its line and what is allowed. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
}

/**
 * Reads the settings file: YAML, checked by the schema and for what contradicts itself, defaults
 * filled in.
 *
 * @throws {SettingsError} If it cannot be read or anything in it is wrong; all of it at once.
 */
export function readSettings(path: string): Settings {
  let content: Uint8Array;
  try {
    content = readFileSync(path);
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? String(cause);
    throw new SettingsError(`Cannot read settings file "${path}": ${reason}`, { cause });
  }
  return parseSettings(content, path);
}

/** As {@linkcode readSettings}, from its content; `path` is for messages alone. */
export function parseSettings(content: Uint8Array | string, path: string): Settings {
  const file = parseYaml(content, path);
  if (file.problems.length > 0) {
    const lines = file.problems.map(({ line, message }) => `  line ${line}: ${message}`);
    throw new SettingsError(`Cannot read settings file "${path}" as YAML:\n${lines.join("\n")}`);
  }
  const value: unknown = file.value ?? {};
  const problems = problemsOf(value, file);
  if (problems.length === 0) return value as Settings;
  const count = problems.length === 1 ? "a setting is" : `${problems.length} settings are`;
  const told = problems.map(
    ({ field, message }) => `  line ${file.lineOf(field)}: ${message.replaceAll("\n", "\n  ")}`,
  );
  throw new SettingsError(
    `Cannot use settings file "${path}" as ${count} wrong:\n${told.join("\n")}`,
  );
}

const ajv = new Ajv({
  allErrors: true,
  verbose: true,
  useDefaults: true,
  strict: true,
  strictRequired: false,
});
ajv.addKeyword("x-arn");
const validate = ajv.compile<Settings>(SETTINGS_SCHEMA);

/** What is wrong, once each; fills in the defaults. */
function problemsOf(value: unknown, file: YamlFile): readonly FieldProblem[] {
  const shape = validate(value)
    ? []
    : schemaProblems(validate.errors as DefinedError[], {
        what: "the settings",
        nameOf: fieldName,
        sourceOf: file.sourceOf,
        placesOf: (key) => placesOf(key, SETTINGS_SCHEMA, []),
      });
  const others = settingProblems(
    value,
    shape.map(({ field }) => field),
  );
  return [...shape, ...others].sort((a, b) => file.lineOf(a.field) - file.lineOf(b.field));
}

/** Names of the settings with this key. */
function placesOf(key: string, schema: SettingsSchema, field: readonly string[]): string[] {
  const inner = schema.items ?? schema;
  const named = inner.additionalProperties || {};
  return [
    ...Object.entries(inner.properties ?? {}).flatMap(([name, child]) => [
      ...(name === key ? [fieldName([...field, name])] : []),
      ...placesOf(key, child, [...field, name]),
    ]),
    ...(named.properties ? placesOf(key, named, [...field, "<name>"]) : []),
  ];
}
