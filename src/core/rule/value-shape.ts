import { print } from "../expression/print.ts";
import type { Tree } from "../expression/tree.ts";
import { ANY, type FieldShape } from "../record/record-shape.ts";
import type { Comparison } from "../syntax/node.ts";

/** What a part of an expression may give, beside null. */
export type ValueShape = FieldShape | { readonly kind: "literal"; readonly value: unknown };

/** A value as a constant of the language. */
export function literal(value: unknown): { kind: "literal"; value: unknown } {
  return { kind: "literal", value };
}

/** The kind of a value; null can be compared with any. */
export function kindOf(shape: ValueShape): FieldShape["kind"] {
  if (shape.kind !== "literal") return shape.kind;
  if (shape.value === null) return "any";
  if (Array.isArray(shape.value)) return "list";
  const type = typeof shape.value;
  return type === "string" ? "text" : (type as "boolean" | "number" | "object");
}

/** Whether two values can be equal, as far as their kinds say. */
export function canEqual(a: ValueShape, b: ValueShape): boolean {
  const [one, other] = [kindOf(a), kindOf(b)];
  return one === "any" || other === "any" || one === other;
}

/** A kind with its article: `a list`, `an object`; of text, `text`. */
export function shapeText(shape: ValueShape): string {
  const kind = kindOf(shape);
  return kind === "text" ? "text" : `${kind === "object" ? "an" : "a"} ${kind}`;
}

/** What a field is, what follows from that, and how the value beside it is to be written. */
export function unequalText(
  [tree, shape]: readonly [Tree, ValueShape],
  [other, value]: readonly [Tree, ValueShape],
  outcome: string,
): string {
  const subject = `${print(tree)} is ${shapeText(shape)}`;
  const fix = constantOf(kindOf(shape), value);
  if (fix === undefined)
    return `${subject} and ${print(other)} is ${shapeText(value)}, so ${outcome}`;
  return `${subject} in every event, so ${outcome}: write ${fix} instead of ${print(other)}`;
}

/** A constant as one of another kind, in the language's own spelling. */
function constantOf(kind: FieldShape["kind"], value: ValueShape): string | undefined {
  if (value.kind !== "literal" || typeof value.value === "object") return undefined;
  const text = String(value.value);
  switch (kind) {
    case "text":
      return print(literal(text));
    case "boolean":
      return /^(true|false)$/i.test(text) ? `\`${text.toLowerCase()}\`` : undefined;
    case "number":
      return text.trim() === "" || Number.isNaN(Number(text)) ? undefined : `\`${Number(text)}\``;
    default:
      return undefined;
  }
}

/** What is known of a value that is one of two. */
export function eitherShape(a: ValueShape, b: ValueShape): ValueShape {
  const kind = kindOf(a);
  const same = kind === kindOf(b) && (kind === "text" || kind === "boolean" || kind === "number");
  return same ? { kind } : ANY;
}

/** Whether a kind is one of those a function's parameter takes. */
export function fitsParameter(kind: FieldShape["kind"], allowed: string): boolean {
  const name = {
    text: "string",
    list: "array",
    any: "any",
    number: "number",
    boolean: "boolean",
    object: "object",
  }[kind];
  return (
    kind === "any" ||
    allowed.split("|").some((type) => type === "any" || type.split(" of ")[0] === name)
  );
}

/** What a function gives of arguments of these shapes; anything, where that is not known. */
export function resultShape(name: string, shapes: readonly ValueShape[]): ValueShape {
  if (PREDICATES.has(name)) return { kind: "boolean" };
  if (TEXT_RESULTS.has(name)) return { kind: "text" };
  if (NUMBER_RESULTS.has(name)) return { kind: "number" };
  if (name === "not_null") return shapes.reduce((all, shape) => eitherShape(all, shape));
  return ANY;
}

const PREDICATES: ReadonlySet<string> = new Set([
  "contains",
  "starts_with",
  "ends_with",
  "like",
  "in_cidr",
  "exists",
  "any",
]);
const TEXT_RESULTS: ReadonlySet<string> = new Set(
  "lower upper trim trim_left trim_right replace join to_string pad_left pad_right type".split(" "),
);
const NUMBER_RESULTS: ReadonlySet<string> = new Set(
  "length abs ceil floor avg sum to_number find_first find_last".split(" "),
);

/** What an element of a list is. */
export function elementShape(list: ValueShape): ValueShape {
  if (list.kind === "list") return list.of;
  if (list.kind !== "literal" || !Array.isArray(list.value) || list.value.length === 0) return ANY;
  return list.value.every((item) => typeof item === "string") ? { kind: "text" } : ANY;
}

/** What a comparison gives of what is never equal. */
export const EQUALITY = { EQ: "never true", NE: "always true" };

/** Why an order tells nothing of what is no number. */
export function orderText(by: Comparison, tree: Tree, shape: ValueShape): string {
  const sign = { LT: "<", LTE: "<=", GT: ">", GTE: ">=", EQ: "==", NE: "!=" }[by];
  const hint =
    kindOf(shape) === "text"
      ? ": use starts_with(), or to_number() of a text that is a number"
      : "";
  return `${sign} compares numbers and ${print(tree)} is ${shapeText(shape)}, so this is null whatever the event${hint}`;
}
