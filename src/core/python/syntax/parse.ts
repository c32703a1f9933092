import { PythonSyntaxError, PythonUnsupported } from "./error.ts";
import { readFormatted } from "./formatted.ts";
import type { BinaryOperator, CompareOperator, PythonNode, UnaryOperator } from "./node.ts";
import { parseAtom, parseTrailers } from "./parse-atom.ts";
import { TokenStream } from "./token-stream.ts";

/**
 * Parses an expression as Python's `eval` does.
 *
 * @throws {PythonSyntaxError} Where Python would raise a SyntaxError or an IndentationError.
 * @throws {PythonUnsupported} For what Python knows and this does not.
 */
export function parsePython(text: string): PythonNode {
  if (text.includes("\0"))
    throw new PythonSyntaxError("a text of Python has no null character", text.indexOf("\0"));
  const parser = new ParserPart(new TokenStream(text));
  const node = parser.list();
  parser.tokens.expectEnd();
  return node;
}

/** Parses Python's expressions, from the loosest operator to the tightest. */
export class ParserPart {
  readonly tokens: TokenStream;
  #level = 0;

  constructor(tokens: TokenStream) {
    this.tokens = tokens;
  }

  /** Expressions with commas between them make a tuple. */
  list(): PythonNode {
    const first = this.expression();
    if (!this.tokens.is(",")) return first;
    const items = [first];
    while (this.tokens.accept(",")) {
      if (this.#endsList()) break;
      items.push(this.expression());
    }
    return { type: "tuple", items, start: first.start, end: this.tokens.end };
  }

  #endsList(): boolean {
    const { kind } = this.tokens.ahead;
    return kind === "end" || [")", "]", "}", "=", ":"].some((it) => this.tokens.is(it));
  }

  /** What may stand in brackets: also `name := value`. */
  named(): PythonNode {
    const value = this.expression();
    if (!this.tokens.is(":=")) return value;
    if (value.type !== "name") throw this.tokens.unexpected("a name must come");
    this.tokens.take();
    const given = this.expression();
    return { type: "walrus", name: value.name, value: given, start: value.start, end: given.end };
  }

  expression(): PythonNode {
    if (++this.#level > MAX_LEVEL) {
      throw new PythonUnsupported("brackets nested so deep", this.tokens.ahead.start);
    }
    try {
      if (this.tokens.is("lambda")) return this.#lambda();
      const yes = this.disjunction();
      if (!this.tokens.accept("if")) return yes;
      const condition = this.disjunction();
      this.tokens.expect("else");
      const no = this.expression();
      return { type: "choice", condition, yes, no, start: yes.start, end: no.end };
    } finally {
      this.#level--;
    }
  }

  #lambda(): PythonNode {
    const { start } = this.tokens.take();
    const parameters: string[] = [];
    while (!this.tokens.is(":")) {
      const token = this.tokens.take();
      if (token.kind !== "name")
        throw new PythonUnsupported("such a parameter of a lambda", token.start);
      parameters.push(token.text);
      if (this.tokens.is("="))
        throw new PythonUnsupported("such a parameter of a lambda", token.start);
      if (!this.tokens.accept(",")) break;
    }
    this.tokens.expect(":");
    const body = this.expression();
    return { type: "lambda", parameters, body, start, end: body.end };
  }

  /** An expression without `if … else`, unless in brackets. */
  disjunction(): PythonNode {
    return this.#bool("or", () => this.#bool("and", () => this.#inversion()));
  }

  #bool(by: "and" | "or", operand: () => PythonNode): PythonNode {
    const values = [operand()];
    while (this.tokens.accept(by)) values.push(operand());
    const [first, last] = [values[0] as PythonNode, values.at(-1) as PythonNode];
    return values.length === 1
      ? first
      : { type: "bool", by, values, start: first.start, end: last.end };
  }

  #inversion(): PythonNode {
    if (!this.tokens.is("not")) return this.#comparison();
    const { start } = this.tokens.take();
    const operand = this.#inversion();
    return { type: "unary", by: "not", operand, start, end: operand.end };
  }

  #comparison(): PythonNode {
    const left = this.binary(0);
    const rest: [CompareOperator, PythonNode][] = [];
    for (let by = this.#compareOperator(); by !== undefined; by = this.#compareOperator()) {
      rest.push([by, this.binary(0)]);
    }
    if (rest.length === 0) return left;
    return { type: "compare", left, rest, start: left.start, end: this.tokens.end };
  }

  #compareOperator(): CompareOperator | undefined {
    const { kind, text } = this.tokens.ahead;
    if (kind === "operator" && ["==", "!=", "<", "<=", ">", ">="].includes(text)) {
      return this.tokens.take().text as CompareOperator;
    }
    if (this.tokens.accept("in")) return "in";
    if (this.tokens.accept("is")) return this.tokens.accept("not") ? "is not" : "is";
    if (!this.tokens.accept("not")) return undefined;
    this.tokens.expect("in");
    return "not in";
  }

  /** @param level Index of the loosest operators that are taken. */
  binary(level: number): PythonNode {
    const operators = LEVELS[level];
    if (operators === undefined) return this.#signed();
    let left = this.binary(level + 1);
    while (this.tokens.ahead.kind === "operator" && operators.includes(this.tokens.ahead.text)) {
      const by = this.tokens.take().text as BinaryOperator;
      const right = this.binary(level + 1);
      left = { type: "binary", by, left, right, start: left.start, end: right.end };
    }
    return left;
  }

  #signed(): PythonNode {
    const { kind, text, start } = this.tokens.ahead;
    if (kind === "operator" && ["-", "+", "~"].includes(text)) {
      this.tokens.take();
      const operand = this.#signed();
      return { type: "unary", by: text as UnaryOperator, operand, start, end: operand.end };
    }
    if (this.tokens.is("await"))
      throw new PythonSyntaxError("await belongs into a function", start);
    const base = this.#primary();
    if (!this.tokens.accept("**")) return base;
    const exponent = this.#signed();
    return {
      type: "binary",
      by: "**",
      left: base,
      right: exponent,
      start: base.start,
      end: exponent.end,
    };
  }

  #primary(): PythonNode {
    return parseTrailers(this, this.strings() ?? parseAtom(this));
  }

  /** Literals of text that stand side by side are one. */
  strings(): PythonNode | undefined {
    const { start } = this.tokens.ahead;
    const parts: Extract<PythonNode, { type: "formatted" }>["parts"][number][] = [];
    let isFormatted = false;
    let count = 0;
    for (let token = this.tokens.ahead; ; token = this.tokens.ahead) {
      if (token.kind === "string") {
        this.tokens.take();
        parts.push(token.value);
      } else if (token.kind === "formatted") {
        const read = readFormatted(this.tokens.text, token, (at) => {
          const inner = new ParserPart(new TokenStream(this.tokens.text, at, 1));
          inner.#level = this.#level;
          const value = inner.list();
          return { value, end: inner.tokens.ahead.start };
        });
        parts.push(...read.parts);
        this.tokens.jump(read.end);
        isFormatted = true;
      } else break;
      count++;
    }
    if (count === 0) return undefined;
    const { end } = this.tokens;
    if (isFormatted) return { type: "formatted", parts, start, end };
    return { type: "constant", value: parts.join(""), start, end };
  }
}

/** Loosest first. */
const LEVELS: readonly (readonly string[])[] = [
  ["|"],
  ["^"],
  ["&"],
  ["<<", ">>"],
  ["+", "-"],
  ["*", "/", "//", "%", "@"],
];

/** Brackets in brackets; Python itself takes 200. */
const MAX_LEVEL = 200;
