import type { TerraformOperator } from "./node.ts";
import { TerraformError, type TerraformValue } from "./value.ts";

/** An operator on two numbers. */
export function terraformOperation(by: TerraformOperator, a: number, b: number): TerraformValue {
  switch (by) {
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    case ">=":
      return a >= b;
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return a / b;
    default:
      return a % b;
  }
}

/** A value as a condition: text counts by what it says. */
export function isTruth(value: TerraformValue): boolean {
  if (value === true || value === "true") return true;
  if (value === false || value === "false") return false;
  throw new TerraformError("a condition was neither true nor false");
}

/** A value as a number. */
export function terraformNumber(value: TerraformValue): number {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof number !== "number" || Number.isNaN(number))
    throw new TerraformError("a calculation with what is no number");
  return number;
}
