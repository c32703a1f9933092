import { invalid } from "./value.ts";

/** A piece of an expression. */
export interface Token {
  readonly kind: "word" | "name" | "value" | "sign" | "end";
  readonly text: string;
}

const PIECE =
  /\s*(?:(#[A-Za-z0-9_]+)|(:[A-Za-z0-9_]+)|([A-Za-z_][A-Za-z0-9_]*)|(<>|<=|>=|[=<>(),+-]))/y;

/** Takes an expression's text apart. */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  PIECE.lastIndex = 0;
  let end = 0;
  for (let found = PIECE.exec(text); found !== null; found = PIECE.exec(text)) {
    const [, name, value, word, sign] = found;
    end = PIECE.lastIndex;
    if (name !== undefined) tokens.push({ kind: "name", text: name });
    else if (value !== undefined) tokens.push({ kind: "value", text: value });
    else if (word !== undefined) tokens.push({ kind: "word", text: word });
    else tokens.push({ kind: "sign", text: sign ?? "" });
  }
  if (text.slice(end).trim() !== "") {
    throw invalid(
      `Invalid expression: Syntax error; token: "${text.slice(end).trim()[0]}", near: "${text.slice(Math.max(0, end - 10), end + 10)}"`,
    );
  }
  return tokens;
}
