import { isObject } from "../../../core/record/event-text.ts";

/**
 * Judges one JSON value.
 *
 * @param complain Takes each thing wrong, in Slack's words, with the JSON pointer to it.
 */
export type Shape = (
  value: unknown,
  pointer: string,
  complain: (reason: string, pointer: string) => void,
) => void;

/*
 * The words are those of Slack's own validator, hence the off-by-one in them.
 * https://github.com/slackhq/hack-json-schema
 */

/** Accepts whatever there is: a part this stand-in does not look into. */
export const anything: Shape = () => {};

/** Accepts `true` and `false`. */
export const boolean: Shape = (value, pointer, complain) => {
  if (typeof value !== "boolean") complain("must provide a boolean", pointer);
};

/** A text of `min` to `max` characters. */
export function string({ max, min = 0 }: { max: number; min?: number }): Shape {
  return (value, pointer, complain) => {
    if (typeof value !== "string") return complain("must provide a string", pointer);
    const length = characters(value);
    if (length > max) complain(`must be less than ${max + 1} characters`, pointer);
    if (length < min) complain(`must be more than ${min - 1} characters`, pointer);
  };
}

/** One of a few texts. */
export function oneOf(...allowed: string[]): Shape {
  return (value, pointer, complain) => {
    if (!allowed.includes(value as string)) complain("must be a valid enum value", pointer);
  };
}

/** A list of 1 to `max` items. */
export function list(item: Shape, max: number): Shape {
  return (value, pointer, complain) => {
    if (!Array.isArray(value)) return complain("must provide an array", pointer);
    if (value.length === 0) complain("must provide at least 1 items", pointer);
    if (value.length > max) complain(`no more than ${max} items allowed`, pointer);
    for (const [index, element] of value.entries()) item(element, `${pointer}/${index}`, complain);
  };
}

/** An object with exactly these fields; those in `required` must be there. */
export function object(
  fields: Readonly<Record<string, Shape>>,
  required: readonly string[] = [],
): Shape {
  return (value, pointer, complain) => {
    if (!isObject(value)) return complain("must provide an object", pointer);
    for (const name of required) {
      if (value[name] === undefined) complain(`missing required field: ${name}`, pointer);
    }
    for (const [name, field] of Object.entries(value)) {
      if (field === undefined) continue;
      const shape = Object.hasOwn(fields, name) ? fields[name] : undefined;
      if (shape === undefined) complain(`invalid additional property: ${name}`, pointer);
      else shape(field, `${pointer}/${name}`, complain);
    }
  };
}

/** An object whose `type` says which of these shapes it must have. */
export function byType(shapes: Readonly<Record<string, Shape>>): Shape {
  return (value, pointer, complain) => {
    if (!isObject(value)) return complain("must provide an object", pointer);
    if (value.type === undefined) return complain("missing required field: type", pointer);
    const type = String(value.type);
    const shape = Object.hasOwn(shapes, type) ? shapes[type] : undefined;
    if (shape === undefined) complain(`unsupported type: ${type}`, `${pointer}/type`);
    else shape(value, pointer, complain);
  };
}

/** A value of one shape or another; wrong as a whole when the one chosen is. */
export function union(choose: Shape): Shape {
  return (value, pointer, complain) => {
    const wrong: [reason: string, pointer: string][] = [];
    choose(value, pointer, (...complaint) => wrong.push(complaint));
    if (wrong.length > 0) complain("failed to match all allowed schemas", pointer);
    for (const complaint of wrong) complain(...complaint);
  };
}

/** Length of a text as Slack counts it: characters, not bytes nor UTF-16 units. */
export function characters(text: string): number {
  let length = text.length;
  for (let i = 0; i < text.length - 1; i++) {
    const pair = (text.charCodeAt(i) & 0xfc00) === 0xd800;
    if (pair && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) length--;
  }
  return length;
}
