import { HEREDOC_MARKS, readHeredoc, readQuoted, readTemplate } from "./literal.ts";
import {
  type ForHead,
  type TerraformNode,
  type TerraformOperator,
  TerraformSyntaxError,
} from "./node.ts";
import { TerraformReader } from "./reader.ts";

/**
 * Reads one expression.
 *
 * @throws {TerraformSyntaxError} If it is none.
 */
export function parseTerraform(text: string): TerraformNode {
  const parser = new TerraformParser(text);
  const node = parser.expression();
  parser.skip();
  if (parser.at < text.length) throw parser.unexpected("an operator");
  return node;
}

/**
 * Reads a text whose own characters are known already, as a template.
 *
 * @throws {TerraformSyntaxError} If an expression in it is none.
 */
export function parseTemplate(text: string): TerraformNode {
  return readTemplate(new TerraformParser(text));
}

/**
 * Reads a file that is a template; its lines are those of a heredoc.
 *
 * @throws {TerraformSyntaxError} If an expression in it is none.
 */
export function parseTemplateFile(text: string): TerraformNode {
  return parseTemplate(`${HEREDOC_MARKS.plain}${text}`);
}

class TerraformParser extends TerraformReader {
  #level = 0;

  over(text: string): TerraformReader {
    return new TerraformParser(text);
  }

  expression(): TerraformNode {
    if (++this.#level > MAX_LEVEL) throw new TerraformSyntaxError("so many brackets in brackets");
    const condition = this.#binary(0);
    let node = condition;
    if (this.accept("?")) {
      const yes = this.expression();
      this.expect(":");
      node = { is: "choice", condition, yes, no: this.expression() };
    }
    this.#level--;
    return node;
  }

  /** Names of a `for`, up to `in`, and what it walks. */
  forHead(): ForHead {
    const first = this.name();
    const second = this.accept(",") ? this.name() : undefined;
    if (first === undefined || this.name() !== "in") throw this.unexpected("a for's names");
    const keyName = second === undefined ? undefined : first;
    return { keyName, valueName: second ?? first, of: this.expression() };
  }

  #binary(level: number): TerraformNode {
    const operators = LEVELS[level];
    if (operators === undefined) return this.#unary();
    let left = this.#binary(level + 1);
    for (;;) {
      this.skip();
      const by = operators.find((it) => this.text.startsWith(it, this.at));
      // ~} ends an expression in a template.
      if (by === undefined) return left;
      this.at += by.length;
      left = { is: "binary", by, left, right: this.#binary(level + 1) };
    }
  }

  #unary(): TerraformNode {
    for (const by of ["!", "-"] as const) {
      if (this.accept(by)) return { is: "unary", by, operand: this.#unary() };
    }
    return this.#trailed(this.#atom());
  }

  #trailed(atom: TerraformNode): TerraformNode {
    let node = atom;
    for (;;) {
      const next = this.#trailer(node);
      if (next === undefined) return node;
      node = next;
    }
  }

  #trailer(of: TerraformNode): TerraformNode | undefined {
    this.skip();
    if (this.text.startsWith("...", this.at)) return undefined;
    if (this.accept(".")) {
      if (this.accept("*")) return this.#splat(of, false);
      const number = /^\d+/.exec(this.text.slice(this.at))?.[0];
      if (number !== undefined) {
        this.at += number.length;
        return { is: "index", of, key: { is: "literal", value: Number(number) } };
      }
      const name = this.name();
      if (name === undefined) throw this.unexpected("a name");
      return { is: "attribute", of, name };
    }
    if (!this.accept("[")) return undefined;
    if (this.accept("*")) {
      this.expect("]");
      return this.#splat(of, true);
    }
    const key = this.expression();
    this.expect("]");
    return { is: "index", of, key };
  }

  /** What follows is asked of each element; after `.*` names alone. */
  #splat(of: TerraformNode, isFull: boolean): TerraformNode {
    let each: TerraformNode = { is: "element" };
    for (;;) {
      this.skip();
      if (!isFull && this.text[this.at] === "[") break;
      const next = this.#trailer(each);
      if (next === undefined) break;
      each = next;
    }
    return { is: "splat", of, each };
  }

  #atom(): TerraformNode {
    this.skip();
    const quoted = readQuoted(this) ?? readHeredoc(this);
    if (quoted !== undefined) return quoted;
    NUMBER.lastIndex = this.at;
    const number = NUMBER.exec(this.text)?.[0];
    if (number !== undefined) {
      this.at += number.length;
      return { is: "literal", value: Number(number) };
    }
    if (this.accept("(")) {
      const node = this.expression();
      this.expect(")");
      return node;
    }
    if (this.accept("[")) return this.#list();
    if (this.accept("{")) return this.#object();
    const name = this.name();
    if (name === undefined) throw this.unexpected("an expression");
    const known = { true: true, false: false, null: null }[name];
    if (known !== undefined) return { is: "literal", value: known };
    if (this.text.startsWith("::", this.at)) throw this.unexpected("a function of Terraform's own");
    return this.accept("(") ? this.#call(name) : { is: "name", name };
  }

  #call(name: string): TerraformNode {
    const args: TerraformNode[] = [];
    let spreads = false;
    while (!this.accept(")")) {
      args.push(this.expression());
      spreads = this.accept("...");
      if (this.accept(",")) continue;
      this.expect(")");
      break;
    }
    return { is: "call", name, args, spreads };
  }

  #isFor(): boolean {
    this.skip();
    return /^for[\s#/]/.test(this.text.slice(this.at, this.at + 4));
  }

  #list(): TerraformNode {
    if (this.#isFor()) return this.#for("]");
    const items: TerraformNode[] = [];
    while (!this.accept("]")) {
      items.push(this.expression());
      if (this.accept(",")) continue;
      this.expect("]");
      break;
    }
    return { is: "list", items };
  }

  #object(): TerraformNode {
    if (this.#isFor()) return this.#for("}");
    const entries: (readonly [TerraformNode, TerraformNode])[] = [];
    while (!this.accept("}")) {
      const key = this.#key();
      if (!this.accept("=")) this.expect(":");
      entries.push([key, this.expression()]);
      this.accept(",");
    }
    return { is: "object", entries };
  }

  /** A name stands for itself, unless in brackets. */
  #key(): TerraformNode {
    const before = this.at;
    const name = this.name();
    this.skip();
    const isName = name !== undefined && /^(=(?!=)|:)/.test(this.text.slice(this.at, this.at + 2));
    if (isName) return { is: "literal", value: name };
    this.at = before;
    return this.expression();
  }

  #for(end: "]" | "}"): TerraformNode {
    this.name();
    const head = this.forHead();
    this.expect(":");
    const first = this.expression();
    const second = this.accept("=>") ? this.expression() : undefined;
    const groups = this.accept("...");
    const before = this.at;
    const condition = this.name() === "if" ? this.expression() : undefined;
    if (condition === undefined) this.at = before;
    this.expect(end);
    const made =
      second === undefined ? { key: undefined, value: first } : { key: first, value: second };
    return { is: "for", ...head, ...made, groups, condition };
  }
}

/** Loosest first; of two that begin alike the longer first. */
const LEVELS: readonly (readonly TerraformOperator[])[] = [
  ["||"],
  ["&&"],
  ["==", "!="],
  ["<=", ">=", "<", ">"],
  ["+", "-"],
  ["*", "/", "%"],
];

const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const MAX_LEVEL = 100;
