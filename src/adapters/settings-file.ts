import { readFileSync } from "node:fs";
import { Ajv, type DefinedError } from "ajv";
import { cdkMarkProblems } from "../core/deployment/cdk-marks.ts";
import { type Field, type FieldProblem, fieldName } from "../core/record/field-problem.ts";
import { settingProblems } from "../core/settings/check.ts";
import { forwarderProblems, receiverProblems } from "../core/settings/companion/check.ts";
import { FORWARDER_SCHEMA, RECEIVER_SCHEMA } from "../core/settings/companion/schema.ts";
import type { ForwarderSettings, ReceiverSettings } from "../core/settings/companion/settings.ts";
import { SETTINGS_SCHEMA } from "../core/settings/schema.ts";
import type { SettingsSchema } from "../core/settings/schema-type.ts";
import type { Settings } from "../core/settings/settings.ts";
import { printableText, schemaProblems } from "./schema-problem.ts";
import { type Placed, placed } from "./yaml/placed.ts";
import { parseYaml, type YamlFile } from "./yaml-file.ts";

/** Settings that cannot be used; the message names every wrong setting, its line and what is allowed. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
  /** Each wrong setting; none where it is not the file's content that is wrong. */
  readonly problems: readonly Placed[];

  constructor(
    message: string,
    { problems = [], ...options }: ErrorOptions & { readonly problems?: readonly Placed[] } = {},
  ) {
    super(message, options);
    this.problems = problems;
  }
}

/** What a settings file describes: trailbridge, or a stack beside it in another account or Region. */
export type StackSettings =
  | { readonly kind: "trailbridge"; readonly settings: Settings }
  | { readonly kind: "forwarder"; readonly settings: ForwarderSettings }
  | { readonly kind: "receiver"; readonly settings: ReceiverSettings };

/**
 * Reads trailbridge's settings file: YAML, checked by the schema and for what contradicts itself,
 * defaults filled in.
 *
 * @throws {SettingsError} If it cannot be read or anything in it is wrong; all of it at once.
 */
export function readSettings(path: string): Settings {
  return parseSettings(contentOf(path), path);
}

/** As {@linkcode readSettings}, of a file that may as well describe a stack beside trailbridge's. */
export function readDeployment(path: string): StackSettings {
  return parseDeployment(contentOf(path), path);
}

/** As {@linkcode readSettings}, from its content; `path` is for messages alone. */
export function parseSettings(content: Uint8Array | string, path: string): Settings {
  const deployment = parseDeployment(content, path);
  if (deployment.kind === "trailbridge") return deployment.settings;
  throw new SettingsError(
    `Cannot use settings file "${path}" here as it must be trailbridge's own: it is that of a ${deployment.kind}, which npm run synth and npm run deploy take`,
  );
}

/** As {@linkcode readDeployment}, from its content; `path` is for messages alone. */
export function parseDeployment(content: Uint8Array | string, path: string): StackSettings {
  const file = parseYaml(content, path);
  if (file.problems.length > 0) {
    const lines = file.problems.map(({ line, message }) => `  line ${line}: ${message}`);
    throw new SettingsError(`Cannot read settings file "${path}" as YAML:\n${lines.join("\n")}`, {
      problems: file.problems.map((problem) => placed(problem, file)),
    });
  }
  const value: unknown = file.value ?? {};
  const kind = kindOf(value);
  const problems = problemsOf(value, file, KINDS[kind]);
  // Its schema and checks found nothing wrong.
  if (problems.length === 0) return { kind, settings: value } as StackSettings;
  const count = problems.length === 1 ? "a setting is" : `${problems.length} settings are`;
  const told = problems
    .slice(0, MOST_TOLD)
    .flatMap((problem) => [
      `  line ${file.lineOf(problem.field)}: ${shown(problem.message)}`,
      file.excerptOf(problem),
    ])
    .filter((line) => line !== "");
  if (problems.length > MOST_TOLD) told.push(`  and ${problems.length - MOST_TOLD} more`);
  throw new SettingsError(
    `Cannot use settings file "${path}" as ${count} wrong:\n${told.join("\n")}`,
    { problems: problems.map((problem) => placed({ ...problem, path }, file)) },
  );
}

/** Problems that are told at once: more are of one cause. */
const MOST_TOLD = 20;

/** A message of one or more lines, below the one that says of what. */
function shown(message: string): string {
  return message.split("\n").map(printableText).join("\n  ");
}

function contentOf(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? String(cause);
    throw new SettingsError(`Cannot read settings file "${path}": ${reason}`, { cause });
  }
}

/** A kind of settings file. */
interface Kind {
  readonly schema: SettingsSchema;
  readonly problems: (settings: unknown, misshapen: readonly Field[]) => readonly FieldProblem[];
}

const KINDS: Readonly<Record<StackSettings["kind"], Kind>> = {
  trailbridge: { schema: SETTINGS_SCHEMA, problems: settingProblems },
  forwarder: { schema: FORWARDER_SCHEMA, problems: forwarderProblems },
  receiver: { schema: RECEIVER_SCHEMA, problems: receiverProblems },
};

/** Each has a setting that it cannot do without and that no other has. */
function kindOf(value: unknown): StackSettings["kind"] {
  if (typeof value !== "object" || value === null || "logs" in value) return "trailbridge";
  if ("forward" in value) return "forwarder";
  return "receive" in value ? "receiver" : "trailbridge";
}

const ajv = new Ajv({
  allErrors: true,
  verbose: true,
  useDefaults: true,
  strict: true,
  strictRequired: false,
  // That the schemas are well-formed is for the product's own tests to say.
  validateSchema: false,
});
ajv.addKeyword("x-arn");

/** What is wrong, once each; fills in the defaults. */
function problemsOf(
  value: unknown,
  file: YamlFile,
  { schema, problems }: Kind,
): readonly FieldProblem[] {
  // Compiled once: ajv keeps what it has made of a schema.
  const validate = ajv.compile(schema);
  const shape = validate(value)
    ? []
    : schemaProblems(validate.errors as DefinedError[], {
        what: "the settings",
        nameOf: fieldName,
        sourceOf: file.sourceOf,
        placesOf: (key) => placesOf(key, schema, []),
      });
  const misshapen = shape.map(({ field }) => field);
  const others = [...problems(value, misshapen), ...cdkMarkProblems(value)];
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
