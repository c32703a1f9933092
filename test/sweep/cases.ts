import { type LimitedSchema, oddValues, validResource } from "./bad-values.ts";

/** Settings with one value put in, as they would be written. */
export interface SweepCase {
  /** Where: `consumers.lake.firehose.bucket`. */
  readonly key: readonly (string | number)[];
  readonly what: string;
  readonly settings: unknown;
}

/** Every odd value at every key of a schema, in settings that are valid without it. */
export function sweepCases(settings: unknown, schema: LimitedSchema): readonly SweepCase[] {
  return placesOf(schema, settings, []).flatMap(({ key, at }) => {
    const whole = key.length === 0 ? settings : put(settings, schema, key);
    return oddValues(at, get(whole, key)).map(({ what, value }) => ({
      key,
      what,
      settings: key.length === 0 ? value : replaced(whole, key, value),
    }));
  });
}

interface Place {
  readonly key: readonly (string | number)[];
  readonly at: LimitedSchema;
}

/** Every place a value can stand at: of lists the first, of maps one the settings have, or a new one. */
function placesOf(at: LimitedSchema, value: unknown, key: Place["key"]): Place[] {
  const inner = (name: string | number, schema: LimitedSchema) =>
    placesOf(schema, Object(value)[name], [...key, name]);
  const named = at.additionalProperties || undefined;
  const names = Object.keys(Object(value));
  const free = at.properties === undefined && named !== undefined;
  return [
    { key, at },
    ...Object.entries(at.properties ?? {}).flatMap(([name, schema]) => inner(name, schema)),
    ...(at.items === undefined ? [] : inner(0, at.items)),
    ...(free ? (names.length > 0 ? names : [nameFor(at)]).flatMap((it) => inner(it, named)) : []),
    ...(at.anyOf ?? []).flatMap((it) =>
      it.properties || it.items ? placesOf(it, value, key) : [],
    ),
  ];
}

/** Settings in which a place has a value: the one that is there, or a valid one. */
function put(settings: unknown, schema: LimitedSchema, key: Place["key"]): unknown {
  const present = get(settings, key);
  if (present !== undefined) return settings;
  return withPath(settings, schema, key);
}

function withPath(value: unknown, schema: LimitedSchema, key: Place["key"]): unknown {
  const [name, ...rest] = key;
  if (name === undefined) return value ?? validOf(schema);
  if (typeof name === "number") {
    const items = (schema.items ?? alternative(schema).items) as LimitedSchema;
    const [first, ...others] = Array.isArray(value) ? value : [];
    return [withPath(first, items, rest), ...others];
  }
  const fitting = schema.properties || schema.additionalProperties ? schema : alternative(schema);
  const at = (fitting.properties?.[name] ?? fitting.additionalProperties) as LimitedSchema;
  const base = isObject(value) ? value : requiredOf(fitting);
  // Where one of several must be named, the one on the way is.
  const kinds = (schema.oneOf ?? []).flatMap(({ required = [] }) => required);
  const others = kinds.includes(name)
    ? Object.fromEntries(Object.entries(base).filter(([it]) => !kinds.includes(it) || it === name))
    : base;
  return { ...others, [name]: withPath(base[name], at, rest) };
}

function alternative({ anyOf = [] }: LimitedSchema): LimitedSchema {
  return (anyOf.find(({ properties, items }) => (properties ?? items) !== undefined) ??
    {}) as LimitedSchema;
}

function requiredOf({ required = [], properties = {}, oneOf, allOf }: LimitedSchema) {
  const [one] = oneOf ?? [];
  const names = [
    ...required,
    ...(one?.required ?? []),
    ...(allOf ?? []).map(({ anyOf }) => anyOf?.at(-1)?.required?.[0] as string),
  ];
  return Object.fromEntries(
    names.map((name) => [name, validOf(properties[name] as LimitedSchema)]),
  ) as Record<string, unknown>;
}

/** A value that fits a schema. */
function validOf(schema: LimitedSchema): unknown {
  if (schema.default !== undefined && schema.default !== "") return filled(schema);
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema["x-arn"] !== undefined) {
    const rule = schema["x-arn"];
    const region = rule.global ? "" : "eu-central-1";
    return `arn:aws:${rule.services[0]}:${region}:111122223333:${validResource(rule)}`;
  }
  switch (schema.type) {
    case "boolean":
      return true;
    case "integer":
      return schema.minimum ?? 1;
    case "array":
      return [validOf(schema.items ?? { enum: ["iam.amazonaws.com"] })];
    case "object":
      return requiredOf(schema);
    case "string":
      return textFor(schema.pattern);
    default:
      return validOf((schema.anyOf?.[0] ?? {}) as LimitedSchema);
  }
}

function filled(schema: LimitedSchema): unknown {
  const { default: fallback, items } = schema;
  if (Array.isArray(fallback) && fallback.length === 0 && items) return [validOf(items)];
  return fallback;
}

const TEXTS = [
  "name",
  "111122223333",
  "C0SECURITY",
  "eu-central-1",
  "o-a1b2c3d4e5",
  "https://example.com/start",
  "/aws/events/name",
  "soc@example.com",
  "2030-12-31",
  "arn:aws:iam::111122223333:role/security-admin",
];

function textFor(pattern = ""): string {
  const found = TEXTS.find((text) => new RegExp(pattern, "u").test(text));
  if (found === undefined) throw new Error(`Cannot write a text that fits ${pattern}`);
  return found;
}

function nameFor({ propertyNames }: LimitedSchema): string {
  return textFor(propertyNames?.pattern);
}

function get(value: unknown, key: Place["key"]): unknown {
  return key.reduce<unknown>((inner, name) => Object(inner)[name], value);
}

function replaced(value: unknown, key: Place["key"], by: unknown): unknown {
  const [name, ...rest] = key;
  if (name === undefined) return by;
  if (Array.isArray(value)) {
    return value.map((it, index) => (index === name ? replaced(it, rest, by) : it));
  }
  const object = value as Record<string, unknown>;
  return { ...object, [name]: replaced(object[name], rest, by) };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
