import { type ForHead, type TerraformNode, TerraformSyntaxError } from "./node.ts";

/** Reads a text from a place on: signs, names, and by whoever extends it, expressions. */
export abstract class TerraformReader {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  abstract expression(): TerraformNode;
  abstract forHead(): ForHead;
  /** The same, of another text. */
  abstract over(text: string): TerraformReader;

  /** Skips blanks, line ends and comments. */
  skip(): void {
    for (;;) {
      BLANK.lastIndex = this.at;
      const blank = BLANK.exec(this.text)?.[0];
      if (blank === undefined) return;
      this.at += blank.length;
    }
  }

  /** Whether a sign comes next; reads it. */
  accept(sign: string): boolean {
    this.skip();
    if (!this.text.startsWith(sign, this.at)) return false;
    this.at += sign.length;
    return true;
  }

  expect(sign: string): void {
    if (!this.accept(sign)) throw this.unexpected(`"${sign}"`);
  }

  unexpected(what: string): TerraformSyntaxError {
    const found = this.text.slice(this.at, this.at + 20).split(/[\r\n]/)[0] ?? "";
    return new TerraformSyntaxError(`${what} must come before ${JSON.stringify(found)}`);
  }

  /** A name that comes next; undefined where none does. */
  name(): string | undefined {
    this.skip();
    NAME.lastIndex = this.at;
    const name = NAME.exec(this.text)?.[0];
    if (name !== undefined) this.at += name.length;
    return name;
  }
}

/** One run of blanks, or one comment: a repetition of all of them could be read in many ways. */
const BLANK = /\s+|(?:#|\/\/)[^\n]*|\/\*[^*]*\*+(?:[^*/][^*]*\*+)*\//y;
const NAME = /[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}-]*/uy;
