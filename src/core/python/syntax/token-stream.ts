import { PythonSyntaxError } from "./error.ts";
import { type PythonToken, PythonTokens } from "./token.ts";

/** The pieces of a text with one looked ahead. */
export class TokenStream {
  readonly text: string;
  readonly #tokens: PythonTokens;
  #ahead: PythonToken;
  #end = 0;

  /** @param depth Brackets that are open around `at`. */
  constructor(text: string, at = 0, depth = 0) {
    this.text = text;
    this.#tokens = new PythonTokens(text, at, depth);
    if (depth === 0) this.#tokens.skipEmptyLines("before");
    this.#ahead = this.#read();
    this.#end = this.#ahead.start;
  }

  /** The piece that comes next. */
  get ahead(): PythonToken {
    return this.#ahead;
  }

  /** Where the last piece that was taken ends. */
  get end(): number {
    return this.#end;
  }

  /** Takes the next piece. */
  take(): PythonToken {
    const token = this.#ahead;
    this.#end = token.end;
    this.#ahead = this.#read();
    return token;
  }

  /** Takes the next piece if it is this name or operator. */
  accept(text: string): boolean {
    if (!this.is(text)) return false;
    this.take();
    return true;
  }

  /** Whether the next piece is this name or operator. */
  is(text: string): boolean {
    const { kind } = this.#ahead;
    return (kind === "name" || kind === "operator") && this.#ahead.text === text;
  }

  /** @throws {PythonSyntaxError} If another piece is next. */
  expect(text: string): void {
    if (!this.accept(text)) throw this.unexpected(`"${text}" must come`);
  }

  /** The error that the next piece is. */
  unexpected(rule: string): PythonSyntaxError {
    const { kind, text, start } = this.#ahead;
    const what = kind === "end" ? this.#whatEnds(start) : JSON.stringify(text);
    return new PythonSyntaxError(`${rule} before ${what}`, start);
  }

  /** Goes on reading after an f-string that was read by others. */
  jump(at: number): void {
    this.#tokens.at = at;
    this.#end = at;
    this.#ahead = this.#read();
  }

  /** Where the f-string that is next has its text. */
  get inside(): number {
    return this.#ahead.end;
  }

  /** @throws {PythonSyntaxError} Unless nothing more comes than empty lines and comments. */
  expectEnd(): void {
    if (this.#ahead.kind !== "end") throw this.unexpected("an operator must come");
    this.#tokens.at = this.#ahead.start;
    this.#tokens.skipEmptyLines("after");
    if (this.#tokens.at < this.text.length) {
      throw new PythonSyntaxError(
        "an expression ends with its line, unless a bracket is open",
        this.#tokens.at,
      );
    }
  }

  #whatEnds(at: number): string {
    return at < this.text.length ? "the end of the line" : "the end";
  }

  #read(): PythonToken {
    const at = this.#tokens.at;
    if (this.#tokens.depth === 0) {
      const blank = /[ \t\f]*(?:#[^\r\n]*)?/y;
      blank.lastIndex = at;
      const end = at + (blank.exec(this.text)?.[0].length ?? 0);
      if (/[\r\n]/.test(this.text[end] ?? "")) {
        return { kind: "end", text: "", start: end, end };
      }
    }
    // An f-string is read by whoever asks for its parts: what follows it is not known before.
    return this.#tokens.next();
  }
}
