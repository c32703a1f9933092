import type { DefinedError } from "ajv";
import type { Field, FieldProblem } from "../core/record/field-problem.ts";
import { nearest } from "../core/record/nearest.ts";
import { arnFault } from "../core/settings/arn.ts";
import type { ArnRule } from "../core/settings/schema-type.ts";

/** What the messages about a file's content need to know of the file. */
export interface Described {
  /** What the content is, in words: `a rule`, `the settings`. */
  readonly what: string;
  /** How messages call a field. */
  nameOf(field: Field): string;
  /** A field's value as it is written, where that may differ from the value: `012345678901`. */
  sourceOf?(field: Field): string | undefined;
  /** Where a key belongs that does not belong where it is: names of fields. */
  placesOf?(key: string): readonly string[];
}

/**
 * Says in words what ajv found wrong: what the field must be, what it is, what may have been
 * meant. The errors must be of an ajv with `allErrors` and `verbose`.
 */
export function schemaProblems(
  errors: readonly DefinedError[],
  file: Described,
): readonly FieldProblem[] {
  return tellable(errors).map((error) => {
    const field = fieldOf(error);
    const isName = error.keyword === "additionalProperties" || error.propertyName !== undefined;
    const message = printableText(messageOf(error, field, file));
    return { field, message, ...(isName && { isName }) };
  });
}

/** The field an error is about: of a key that does not belong, the key; of a missing one, what lacks it. */
function fieldOf(error: DefinedError): Field {
  const field = error.instancePath.split("/").slice(1).map(segment);
  if (error.keyword === "additionalProperties") return [...field, error.params.additionalProperty];
  if (error.keyword === "required") return [...field, error.params.missingProperty];
  return error.propertyName === undefined ? field : [...field, error.propertyName];
}

/**
 * Leaves out what only says that a combination around a told error failed too, and of a choice
 * whose value is clearly one of the alternatives, all but that one's errors.
 */
function tellable(errors: readonly DefinedError[]): readonly DefinedError[] {
  const choices = errors.filter(({ keyword }) => keyword === "anyOf" || keyword === "oneOf");
  const dropped = new Set<DefinedError>(
    errors.filter(({ keyword }) => keyword === "propertyNames" || keyword === "if"),
  );
  for (const choice of choices) {
    const inside = errors.filter(
      ({ schemaPath }) =>
        schemaPath.startsWith(`${choice.schemaPath}/`) && schemaPath !== choice.schemaPath,
    );
    const alternatives = new Map<string, DefinedError[]>();
    for (const error of inside) {
      const name = error.schemaPath.slice(choice.schemaPath.length + 1).split("/")[0] as string;
      const group = alternatives.get(name);
      if (group === undefined) alternatives.set(name, [error]);
      else group.push(error);
    }
    const meant = [...alternatives.values()].filter(
      (group) =>
        typeof choice.data === "object" &&
        group.every(
          ({ keyword, instancePath }) =>
            instancePath !== choice.instancePath || !["type", "enum"].includes(keyword),
        ),
    );
    const required = inside.every(({ keyword }) => keyword === "required");
    if (meant.length === 1 && !required) {
      dropped.add(choice);
      for (const error of inside) if (!meant[0]?.includes(error)) dropped.add(error);
    } else {
      for (const error of inside) dropped.add(error);
    }
  }
  return errors.filter((error) => !dropped.has(error));
}

interface SchemaPart {
  readonly pattern?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, { readonly description?: string }>>;
  readonly anyOf?: readonly { readonly enum?: readonly unknown[] }[];
  readonly "x-arn"?: ArnRule;
}

function messageOf(error: DefinedError, field: Field, file: Described): string {
  const schema = error.parentSchema as SchemaPart;
  const name = file.nameOf(field) || "the file";
  const allowed = schema.description ?? String(error.message);
  const found = show(error.data, schema, file.sourceOf?.(field));
  switch (error.keyword) {
    case "additionalProperties":
      return `Cannot use ${name} as it must be a key of ${file.nameOf(field.slice(0, -1)) || file.what}: ${keyHint(String(field.at(-1)), schema, file)}`;
    case "required": {
      const key = error.params.missingProperty;
      const what = schema.properties?.[key]?.description ?? "add it";
      return `Cannot do without ${name}: ${what}`;
    }
    case "enum":
      return `Cannot use ${name} as it must be one of ${error.params.allowedValues.join(", ")}: it is ${found}${valueHint(error.data, error.params.allowedValues)}`;
    case "anyOf":
    case "oneOf": {
      const words = schema.anyOf?.flatMap((it) => it.enum ?? []) ?? [];
      const keys = typeof error.data === "object" && error.data !== null && words.length === 0;
      const is = keys
        ? `it names ${Object.keys(error.data as object).join(", ") || "nothing"}`
        : `it is ${found}${valueHint(error.data, words)}`;
      return `Cannot use ${name} as it must be ${allowed}: ${is}`;
    }
    case "uniqueItems": {
      const twice = show((error.data as unknown[])[error.params.i], schema);
      return `Cannot use ${name} as nothing may stand in it twice: ${twice} does`;
    }
    case "type":
      return `Cannot use ${name} as it must be ${allowed}: it is ${found}${field.length === 0 ? "" : typeHint(error.data, error.params.type, schema)}`;
    case "pattern": {
      if (error.propertyName !== undefined) {
        return `Cannot use ${name} as its key must be ${allowed}: it is ${show(error.propertyName, {})}`;
      }
      const rule = schema["x-arn"];
      if (rule !== undefined && typeof error.data === "string" && error.data.startsWith("arn:")) {
        return `Cannot use ${name} as it must be the ARN of ${rule.what}: ${found}, but ${arnFault(error.data, rule) ?? "it is not"}`;
      }
      return `Cannot use ${name} as it must be ${allowed}: it is ${found}`;
    }
    default:
      return `Cannot use ${name} as it must be ${allowed}: it is ${found}`;
  }
}

function keyHint(key: string, { properties = {} }: SchemaPart, file: Described): string {
  const known = Object.keys(properties);
  const guess = nearest(key, known) ?? nearest(key.replaceAll(/[_-]/g, ""), known);
  if (guess !== undefined) return `did you mean ${guess}?`;
  const places = file.placesOf?.(key) ?? [];
  if (places.length > 0) return `did you mean ${places.join(" or ")}?`;
  return `there ${known.length === 1 ? "is" : "are"} ${known.join(", ")}`;
}

/** The one allowed word that may have been meant. */
function valueHint(value: unknown, allowed: readonly unknown[]): string {
  const words = allowed.filter((it) => typeof it === "string");
  const guess = typeof value === "string" ? nearest(value, words) : undefined;
  return guess === undefined ? "" : `; did you mean ${guess}?`;
}

/** What to do about a value of the wrong kind that looks like one of the right kind. */
function typeHint(value: unknown, type: string, { pattern }: SchemaPart): string {
  if (value === null || value === undefined) return ": fill it in or leave the line out";
  if (type === "string" && ["number", "boolean", "bigint"].includes(typeof value)) {
    // Quotes help only what is right in them.
    const helps = pattern === undefined || new RegExp(pattern).test(String(value));
    return helps ? ": put it in quotes" : "";
  }
  if (["number", "integer", "boolean"].includes(type) && typeof value === "string") {
    const meant = type === "boolean" ? /^(true|false)$/ : /^-?\d+(\.\d+)?$/;
    return meant.test(value) ? ": leave the quotes out" : "";
  }
  if (type === "array" && typeof value !== "object") return ": put it in [ ]";
  return "";
}

/** A value as the user wrote it, short; text that looks like a secret is not repeated. */
function show(value: unknown, schema: SchemaPart, source?: string): string {
  if (typeof value === "string") {
    const stray = schema["x-arn"] === undefined ? "" : ", which must not stand here";
    if (/^xox/.test(value)) return "a token, which must not stand here";
    if (/^https?:/i.test(value)) return `an address at ${hostOf(value)}${stray}`;
    return JSON.stringify(value.length > MAX_SHOWN ? `${value.slice(0, MAX_SHOWN)}…` : value);
  }
  if (value === null || value === undefined) return "empty";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object") return "a mapping";
  return `${source ?? String(value)} (a ${typeof value})`;
}

/** Longest text shown whole, in characters: an ARN's usual length. */
const MAX_SHOWN = 120;

/** Of an address only where it leads: what follows may be a secret. */
function hostOf(address: string): string {
  return /^https?:\/\/([\w.-]+)/i.exec(address)?.[1] ?? "no host";
}

/** What moves the cursor, hides or reorders text is shown as its code point. */
export function printableText(text: string): string {
  return text.replace(
    /[\p{C}\p{Zl}\p{Zp}]/gu,
    (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`,
  );
}

function segment(part: string): string | number {
  const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
  return /^\d{1,6}$/.test(name) ? Number(name) : name;
}
