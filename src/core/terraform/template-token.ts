import { type ForHead, type TerraformNode, TerraformSyntaxError } from "./node.ts";
import type { TerraformReader } from "./reader.ts";

/** A piece of a template in the order it is written, directives not nested yet. */
export type TemplateToken =
  | { readonly is: "text"; readonly text: string }
  | { readonly is: "value"; readonly value: TerraformNode }
  | { readonly is: "if"; readonly condition: TerraformNode }
  | ({ readonly is: "for" } & ForHead)
  | { readonly is: "else" | "endif" | "endfor" };

/** What a template stands in: `end` is that of a text which was cut out of its place. */
export type TemplatePlace = "quotes" | "end" | "heredoc";

/**
 * Reads a template up to its end. `~` takes blanks from the one text right beside it, and of a heredoc
 * each line is a text: the indent of the next line stays.
 *
 * @see https://github.com/hashicorp/hcl/blob/main/hclsyntax/parser_template.go
 * @throws {TerraformSyntaxError} If it is none.
 */
export function readTokens(
  parser: TerraformReader,
  place: TemplatePlace,
): readonly TemplateToken[] {
  const tokens: TemplateToken[] = [];
  let text = "";
  let trims = false;
  const endText = (trimsEnd = false): void => {
    if (text !== "") tokens.push({ is: "text", text: trims ? text.trimStart() : text });
    const last = tokens.at(-1);
    if (trimsEnd && last?.is === "text")
      tokens.splice(-1, 1, { is: "text", text: last.text.trimEnd() });
    text = "";
    trims = false;
  };
  for (;;) {
    const char = parser.text[parser.at];
    if (char === undefined || (place === "quotes" && char === '"')) {
      if (place === "quotes" && char === undefined)
        throw new TerraformSyntaxError("a quoted text does not end");
      parser.at++;
      endText();
      return tokens;
    }
    const two = parser.text.slice(parser.at, parser.at + 2);
    if (/^(\$\$|%%)\{/.test(parser.text.slice(parser.at, parser.at + 3))) {
      text += `${char}{`;
      parser.at += 3;
    } else if (two === "${" || two === "%{") {
      parser.at += 2;
      endText(isTilde(parser));
      tokens.push(
        two === "${" ? { is: "value", value: parser.expression() } : readDirective(parser),
      );
      parser.skip();
      trims = isTilde(parser);
      parser.expect("}");
    } else if (char === "\\" && place === "quotes") {
      text += readEscape(parser);
    } else {
      text += char;
      parser.at++;
      if (char === "\n" && place === "heredoc") endText();
    }
  }
}

function isTilde(parser: TerraformReader): boolean {
  if (parser.text[parser.at] !== "~") return false;
  parser.at++;
  return true;
}

function readDirective(parser: TerraformReader): TemplateToken {
  const word = parser.name() ?? "";
  if (word === "else" || word === "endif" || word === "endfor") return { is: word };
  if (word === "for") return { is: "for", ...parser.forHead() };
  if (word !== "if") throw new TerraformSyntaxError(`the directive %{ ${word} }`);
  return { is: "if", condition: parser.expression() };
}

function readEscape(parser: TerraformReader): string {
  const char = parser.text[parser.at + 1] ?? "";
  const simple = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" }[char];
  const length = { u: 4, U: 8 }[char];
  if (simple === undefined && length === undefined)
    throw new TerraformSyntaxError(`\\${char} in a quoted text`);
  if (simple !== undefined) {
    parser.at += 2;
    return simple;
  }
  const digits = parser.text.slice(parser.at + 2, parser.at + 2 + (length as number));
  parser.at += 2 + (length as number);
  return String.fromCodePoint(Number.parseInt(digits, 16));
}

/**
 * Tokens of a `<<-` heredoc without the indent that all its lines have. A line that begins with a
 * sign has none; nor is one a line whose break before it was trimmed away.
 */
export function withoutIndent(tokens: readonly TemplateToken[]): readonly TemplateToken[] {
  const begins = new Set<TemplateToken>();
  let least = Number.POSITIVE_INFINITY;
  let isBegin = true;
  for (const token of tokens) {
    if (isBegin) {
      const text = token.is === "text" ? token.text : "";
      const isBlank = token.is === "text" && text.trim() === "" && text.endsWith("\n");
      if (!isBlank) {
        least = Math.min(least, text.length - text.trimStart().length);
        begins.add(token);
      }
    }
    isBegin = token.is === "text" && token.text.endsWith("\n");
  }
  return tokens.map((it) =>
    it.is === "text" && begins.has(it) ? { ...it, text: it.text.slice(least) } : it,
  );
}
