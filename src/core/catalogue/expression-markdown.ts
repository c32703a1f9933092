import { formatExpression } from "../syntax/format.ts";

/** Characters of a line of an expression. */
const WIDTH = 100;

/** An expression as a block of code. */
export function expressionLines(text: string): readonly string[] {
  const lines = formatExpression(text, WIDTH) ?? text.trim().split("\n");
  return ["```", ...lines, "```", ""];
}
