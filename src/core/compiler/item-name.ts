import { parseIpAddress } from "../pattern/ip-address.ts";

/**
 * A name of a value or operator that a pattern lists: the same for what AWS's matcher takes for
 * the same, however it is spelled. Text that is an address is that address, a number is the
 * `numeric` that equals it, what `anything-but` excludes has no order, and a text whose case is
 * ignored has none.
 */
export function itemName(item: unknown): string {
  if (typeof item === "string") return textName(item);
  if (typeof item !== "object" || item === null) return JSON.stringify(item);
  const [[operator, operand] = ["", undefined]] = Object.entries(item);
  switch (operator) {
    case "anything-but":
      return JSON.stringify([operator, exclusionNames(operand)]);
    case "numeric":
      return isEquals(operand) ? JSON.stringify(operand[1]) : JSON.stringify(item);
    default:
      return JSON.stringify([operator, testName(operator, operand)]);
  }
}

function textName(text: string): string {
  const address = parseIpAddress(text);
  return address === undefined ? JSON.stringify(text) : `address ${address.value}/${address.bits}`;
}

/** Of values or of tests, in one order. What is excluded is text, also where it is an address. */
function exclusionNames(operand: unknown): unknown {
  if (!isObject(operand)) return sorted([operand].flat().map((value) => JSON.stringify(value)));
  return Object.entries(operand).map(([operator, tests]) => [
    operator,
    sorted([tests].flat().map((test) => JSON.stringify(testName(operator, test)))),
  ]);
}

/** `prefix` and `suffix` may hold a text whose case is ignored. */
function testName(operator: string, operand: unknown): unknown {
  if (isObject(operand)) {
    return Object.entries(operand).map(([inner, text]) => [inner, testName(inner, text)]);
  }
  return operator === "equals-ignore-case" && typeof operand === "string"
    ? operand.toLowerCase()
    : operand;
}

function isEquals(operand: unknown): operand is readonly ["=", number] {
  return Array.isArray(operand) && operand.length === 2 && operand[0] === "=";
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}
