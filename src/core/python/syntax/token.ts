import { PythonSyntaxError, PythonUnsupported } from "./error.ts";
import type { PythonConstant } from "./node.ts";
import { readStringBody } from "./string-literal.ts";

/** A piece of the text. `end` is the end of the text. */
export type PythonToken = { readonly start: number; readonly end: number } & (
  | { readonly kind: "name" | "operator" | "end"; readonly text: string }
  | { readonly kind: "number"; readonly text: string; readonly value: PythonConstant }
  | { readonly kind: "string"; readonly text: string; readonly value: string }
  /** An f-string, from after its quotes; the parser goes on inside. */
  | {
      readonly kind: "formatted";
      readonly text: string;
      readonly quotes: string;
      readonly raw: boolean;
    }
);

/** Reads the pieces of a text, one at a time, as the parser asks for them. */
export class PythonTokens {
  readonly #text: string;
  /** Where the next piece is looked for. */
  at: number;
  /** Open brackets: inside them line ends are blanks. */
  depth: number;

  constructor(text: string, at = 0, depth = 0) {
    this.#text = text;
    this.at = at;
    this.depth = depth;
  }

  /** The next piece; reads on. */
  next(): PythonToken {
    this.#skip();
    const start = this.at;
    const rest = this.#text.slice(start, start + 3);
    if (rest === "") return { kind: "end", text: "", start, end: start };
    const string = this.#string(start);
    if (string !== undefined) return string;
    NAME.lastIndex = start;
    const name = NAME.exec(this.#text)?.[0];
    if (name !== undefined) return this.#take({ kind: "name", text: name.normalize("NFKC") }, name);
    const number = this.#number(start);
    if (number !== undefined) return number;
    const operator = OPERATORS.find((it) => rest.startsWith(it));
    if (operator === undefined) {
      const [char = ""] = rest;
      throw new PythonSyntaxError(`${JSON.stringify(char)} has no meaning in Python here`, start);
    }
    if ("([{".includes(operator)) this.depth++;
    if (")]}".includes(operator)) this.depth--;
    return this.#take({ kind: "operator", text: operator }, operator);
  }

  #take(token: { kind: "name" | "operator"; text: string }, written: string): PythonToken {
    const start = this.at;
    this.at += written.length;
    return { ...token, start, end: this.at };
  }

  /** Blanks, comments and, where they do not count, line ends. */
  #skip(): void {
    for (;;) {
      const char = this.#text[this.at];
      if (char === " " || char === "\t" || char === "\f") this.at++;
      else if (char === "\\" && /^\\(\r\n|\r|\n)/.test(this.#text.slice(this.at, this.at + 3))) {
        this.at += this.#text[this.at + 1] === "\r" && this.#text[this.at + 2] === "\n" ? 3 : 2;
        if (this.at >= this.#text.length)
          throw new PythonSyntaxError("the text ends in \\", this.at);
      } else if (char === "#") this.#skipLine();
      else if (this.depth > 0 && (char === "\n" || char === "\r")) this.at++;
      else return;
    }
  }

  #skipLine(): void {
    while (this.at < this.#text.length && !/[\r\n]/.test(this.#text[this.at] ?? "")) this.at++;
  }

  /**
   * Lines that hold nothing, at the start or at the end of the text.
   *
   * @throws {PythonSyntaxError} If a line after the first begins with blanks, or a second one holds more.
   */
  skipEmptyLines(place: "before" | "after"): void {
    if (place === "before") {
      const first = /^[ \t]*/.exec(this.#text)?.[0].length ?? 0;
      this.at = first;
    }
    for (let isFirst = place === "before"; ; isFirst = false) {
      const lineStart = this.at;
      this.#skip();
      if (this.at >= this.#text.length) return;
      if (/[\r\n]/.test(this.#text[this.at] ?? "")) {
        this.at++;
        continue;
      }
      const isIndented = !isFirst && this.at > lineStart && this.#startsLine(lineStart);
      if (place === "before" && isIndented) {
        throw new PythonSyntaxError("a line begins with blanks", this.at, "IndentationError");
      }
      return;
    }
  }

  #startsLine(at: number): boolean {
    return at > 0 && /[\r\n]/.test(this.#text[at - 1] ?? "");
  }

  #string(start: number): PythonToken | undefined {
    STRING_START.lastIndex = start;
    const found = STRING_START.exec(this.#text);
    if (found === null) return undefined;
    const [written, prefix = "", quotes = ""] = found;
    const flags = prefix.toLowerCase();
    if (!PREFIXES.includes(flags)) return undefined;
    if (flags.includes("b")) throw new PythonUnsupported("bytes, b'…'", start);
    if (flags.includes("t")) throw new PythonUnsupported("a template string, t'…'", start);
    const raw = flags.includes("r");
    this.at = start + written.length;
    if (flags.includes("f")) {
      return { kind: "formatted", text: written, quotes, raw, start, end: this.at };
    }
    const { value, end } = readStringBody(this.#text, this.at, quotes, raw, start);
    this.at = end;
    return { kind: "string", text: this.#text.slice(start, end), value, start, end };
  }

  #number(start: number): PythonToken | undefined {
    NUMBER.lastIndex = start;
    const [text] = NUMBER.exec(this.#text) ?? [];
    if (text === undefined) return undefined;
    this.at += text.length;
    const follows = this.#text.slice(this.at);
    if (/^[jJ]/.test(follows)) throw new PythonUnsupported("a complex number", start);
    const isKeyword = /^(?:and|else|for|if|in|is|not|or)\b/.test(follows);
    const isWhole = /^0[xob]|^[\d_]+$/i.test(text);
    const isZeroLed = isWhole && /^0[\d_]*[1-9]/.test(text);
    if (isZeroLed || (/^[\p{L}\p{N}_]/u.test(follows) && !isKeyword)) {
      throw new PythonSyntaxError("this is no number of Python", start);
    }
    const digits = text.replaceAll("_", "");
    const value = isWhole ? BigInt(/^0+$/.test(digits) ? "0" : digits) : Number(digits);
    return { kind: "number", text, value, start, end: this.at };
  }
}

const NAME = /[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}_]*/uy;
const STRING_START = /([A-Za-z]{0,2})("""|'''|"|')/y;
const PREFIXES: readonly string[] = [
  ...["", "r", "u", "f", "fr", "rf", "b", "br", "rb", "t", "tr", "rt"],
];
const NUMBER =
  /0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:\d(?:_?\d)*(?:\.(?:\d(?:_?\d)*)?)?|\.\d(?:_?\d)*)(?:[eE][+-]?\d(?:_?\d)*)?/y;

/** Longest first. */
const OPERATORS: readonly string[] = (
  "**= //= >>= <<= ... == != <= >= := -> += -= *= /= %= &= |= ^= @= ** // << >> " +
  "( ) [ ] { } , : . ; + - * / % | & ^ ~ < > = @ !"
).split(" ");
