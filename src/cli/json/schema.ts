import type { JsonSchema } from "../command.ts";

/** Any text. */
export const A_TEXT: JsonSchema = { type: "string" };

/** A whole number from 0. */
export const A_COUNT: JsonSchema = { type: "integer", minimum: 0 };

/** Any number. */
export const A_NUMBER: JsonSchema = { type: "number" };

export const A_FLAG: JsonSchema = { type: "boolean" };

/** An object of whatever shape. */
export const AN_OBJECT: JsonSchema = { type: "object" };

/** Texts. */
export const SOME_TEXTS: JsonSchema = jsonList(A_TEXT);

/** An object that has the first properties, may have the others, and has no more. */
export function jsonObject(
  properties: Readonly<Record<string, JsonSchema>>,
  optional: Readonly<Record<string, JsonSchema>> = {},
): JsonSchema {
  return {
    type: "object",
    properties: { ...properties, ...optional },
    required: Object.keys(properties),
    additionalProperties: false,
  };
}

export function jsonList(items: JsonSchema): JsonSchema {
  return { type: "array", items };
}

/** An object with values of one kind by name. */
export function jsonMap(values: JsonSchema): JsonSchema {
  return { type: "object", additionalProperties: values };
}

export function orNull(schema: JsonSchema): JsonSchema {
  return { anyOf: [schema, { type: "null" }] };
}

export function aWordOf(...words: readonly string[]): JsonSchema {
  return { enum: words };
}

/** A schema with what its value is, in words. */
export function said(description: string, schema: JsonSchema): JsonSchema {
  return { description, ...schema };
}
