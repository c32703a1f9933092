import { isObject } from "../../core/record/event-text.ts";
import { AwsError } from "../protocol/aws-error.ts";
import type { RoutedEvent } from "./routed-event.ts";

/** How a target's input is made of an event. */
export interface InputTransformer {
  /** Variable → JSON path. */
  readonly paths: Readonly<Record<string, string>>;
  /** Text with `<variable>`s. */
  readonly template: string;
}

/** What a template may say of its rule. */
export interface TransformingRule {
  readonly name: string;
  readonly arn: string;
}

/** Makes a target's input. Throws {@linkcode AwsError} if it comes out as no JSON. */
export type Transform = (event: RoutedEvent, rule: TransformingRule) => string;

/** Variables one transformer may define. */
const MAX_VARIABLES = 100;

/** Characters of a template. */
const MAX_TEMPLATE = 8192;

/**
 * Reads an input transformer, as the service does with PutTargets.
 *
 * Values are put in as they are and nothing in them is escaped; a text that stands for itself gets
 * its quotes, one within quotes has them already. A value whose own quotes end the text around it
 * therefore spoils the whole, and the target does not get it. A path that leads nowhere is empty.
 *
 * @throws {Error} If a path is written in a way the service does not know, a variable is not
 * defined, or there are too many.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export function inputTransformer({ paths, template }: InputTransformer): Transform {
  const variables = new Map(
    Object.entries(paths).map(([name, path]) => [name, parseJsonPath(path)] as const),
  );
  if (variables.size > MAX_VARIABLES) {
    throw new Error(
      `Cannot use input transformer as it may define <= ${MAX_VARIABLES} variables: ${variables.size}`,
    );
  }
  if (template.length > MAX_TEMPLATE) {
    throw new Error(
      `Cannot use input template as it may have <= ${MAX_TEMPLATE} characters: ${template.length}`,
    );
  }
  for (const [, name = ""] of template.matchAll(VARIABLE)) {
    if (!variables.has(name) && !PREDEFINED.has(name)) {
      throw new Error(`Cannot use input template as <${name}> must be defined: it is not`);
    }
  }
  return (event, rule) => {
    const valueNamed = (name: string): unknown => {
      const path = variables.get(name);
      return path === undefined ? PREDEFINED.get(name)?.(event, rule) : valueAt(event.parsed, path);
    };
    const text = fill(template, valueNamed);
    try {
      JSON.parse(text);
    } catch {
      throw new AwsError("INVALID_JSON", `The input template does not make JSON: ${text}`);
    }
    return text;
  };
}

const VARIABLE = /<([\w.-]+)>/g;

type Predefined = (event: RoutedEvent, rule: TransformingRule) => unknown;

const PREDEFINED: ReadonlyMap<string, Predefined> = new Map<string, Predefined>([
  ["aws.events.rule-arn", (_, { arn }) => arn],
  ["aws.events.rule-name", (_, { name }) => name],
  ["aws.events.event.json", ({ parsed }) => parsed],
  ["aws.events.event", ({ parsed: { detail: _, ...envelope } }) => envelope],
  ["aws.events.event.ingestion-time", ({ parsed }) => parsed.time],
]);

/** Puts the values in, knowing where a text in quotes begins and ends. */
function fill(template: string, valueNamed: (name: string) => unknown): string {
  let isQuoted = false;
  let filled = "";
  let at = 0;
  for (const match of template.matchAll(VARIABLE)) {
    const before = template.slice(at, match.index);
    isQuoted = quotesIn(before) % 2 === 1 ? !isQuoted : isQuoted;
    filled += before + written(valueNamed(match[1] ?? ""), isQuoted);
    at = match.index + match[0].length;
  }
  return filled + template.slice(at);
}

function quotesIn(text: string): number {
  return [...text.matchAll(/\\.|"/gs)].filter(([token]) => token === '"').length;
}

function written(value: unknown, isQuoted: boolean): string {
  const text = typeof value === "string" ? value : undefined;
  if (value === undefined) return isQuoted ? "" : '""';
  if (!isQuoted) return text === undefined ? JSON.stringify(value) : `"${text}"`;
  // The quotes of an object or a list would end the text it is put into.
  return text ?? JSON.stringify(value).replaceAll('"', "");
}

type JsonPath = readonly (string | number)[];

/** `$`, then keys behind dots and indices in brackets: the service knows more, this product does not use it. */
function parseJsonPath(path: string): JsonPath {
  if (!/^\$(\.[\w/-]+|\[\d+\])*$/.test(path)) {
    throw new Error(
      `Cannot use JSON path as it must be "$", keys behind dots and indices in brackets: "${path}"`,
    );
  }
  return [...path.matchAll(/\.([\w/-]+)|\[(\d+)\]/g)].map(([, key, index]) =>
    key === undefined ? Number(index) : key,
  );
}

function valueAt(value: unknown, path: JsonPath): unknown {
  return path.reduce<unknown>((found, step) => {
    if (typeof step === "number") return Array.isArray(found) ? found[step] : undefined;
    return isObject(found) && Object.hasOwn(found, step) ? found[step] : undefined;
  }, value);
}
