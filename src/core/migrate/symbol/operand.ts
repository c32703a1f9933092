import { print } from "../../expression/print.ts";
import { SINGLE_VALUE_FIELDS } from "../../expression/single-value-field.ts";
import { PythonUnsupported } from "../../python/syntax/error.ts";
import type { PythonValue } from "../../python/value.ts";
import { fieldAt, flatPath, isUnknownField } from "../../record/record-field.ts";
import { type Formula, KINDS, type Kind, type Value } from "./condition.ts";

/** The flat key as JMESPath names it. */
export function pathOperand(key: string): string {
  return /^[A-Za-z_]\w*$/.test(key) && !/^(let|in)$/.test(key) ? key : JSON.stringify(key);
}

/** The flat key that an operand reads; undefined of what is made of others. */
export function keyOfOperand(of: string): string | undefined {
  if (/^[A-Za-z_]\w*$/.test(of)) return of;
  return /^"(?:[^"\\]|\\.)*"$/.test(of) ? (JSON.parse(of) as string) : undefined;
}

/** A constant as JMESPath writes it. */
export function literalText(value: unknown): string {
  return print({ kind: "literal", value });
}

/** Whether an operand can be nothing but a scalar or null in the product's view of an event. */
export function isScalarOnly(of: string): boolean {
  const key = keyOfOperand(of);
  return key === undefined || key.includes(".") || SINGLE_VALUE_FIELDS.has(key);
}

/** Kinds that CloudTrail writes at an operand, where its own description says. */
export function usualKinds(of: string): readonly Kind[] {
  const key = keyOfOperand(of);
  if (key === undefined) return KINDS;
  const shape = fieldAt(flatPath(key));
  if (isUnknownField(shape)) return KINDS;
  if (shape.kind === "text") return ["string", "none"];
  if (shape.kind === "object" || shape.kind === "list") return ["none"];
  return shape.kind === "boolean" ? ["boolean", "none"] : KINDS;
}

/** The flat key of an operand that CloudTrail writes a boolean at; undefined of any other. */
export function keyOfBoolean(of: string): string | undefined {
  const key = keyOfOperand(of);
  if (key === undefined) return undefined;
  const shape = fieldAt(flatPath(key));
  return !isUnknownField(shape) && shape.kind === "boolean" ? key : undefined;
}

/** Fields that CloudTrail writes with null, again and again: those that are every service's own. */
export function isOftenNull(key: string): boolean {
  if (key.includes(".") || key === "sessionCredentialFromConsole") return false;
  const shape = fieldAt([key]);
  return isUnknownField(shape) || shape.kind === "any";
}

/** A number of Python as JSON has it. */
export function jsonNumber(value: bigint | number): number {
  const number = Number(value);
  if (typeof value === "bigint" && !Number.isSafeInteger(number)) {
    throw new PythonUnsupported(`a number as large as ${value}`);
  }
  if (!Number.isFinite(number)) throw new PythonUnsupported("a number that JSON has not");
  return number;
}

/** All values that `==` a constant, of the kinds that a field can have; undefined if none can be. */
export function equals(value: PythonValue, kinds: readonly Kind[]): readonly Value[] {
  if (typeof value === "string") return kinds.includes("string") ? [value] : [];
  if (typeof value !== "bigint" && typeof value !== "number" && typeof value !== "boolean")
    return [];
  const number = typeof value === "boolean" ? Number(value) : jsonNumber(value);
  const values: Value[] =
    kinds.includes("boolean") && (number === 0 || number === 1) ? [number === 1] : [];
  return kinds.includes("number") ? [...values, number] : values;
}

/** A condition as JMESPath. */
export function conditionText(condition: Formula): string {
  return textAt(condition, 0, new Set());
}

/**
 * @param level What stands around: 0 nothing, 1 `||`, 2 `&&`.
 * @param there Operands that what stands around says are there.
 */
function textAt(condition: Formula, level: number, there: ReadonlySet<string>): string {
  switch (condition.is) {
    case "constant":
      return condition.value ? "`true`" : "`false`";
    case "and":
      return condition.parts
        .map((it) => textAt(it, 2, new Set([...there, ...condition.parts.flatMap(saidThere)])))
        .join(" && ");
    case "or": {
      const joined = condition.parts.map((it) => textAt(it, 1, there)).join(" || ");
      return level > 1 ? `(${joined})` : joined;
    }
    case "kind":
      return kindText(condition.of, condition.kinds);
    case "member":
      return memberText(condition, there);
    case "test":
      return condition.text;
    case "not":
      return /^\w+\([^()]*\)$/.test(condition.part.text)
        ? `!${condition.part.text}`
        : `!(${condition.part.text})`;
  }
}

/** Operands that a part of a conjunction says are there. */
function saidThere(part: Formula): readonly string[] {
  const isThere = part.is === "kind" && !part.kinds.has("none");
  return isThere || (part.is === "member" && part.isIn) ? [part.of] : [];
}

function memberText(
  { of, values, isIn }: Omit<Extract<Formula, { is: "member" }>, "is">,
  there: ReadonlySet<string>,
): string {
  const [only] = values;
  // Asked by its length, which a check does not take for a slip in a field that is never empty.
  if (values.length === 1 && only === "" && SINGLE_VALUE_FIELDS.has(keyOfOperand(of) ?? "")) {
    const isEmpty = `length(${of}) == \`0\``;
    if (isIn) return isEmpty;
    return there.has(of) ? `!(${isEmpty})` : `!(exists(${of}) && ${isEmpty})`;
  }
  if (values.includes("") && SINGLE_VALUE_FIELDS.has(keyOfOperand(of) ?? "")) {
    const others = values.filter((it) => it !== "");
    const [empty, other] = [[""], others].map((it) => memberText({ of, values: it, isIn }, there));
    return `(${empty} ${isIn ? "||" : "&&"} ${other})`;
  }
  if (values.length === 1) return `${of} ${isIn ? "==" : "!="} ${literalText(only)}`;
  const list = values.every((it) => typeof it === "string")
    ? `[${values.map(literalText).join(", ")}]`
    : `\`${JSON.stringify(values).replaceAll("`", "\\u0060")}\``;
  return `${isIn ? "" : "!"}contains(${list}, ${of})`;
}

function kindText(of: string, kinds: ReadonlySet<Kind>): string {
  if (kinds.has("none")) {
    const others = KINDS.filter((it) => !kinds.has(it));
    if (others.length === 3 && isScalarOnly(of)) return `!exists(${of})`;
    const [only] = others;
    return others.length === 1 ? `type(${of}) != '${only}'` : `!${kindsText(of, others)}`;
  }
  const [only] = kinds;
  if (kinds.size === 1) return `type(${of}) == '${only}'`;
  return kinds.size === 3 && isScalarOnly(of) ? `exists(${of})` : kindsText(of, [...kinds]);
}

function kindsText(of: string, kinds: readonly Kind[]): string {
  return `contains([${kinds.map((it) => `'${it}'`).join(", ")}], type(${of}))`;
}
