/* One file: the grammar is one class, whose rules call each other. */
import type { Binding, Comparison, HashEntry, PairType, Span, SyntaxNode } from "./node.ts";
import {
  ARITHMETIC,
  COMPARISONS,
  FOREIGN_COMPARISONS,
  FOREIGN_WORDS,
  NOT_POWER,
  POWER,
} from "./operator.ts";
import type { ExpressionProblem } from "./problem.ts";
import type { Token } from "./token.ts";

/** Levels of brackets, prefixes and arguments: reading one takes several calls on the stack. */
export const MAX_NESTING = 250;

/** Problems that are told of one expression: the rest may well follow from these. */
const MAX_PROBLEMS = 20;

/** Ends the reading of an operand, whose problem is told already. */
const STUMBLE = new Error("an operand cannot be read");

/**
 * Reads words as an expression, by the precedence of operators. A mistake that is clear is taken
 * for what was meant; any other ends the operand it stands in, and reading goes on behind the
 * next `&&` or `||`. So one reading finds several problems.
 */
export class Parser {
  readonly problems: ExpressionProblem[] = [];
  readonly #tokens: readonly Token[];
  #at = 0;
  /** Brackets that are open, and calls that are under way. */
  #open = 0;
  #nesting = 0;

  /** @param tokens The last of them `end`. */
  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  /** The tree; where there are problems, nodes that could not be read are `Invalid`. */
  parse(): SyntaxNode {
    if (this.#peek().kind === "end") this.#say("it must not be empty", this.#peek());
    let root = this.#operand(0);
    while (this.#peek().kind !== "end") {
      this.#say(this.#hint(), this.#peek());
      this.#at++;
      this.#skip(0);
      root = this.#operand(0, root);
    }
    return root;
  }

  #peek(): Token {
    return this.#tokens[this.#at] as Token;
  }

  #take(): Token {
    const token = this.#peek();
    if (token.kind !== "end") this.#at++;
    return token;
  }

  #span(start: number): Span {
    return { start, end: Math.max(start, this.#tokens[this.#at - 1]?.end ?? 0) };
  }

  #say(rule: string, { start, end }: Span): void {
    if (this.problems.length === MAX_PROBLEMS) return;
    if (this.problems.some((problem) => problem.start === start)) return;
    this.problems.push({ message: `Cannot parse expression as ${rule}`, start, end });
  }

  #stumble(rule = this.#hint()): never {
    this.#say(rule, this.#peek());
    throw STUMBLE;
  }

  /** What to say of a word that cannot stand where it stands. */
  #hint(): string {
    const { kind, value } = this.#peek();
    if (kind === "end") return "it must be complete";
    const compared = kind === "name" && FOREIGN_COMPARISONS.get(String(value).toLowerCase());
    if (compared) return compared;
    if (kind === ">" && this.#tokens[this.#at - 1]?.kind === "<") return "inequality is written !=";
    if (kind === "&") return "& must stand before a function's argument";
    return VALUES.has(kind)
      ? 'an operator or "," must stand before this'
      : "this cannot stand here";
  }

  /** An expression, or what goes on from `left`; what of it cannot be read is `Invalid`. */
  #operand(power: number, left?: SyntaxNode): SyntaxNode {
    const { start } = left?.span ?? this.#peek();
    const [open, nesting] = [this.#open, this.#nesting];
    let read = left;
    for (;;) {
      try {
        if (read === undefined) return this.#expression(power);
        while (power < this.#power()) read = this.#continue(read);
        return read;
      } catch (error) {
        if (error !== STUMBLE) throw error;
        this.#skip(this.#open - open);
        [this.#open, this.#nesting] = [open, nesting];
        read = { type: "Invalid", span: this.#span(start) };
      }
    }
  }

  /** Goes on to the next word that may follow an operand outside of so many brackets. */
  #skip(brackets: number): void {
    let depth = brackets;
    for (; this.#peek().kind !== "end"; this.#at++) {
      const { kind } = this.#peek();
      if (depth <= 0 && (kind === "&&" || kind === "||" || kind === "," || CLOSERS.has(kind))) {
        return;
      }
      if (OPENERS.has(kind)) depth++;
      else if (CLOSERS.has(kind)) depth--;
    }
  }

  #expression(power: number): SyntaxNode {
    if (this.#nesting >= MAX_NESTING) {
      this.#say(`it must not be nested more than ${MAX_NESTING} levels deep`, this.#peek());
      // What is nested so deeply has no operands worth looking for.
      this.#at = this.#tokens.length - 1;
      throw STUMBLE;
    }
    this.#nesting++;
    let left = this.#start();
    while (power < this.#power()) left = this.#continue(left);
    this.#nesting--;
    return left;
  }

  /** How tightly the next word holds what is left of it; 0 where it does not. */
  #power(): number {
    const { kind, value } = this.#peek();
    if (kind === "=") return POWER["=="] as number;
    if (kind === "&") return POWER["&&"] as number;
    if (kind !== "name") return POWER[kind] ?? 0;
    return POWER[FOREIGN_WORDS.get(String(value).toLowerCase()) ?? ""] ?? 0;
  }

  /** What an expression begins with. */
  #start(): SyntaxNode {
    const token = this.#peek();
    const { kind, value, start } = token;
    if (kind === "end" || CLOSERS.has(kind)) this.#stumble();
    this.#take();
    const here = { type: "Identity", span: { start, end: start } } as const;
    switch (kind) {
      case "variable":
        return { type: "Variable", name: String(value), span: token };
      case "literal":
        return { type: "Literal", value, span: token };
      case "number":
        this.#say(`a number is written in backticks, \`${value}\``, token);
        return { type: "Literal", value, span: token };
      case "quoted name":
        return { type: "Field", name: String(value), quoted: true, span: token };
      case "name":
        return this.#name(token);
      case "@":
      case "$":
        return { type: kind === "@" ? "Current" : "Root", span: token };
      case "!":
        return this.#negated(start);
      case "+":
      case "-": {
        const operand = this.#expression(POWER[kind] as number);
        return {
          type: "Unary",
          operator: ARITHMETIC[kind] ?? "",
          operand,
          span: this.#span(start),
        };
      }
      case "*":
        return this.#pair("ValueProjection", here, this.#rest(POWER["*"] as number));
      case "[?":
        return this.#filter(here);
      case "[]":
        return this.#flattened(here);
      case "{":
        return this.#hash(start);
      case "[":
        return this.#isIndex() ? this.#bracket(here) : this.#list(start);
      case "&": {
        const child = this.#expression(0);
        return { type: "ExpressionReference", child, span: this.#span(start) };
      }
      case "(": {
        this.#open++;
        const inner = this.#operand(0);
        this.#close(")");
        return inner;
      }
      case "=":
        this.#say("equality is written ==", token);
        return this.#start();
      default:
        this.#at--;
        return this.#stumble();
    }
  }

  #name(token: Token): SyntaxNode {
    const { kind } = this.#peek();
    if (token.value === "let" && kind === "variable") return this.#let(token.start);
    const negates = FOREIGN_WORDS.get(String(token.value).toLowerCase()) === "!";
    if (negates && (VALUES.has(kind) || kind === "(")) {
      this.#say(`"${token.value}" is written !`, token);
      return this.#negated(token.start);
    }
    return { type: "Field", name: String(token.value), quoted: false, span: token };
  }

  #negated(start: number): SyntaxNode {
    const child = this.#expression(NOT_POWER);
    return { type: "NotExpression", child, span: this.#span(start) };
  }

  /** What an operator makes of what is left of it. */
  #continue(left: SyntaxNode): SyntaxNode {
    const { start } = left.span;
    const token = this.#take();
    const power = POWER[token.kind] ?? 0;
    switch (token.kind) {
      case "|":
        return this.#pair("Pipe", left, this.#expression(power));
      case "?": {
        const trueExpr = this.#expression(0);
        if (this.#peek().kind !== ":") this.#stumble();
        this.#take();
        const falseExpr = this.#expression(0);
        return { type: "Ternary", condition: left, trueExpr, falseExpr, span: this.#span(start) };
      }
      case "&":
        this.#say("both conditions are joined by &&", token);
        return this.#joint("&&", left);
      case "name": {
        const meant = FOREIGN_WORDS.get(String(token.value).toLowerCase()) ?? "";
        this.#say(`"${token.value}" is written ${meant}`, token);
        return this.#joint(meant, left);
      }
      case "&&":
      case "||":
        return this.#joint(token.kind, left);
      case ".":
        return this.#dotted(left);
      case "[?":
        return this.#filter(left);
      case "[]":
        return this.#flattened(left);
      case "[":
        return this.#bracket(left);
      case "(":
        return this.#call(left);
      case "=":
        this.#say("equality is written ==", token);
        return this.#comparison("==", left);
      default:
        if (token.kind in COMPARISONS) return this.#comparison(token.kind, left);
        return {
          type: "Arithmetic",
          operator: ARITHMETIC[token.kind] ?? "",
          left,
          right: this.#expression(power),
          span: this.#span(start),
        };
    }
  }

  #joint(sign: string, left: SyntaxNode): SyntaxNode {
    const right = this.#operand(POWER[sign] as number);
    return this.#pair(sign === "&&" ? "AndExpression" : "OrExpression", left, right);
  }

  #comparison(sign: string, left: SyntaxNode): SyntaxNode {
    const right = this.#expression(POWER[sign] as number);
    const name = COMPARISONS[sign] as Comparison;
    return { type: "Comparator", name, left, right, span: this.#span(left.span.start) };
  }

  #pair(type: PairType, left: SyntaxNode, right: SyntaxNode): SyntaxNode {
    return { type, left, right, span: this.#span(left.span.start) };
  }

  #dotted(left: SyntaxNode): SyntaxNode {
    const power = POWER["."] as number;
    if (this.#peek().kind === "*") {
      this.#take();
      return this.#pair("ValueProjection", left, this.#rest(power));
    }
    if (this.#peek().kind === "number") {
      const token = this.#take();
      this.#say(`an element of a list is written [${token.value}]`, token);
      return this.#pair("IndexExpression", left, {
        type: "Index",
        value: Number(token.value),
        span: token,
      });
    }
    return this.#pair("Subexpression", left, this.#afterDot(power));
  }

  #afterDot(power: number): SyntaxNode {
    const { kind, start } = this.#peek();
    if (kind === "name" || kind === "quoted name" || kind === "*") return this.#expression(power);
    if (kind !== "[" && kind !== "{") this.#stumble();
    this.#take();
    return kind === "[" ? this.#list(start) : this.#hash(start);
  }

  /** What a projection applies to each element. */
  #rest(power: number): SyntaxNode {
    const { kind, start } = this.#peek();
    if (kind === "[" || kind === "[?") return this.#expression(power);
    if (kind !== ".") return { type: "Identity", span: { start, end: start } };
    this.#take();
    return this.#afterDot(power);
  }

  #filter(left: SyntaxNode): SyntaxNode {
    this.#open++;
    const condition = this.#operand(0);
    this.#close("]");
    const right = this.#rest(POWER["[?"] as number);
    return { type: "FilterProjection", left, condition, right, span: this.#span(left.span.start) };
  }

  #flattened(left: SyntaxNode): SyntaxNode {
    const child: SyntaxNode = { type: "Flatten", child: left, span: this.#span(left.span.start) };
    return this.#pair("Projection", child, this.#rest(POWER["[]"] as number));
  }

  #isIndex(): boolean {
    const { kind } = this.#peek();
    if (kind === "number" || kind === ":") return true;
    return kind === "*" && this.#tokens[this.#at + 1]?.kind === "]";
  }

  /** An index, a slice or `*`, behind its bracket. */
  #bracket(left: SyntaxNode): SyntaxNode {
    const { kind, value, start } = this.#peek();
    this.#open++;
    if (kind === "literal" && typeof value === "string") {
      this.#stumble(`a field is written .${JSON.stringify(value)}`);
    }
    if (!this.#isIndex()) this.#stumble("an index must be a whole number");
    const bounds: (number | null)[] = [];
    if (kind === "*") this.#take();
    else {
      bounds.push(this.#bound());
      while (this.#peek().kind === ":" && bounds.length < 3) {
        this.#take();
        bounds.push(this.#bound());
      }
    }
    if (this.#peek().kind === "number") this.#stumble("an index must be a whole number");
    this.#close("]");
    if (kind === "*") return this.#pair("Projection", left, this.#rest(POWER["*"] as number));
    const [from = null, to = null, by = null] = bounds;
    const span = this.#span(start);
    if (bounds.length === 1) {
      return this.#pair("IndexExpression", left, { type: "Index", value: from as number, span });
    }
    const sliced = this.#pair("IndexExpression", left, {
      type: "Slice",
      bounds: [from, to, by],
      span,
    });
    return this.#pair("Projection", sliced, this.#rest(POWER["*"] as number));
  }

  #bound(): number | null {
    if (this.#peek().kind !== "number") return null;
    const value = Number(this.#peek().value);
    if (!Number.isSafeInteger(value)) this.#say("an index must be a whole number", this.#peek());
    this.#take();
    return value;
  }

  #call(left: SyntaxNode): SyntaxNode {
    // Of `(name)(…)` and `"name"(…)`, neither calls a function.
    const name = this.#tokens[this.#at - 2] as Token;
    if (left.type !== "Field" || name.end !== left.span.end) {
      this.#at--;
      this.#stumble("only the name of a function can stand before (");
    }
    if (left.quoted) this.#say("the name of a function stands without quotes", name);
    const children = this.#elements(")");
    const span = this.#span(left.span.start);
    return { type: "Function", name: left.name, nameSpan: left.span, children, span };
  }

  #list(start: number): SyntaxNode {
    const children = this.#elements("]");
    return { type: "MultiSelectList", children, span: this.#span(start) };
  }

  /** Expressions with commas between them, behind the opening bracket. */
  #elements(close: string): SyntaxNode[] {
    const elements: SyntaxNode[] = [];
    this.#open++;
    while (this.#peek().kind !== close) {
      elements.push(this.#operand(0));
      if (this.#peek().kind === close) break;
      if (this.#peek().kind !== ",") {
        this.#say(this.#hint(), this.#peek());
        this.#skip(0);
      }
      if (this.#peek().kind !== ",") break;
      this.#take();
      if (this.#peek().kind === close) this.#stumble();
    }
    this.#close(close);
    return elements;
  }

  #hash(start: number): SyntaxNode {
    const children: HashEntry[] = [];
    this.#open++;
    do {
      if (children.length > 0) this.#take();
      const { kind, value } = this.#peek();
      if (kind !== "name" && kind !== "quoted name") this.#stumble();
      this.#take();
      if (this.#peek().kind !== ":") this.#stumble();
      this.#take();
      children.push({
        name: String(value),
        value: this.#operand(0),
      });
    } while (this.#peek().kind === ",");
    this.#close("}");
    return { type: "MultiSelectHash", children, span: this.#span(start) };
  }

  #let(start: number): SyntaxNode {
    const bindings: Binding[] = [];
    do {
      if (bindings.length > 0) this.#take();
      const rule = "let must be written let $name = value in …";
      const variable = this.#peek();
      if (variable.kind !== "variable") this.#stumble(rule);
      this.#take();
      if (this.#peek().kind !== "=") this.#stumble(rule);
      this.#take();
      bindings.push({ variable: String(variable.value), reference: this.#expression(0) });
    } while (this.#peek().kind === ",");
    if (this.#peek().kind !== "name" || this.#peek().value !== "in") this.#stumble();
    this.#take();
    const expression = this.#expression(0);
    return { type: "LetExpression", bindings, expression, span: this.#span(start) };
  }

  #close(bracket: string): void {
    if (this.#peek().kind !== bracket) this.#stumble();
    this.#take();
    this.#open--;
  }
}

const OPENERS: ReadonlySet<string> = new Set(["(", "[", "[?", "{"]);
const CLOSERS: ReadonlySet<string> = new Set([")", "]", "}"]);

/** Words that a value begins with, and that cannot follow one. */
const VALUES: ReadonlySet<string> = new Set([
  "name",
  "quoted name",
  "literal",
  "variable",
  "number",
  "@",
  "$",
  "!",
  "{",
]);
