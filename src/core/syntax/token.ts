import type { ExpressionProblem } from "./problem.ts";

/** A word of an expression. */
export interface Token {
  /** What it is; an operator or bracket is its own text. `end` stands once, behind the last. */
  readonly kind: string;
  /** A name's or variable's name, a literal's or number's value. */
  readonly value: unknown;
  readonly start: number;
  readonly end: number;
}

/**
 * Splits an expression into words, each character looked at once. What is no word is a problem,
 * and reading goes on behind it.
 */
export function tokenize(text: string): {
  readonly tokens: readonly Token[];
  readonly problems: readonly ExpressionProblem[];
} {
  const scanner = new Scanner(text);
  scanner.scan();
  return scanner;
}

class Scanner {
  readonly tokens: Token[] = [];
  readonly problems: ExpressionProblem[] = [];
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  scan(): void {
    let at = 0;
    while (at < this.#text.length) at = this.#next(at);
    this.#add("end", null, at, at);
  }

  /** Reads one word and returns where it ends. */
  #next(start: number): number {
    const char = this.#text.charAt(start);
    if (BLANKS.includes(char)) return start + 1;
    if (NAME_START.test(char)) {
      const end = this.#endOf(NAME_PART, start + 1);
      return this.#add("name", this.#text.slice(start, end), start, end);
    }
    if (DIGIT.test(char) || (char === "-" && DIGIT.test(this.#text.charAt(start + 1)))) {
      return this.#number(start);
    }
    if (char === "$" && NAME_START.test(this.#text.charAt(start + 1))) {
      const end = this.#endOf(NAME_PART, start + 2);
      return this.#add("variable", this.#text.slice(start + 1, end), start, end);
    }
    if (char === "'" || char === '"' || char === "`") return this.#quoted(char, start);
    const two = this.#text.slice(start, start + 2);
    if (two === "=~" || two === "~=") {
      this.#problem(NO_REGEX, start, start + 2);
      return this.#add("==", null, start, start + 2);
    }
    if (OPERATORS.has(two)) return this.#add(two, null, start, start + 2);
    const one = SPELLINGS.get(char) ?? char;
    if (OPERATORS.has(one)) return this.#add(one, null, start, start + 1);
    return this.#unknown(start);
  }

  #number(start: number): number {
    let end = this.#endOf(DIGIT, start + 1);
    if (this.#text.charAt(end) === "." && DIGIT.test(this.#text.charAt(end + 1))) {
      end = this.#endOf(DIGIT, end + 1);
    }
    return this.#add("number", Number(this.#text.slice(start, end)), start, end);
  }

  #quoted(quote: string, start: number): number {
    let close = start + 1;
    while (close < this.#text.length && this.#text.charAt(close) !== quote) {
      close += this.#text.charAt(close) === "\\" ? 2 : 1;
    }
    const closed = close < this.#text.length;
    const end = closed ? close + 1 : this.#text.length;
    if (!closed) this.#problem(`${QUOTES[quote]} must end with the same quote`, start, end);
    const inner = this.#text.slice(start + 1, closed ? close : end);
    if (quote === "'") return this.#add("literal", unescaped(inner, "'\\"), start, end);
    const json = quote === '"' ? `"${inner}"` : unescaped(inner, "`");
    const parsed = closed ? parseJson(json) : { value: quote === '"' ? inner : null };
    if (parsed === undefined) this.#problem(this.#jsonRule(quote, json), start, end);
    const value = parsed === undefined ? inner : parsed.value;
    return this.#add(quote === '"' ? "quoted name" : "literal", value, start, end);
  }

  #jsonRule(quote: string, json: string): string {
    if (quote === '"') return "a name in double quotes must be a JSON string (write \\\\ for \\)";
    const word = json.trim();
    return NAME.test(word)
      ? `a value in backticks must be JSON (text is written in single quotes: '${word}')`
      : "a value in backticks must be JSON";
  }

  /** Characters that have no meaning, up to the next that may have one. */
  #unknown(start: number): number {
    let end = start;
    while (end < this.#text.length && this.#isUnknown(end)) end++;
    const char = this.#text.charAt(start);
    const rule = CURLY_QUOTES.includes(char)
      ? "text is written in straight single quotes, '…'"
      : char === "~"
        ? NO_REGEX
        : "a character has no meaning";
    this.#problem(rule, start, end);
    return end;
  }

  #isUnknown(at: number): boolean {
    const char = this.#text.charAt(at);
    return !(
      BLANKS.includes(char) ||
      NAME_PART.test(char) ||
      char in QUOTES ||
      OPERATORS.has(SPELLINGS.get(char) ?? char)
    );
  }

  #endOf(part: RegExp, from: number): number {
    let end = from;
    while (end < this.#text.length && part.test(this.#text.charAt(end))) end++;
    return end;
  }

  #add(kind: string, value: unknown, start: number, end: number): number {
    this.tokens.push({ kind, value, start, end });
    return end;
  }

  #problem(rule: string, start: number, end: number): void {
    this.problems.push({ message: `Cannot parse expression as ${rule}`, start, end });
  }
}

const BLANKS = " \t\r\n";
const NAME_START = /[A-Za-z_]/;
const NAME_PART = /\w/;
const NAME = /^[A-Za-z_]\w*$/;
const DIGIT = /\d/;
const CURLY_QUOTES = "‘’‚‛“”„‟´";

const QUOTES: Readonly<Record<string, string>> = {
  "'": "text in single quotes",
  '"': "a name in double quotes",
  "`": "a value in backticks",
};

const NO_REGEX = "there are no regular expressions (use starts_with, ends_with, contains and like)";

const OPERATORS: ReadonlySet<string> = new Set(
  "( ) [ ] { } [? [] . , : ? @ $ * + - / // % × && || ! != == = < <= > >= & |".split(" "),
);

/** Other ways to write an operator. */
const SPELLINGS: ReadonlyMap<string, string> = new Map([
  ["\u2212", "-"],
  ["÷", "/"],
]);

/** Takes the backslash from before each of these characters; any other stays. */
function unescaped(text: string, chars: string): string {
  let plain = "";
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    const next = text.charAt(at + 1);
    if (char === "\\" && next !== "" && chars.includes(next)) plain += next;
    else plain += char + (char === "\\" ? next : "");
    if (char === "\\") at++;
  }
  return plain;
}

function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
