import { ExpressionError } from "../syntax/error.ts";
import { showProblem } from "../syntax/problem.ts";
import { readSyntax, type Syntax } from "../syntax/read-syntax.ts";

/**
 * Parses an expression.
 *
 * @throws {ExpressionError} If it is none; the message shows where, and what was probably meant.
 */
export function parseExpression(text: string): Pick<Syntax, "root" | "tokens"> {
  const { root, tokens, problems } = readSyntax(text);
  const [first] = problems;
  if (first === undefined) return { root, tokens };
  const message = problems.map((problem) => showProblem(text, problem)).join("\n");
  throw new ExpressionError(message, { position: first.start });
}
