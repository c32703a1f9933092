import { RESERVED_WORDS } from "./reserved-words.ts";
import type { Token } from "./token.ts";
import { checkValue, type Item, invalid, type Value } from "./value.ts";

/** What a request's expressions may name; every name and value must be used by one of them. */
export class Names {
  readonly #names: Readonly<Record<string, string>>;
  readonly #values: Item;
  readonly #used = new Set<string>();

  constructor(names: Readonly<Record<string, string>> = {}, values: Item = {}) {
    this.#names = names;
    this.#values = values;
    for (const value of Object.values(values)) checkValue(value);
  }

  /** The attribute a token names. */
  attribute({ kind, text }: Token): string {
    if (kind === "name") {
      const name = this.#names[text];
      if (name === undefined) {
        throw invalid(
          `An expression attribute name used in the document path is not defined; attribute name: ${text}`,
        );
      }
      this.#used.add(text);
      return name;
    }
    if (kind !== "word") throw invalid(`Invalid expression: Syntax error; token: "${text}"`);
    if (RESERVED_WORDS.has(text.toUpperCase())) {
      throw invalid(
        `Invalid expression: Attribute name is a reserved keyword; reserved keyword: ${text}`,
      );
    }
    return text;
  }

  value({ text }: Token): Value {
    const value = this.#values[text];
    if (value === undefined) {
      throw invalid(
        `An expression attribute value used in expression is not defined; attribute value: ${text}`,
      );
    }
    this.#used.add(text);
    return value;
  }

  /** Refuses what no expression used. */
  requireUsed(): void {
    for (const [what, all] of [
      ["ExpressionAttributeNames", this.#names],
      ["ExpressionAttributeValues", this.#values],
    ] as const) {
      const unused = Object.keys(all).filter((name) => !this.#used.has(name));
      if (unused.length > 0) {
        throw invalid(
          `Value provided in ${what} unused in expressions: keys: {${unused.join(", ")}}`,
        );
      }
    }
  }
}

/** A reader of tokens with one to look ahead at. */
export class Tokens {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  peek(ahead = 0): Token {
    return this.#tokens[this.#at + ahead] ?? { kind: "end", text: "<EOF>" };
  }

  next(): Token {
    const token = this.peek();
    this.#at++;
    return token;
  }

  isWord(word: string): boolean {
    const { kind, text } = this.peek();
    return kind === "word" && text.toUpperCase() === word;
  }

  isSign(...signs: readonly string[]): boolean {
    const { kind, text } = this.peek();
    return kind === "sign" && signs.includes(text);
  }

  take(text: string): boolean {
    if (!this.isWord(text) && !this.isSign(text)) return false;
    this.#at++;
    return true;
  }

  expect(text: string): void {
    if (!this.take(text)) throw this.unexpected();
  }

  unexpected(): Error {
    return invalid(`Invalid expression: Syntax error; token: "${this.peek().text}"`);
  }
}
