import { compile, tokenize } from "@jmespath-community/jmespath";
import { ExpressionError } from "../syntax/error.ts";

/** A node of the syntax tree, as the JMESPath library makes it. */
export type SyntaxNode = ReturnType<typeof compile>;

/** A word of an expression and where it starts, in characters from 0. */
export type Token = ReturnType<typeof tokenize>[number];

/**
 * Parses JMESPath. The library's parser is the grammar; what it lets pass although it means
 * nothing (text without its closing quote, `=` for `==`, missing commas) is refused too.
 *
 * @throws {ExpressionError} With the position of the first word that cannot stand where it
 * stands, and what was probably meant.
 */
export function parseExpression(text: string): { root: SyntaxNode; tokens: readonly Token[] } {
  checkQuotes(text);
  const tokens = readTokens(text);
  if (tokens.length === 0) throw refusal(text, 0, "it must not be empty");
  checkTokens(text, tokens);
  try {
    return { root: compile(text), tokens };
  } catch (cause) {
    throw locate(text, tokens, cause);
  }
}

/** Words an excerpt of the text around a position, for messages. */
export function excerpt(text: string, position: number): string {
  const rest = text.slice(position).replace(/\s+/g, " ").trim();
  if (rest === "") return `at its end (character ${position})`;
  return `at character ${position}, "${rest.length > 24 ? `${rest.slice(0, 24)}…` : rest}"`;
}

function refusal(text: string, position: number, rule: string, cause?: unknown): ExpressionError {
  return new ExpressionError(`Cannot parse expression as ${rule}: ${excerpt(text, position)}`, {
    position,
    cause,
  });
}

/** The library takes text without its closing quote for text up to the end. */
function checkQuotes(text: string): void {
  const names: Record<string, string> = {
    "'": "text in single quotes",
    '"': "a name in double quotes",
    "`": "a value in backticks",
  };
  for (let at = 0; at < text.length; at++) {
    const quote = text.charAt(at);
    const name = names[quote];
    if (name === undefined) continue;
    const start = at;
    for (at++; at < text.length && text.charAt(at) !== quote; at++) {
      if (text.charAt(at) === "\\") at++;
    }
    if (at >= text.length) throw refusal(text, start, `${name} must end with the same quote`);
    if (quote === "`") checkLiteral(text, start, at);
    if (quote === '"' && !isJson(text.slice(start, at + 1))) {
      throw refusal(
        text,
        start,
        "a name in double quotes must be a JSON string (write \\\\ for \\)",
      );
    }
  }
}

function checkLiteral(text: string, start: number, end: number): void {
  const json = text.slice(start + 1, end).replaceAll("\\`", "`");
  if (isJson(json)) return;
  const rule = /^\s*\w+\s*$/.test(json)
    ? `a value in backticks must be JSON (text is written in single quotes: '${json.trim()}')`
    : "a value in backticks must be JSON";
  throw refusal(text, start, rule);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function readTokens(text: string): Token[] {
  try {
    return tokenize(text);
  } catch (cause) {
    // Quotes are in order, so what is left is a character that starts nothing.
    const position = [...text.matchAll(PIECES)]
      .filter(([part]) => part.length === 1)
      .find(([character]) => /[^\w\s()*,.:@[\]{}+%?−×÷$!<=>&|/-]/.test(character))?.index;
    const rule =
      text.includes("=~") || text.includes("~=") ? NO_REGEX : "a character has no meaning";
    throw refusal(text, position ?? 0, rule, cause);
  }
}

/** What the library accepts in silence. */
function checkTokens(text: string, tokens: readonly Token[]): void {
  for (const [index, { type, start, value }] of tokens.entries()) {
    const next = tokens[index + 1];
    const previous = tokens[index - 1];
    if (type === TOKEN.assign && previous?.type !== TOKEN.variable) {
      throw refusal(text, start, "equality is written ==");
    }
    if (type === TOKEN.number) {
      if (previous?.type === "Dot") {
        throw refusal(text, start, `an element of a list is written [${value}]`);
      }
      if (!BRACKET_TOKENS.has(previous?.type as string)) {
        throw refusal(text, start, `a number is written in backticks, \`${value}\``);
      }
      const end = next?.start ?? text.length;
      if (!/^-?\d+$/.test(text.slice(start, end).trim())) {
        throw refusal(text, start, "an index must be a whole number");
      }
    }
    if (next !== undefined && ENDS_VALUE.has(type) && STARTS_VALUE.has(next.type)) {
      // `let $a = b in c` and the `in` itself are the only words that may follow a value.
      const keyword = value === "let" || value === "in" || next.value === "in";
      const word = WORDS.get(String(next.value).toLowerCase()) ?? WORDS.get(String(value));
      if (!keyword || next.type === "Literal") {
        throw refusal(text, next.start, word ?? 'an operator or "," must stand before this');
      }
    }
  }
}

/** Quoted parts whole, everything else by the character. */
const PIECES = /'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`(?:\\.|[^`\\])*`|./gs;

const NO_REGEX =
  "there are no regular expressions (use starts_with, ends_with and contains): a character has no meaning";

/** Words of other languages, and how JMESPath writes them. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ["and", '"and" is written &&'],
  ["or", '"or" is written ||'],
  ["not", '"not" is written !'],
]);

const TOKEN = { assign: "Assign", variable: "Variable", number: "Number" } as const;

/** Tokens before an index or a part of a slice. */
const BRACKET_TOKENS: ReadonlySet<string> = new Set(["Lbracket", "Colon"]);

const ENDS_VALUE: ReadonlySet<string> = new Set([
  "UnquotedIdentifier",
  "QuotedIdentifier",
  "Literal",
  "Variable",
  "Current",
  "Rparen",
  "Rbracket",
  "Rbrace",
]);

const STARTS_VALUE: ReadonlySet<string> = new Set([
  "UnquotedIdentifier",
  "QuotedIdentifier",
  "Literal",
  "Variable",
  "Current",
  "Root",
]);

/**
 * Finds where the parser stumbled, which the library does not say: the first word with which
 * the text up to it fails otherwise than by ending too soon.
 */
function locate(text: string, tokens: readonly Token[], cause: unknown): ExpressionError {
  for (const [index, { start }] of tokens.entries()) {
    if (!failsWithin(text.slice(0, tokens[index + 1]?.start ?? text.length))) continue;
    return refusal(text, start, hintAt(tokens, index), cause);
  }
  return refusal(text, text.length, "it must be complete", cause);
}

function failsWithin(text: string): boolean {
  try {
    compile(text);
    return false;
  } catch (error) {
    return !(error instanceof TypeError) && !/\bEOF\b/.test((error as Error).message);
  }
}

function hintAt(tokens: readonly Token[], index: number): string {
  const { type } = tokens[index] as Token;
  const before = tokens[index - 1]?.type;
  if (type === "Lparen" && before === "QuotedIdentifier") {
    return "the name of a function stands without quotes";
  }
  if (type === "Expref") return "both conditions are joined by &&";
  if (tokens[index]?.value === "in") {
    return "membership is written contains(['a', 'b'], field): a word has no meaning";
  }
  return "this cannot stand here";
}
