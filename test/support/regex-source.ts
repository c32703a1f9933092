import { SyntaxKind } from "typescript/unstable/ast";
import { createScanner } from "typescript/unstable/ast/scanner";

/** A regular expression written in a source file, or a call that makes one from parts. */
export interface RegexSource {
  /** From 1. */
  readonly line: number;
  /** As written: `/a+/g`, `new RegExp`. */
  readonly text: string;
  /** Absent where it is made of parts. */
  readonly regex?: RegExp;
}

/** After these a slash divides; anywhere else it begins a regular expression. */
const ENDS_VALUE: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.Identifier,
  SyntaxKind.PrivateIdentifier,
  SyntaxKind.NumericLiteral,
  SyntaxKind.BigIntLiteral,
  SyntaxKind.StringLiteral,
  SyntaxKind.NoSubstitutionTemplateLiteral,
  SyntaxKind.TemplateTail,
  SyntaxKind.RegularExpressionLiteral,
  SyntaxKind.CloseParenToken,
  SyntaxKind.CloseBracketToken,
  SyntaxKind.CloseBraceToken,
  SyntaxKind.ThisKeyword,
  SyntaxKind.SuperKeyword,
  SyntaxKind.NullKeyword,
  SyntaxKind.TrueKeyword,
  SyntaxKind.FalseKeyword,
]);

/**
 * Every regular expression of a TypeScript or JavaScript source, in its order, found by TypeScript's
 * own scanner. A slash right after a closing bracket divides (`if (x) /a/.test(y)` is not written here).
 */
export function regexSourcesIn(source: string): RegexSource[] {
  const found: RegexSource[] = [];
  const scanner = createScanner(true);
  scanner.setText(source);
  /** Open braces inside each `${`, so that its own end is known. */
  const braces: number[] = [];
  let before = SyntaxKind.Unknown;
  for (let kind = scanner.scan(); kind !== SyntaxKind.EndOfFile; kind = scanner.scan()) {
    if (
      (kind === SyntaxKind.SlashToken || kind === SyntaxKind.SlashEqualsToken) &&
      !ENDS_VALUE.has(before)
    ) {
      kind = scanner.reScanSlashToken();
    }
    if (kind === SyntaxKind.TemplateHead) braces.push(0);
    else if (kind === SyntaxKind.OpenBraceToken) braces.push((braces.pop() ?? 0) + 1);
    else if (kind === SyntaxKind.CloseBraceToken) {
      const open = braces.pop();
      if (open === 0) {
        kind = scanner.reScanTemplateToken(false);
        if (kind === SyntaxKind.TemplateMiddle) braces.push(0);
      } else if (open !== undefined) braces.push(open - 1);
    }
    const text = scanner.getTokenText();
    if (kind === SyntaxKind.RegularExpressionLiteral) {
      const end = text.lastIndexOf("/");
      found.push({
        line: line(),
        text,
        regex: new RegExp(text.slice(1, end), text.slice(end + 1)),
      });
    } else if (kind === SyntaxKind.Identifier && text === "RegExp") {
      // As a type it makes nothing.
      if (before === SyntaxKind.NewKeyword || /^\s*\(/.test(source.slice(scanner.getTokenEnd()))) {
        found.push({ line: line(), text: "RegExp()" });
      }
    }
    before = kind;
  }
  return found;

  function line(): number {
    return source.slice(0, scanner.getTokenStart()).split("\n").length;
  }
}
