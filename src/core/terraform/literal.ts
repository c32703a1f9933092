import { type TemplatePart, type TerraformNode, TerraformSyntaxError } from "./node.ts";
import type { TerraformReader } from "./reader.ts";
import { readTokens, type TemplateToken, withoutIndent } from "./template-token.ts";

/** Begins a heredoc's text where it was cut out of its place: of `<<`, and of `<<-`. */
export const HEREDOC_MARKS = { plain: "\ue002", indented: "\ue003" } as const;

/** Reads a text whose own characters are known already, as a template. */
export function readTemplate(parser: TerraformReader): TerraformNode {
  const mark = parser.text[parser.at];
  const isHeredoc = mark === HEREDOC_MARKS.plain || mark === HEREDOC_MARKS.indented;
  if (isHeredoc) parser.at++;
  const tokens = readTokens(parser, isHeredoc ? "heredoc" : "end");
  return templateOf(mark === HEREDOC_MARKS.indented ? withoutIndent(tokens) : tokens);
}

/** A quoted text that begins here. */
export function readQuoted(parser: TerraformReader): TerraformNode | undefined {
  if (parser.text[parser.at] !== '"') return undefined;
  parser.at++;
  return templateOf(readTokens(parser, "quotes"));
}

/** A heredoc that begins here, `<<EOT` or `<<-EOT`. */
export function readHeredoc(parser: TerraformReader): TerraformNode | undefined {
  HEREDOC.lastIndex = parser.at;
  const [begin, dash, word] = HEREDOC.exec(parser.text) ?? [];
  if (begin === undefined || word === undefined) return undefined;
  const from = parser.at + begin.length;
  let at = from;
  for (;;) {
    const end = parser.text.indexOf("\n", at);
    const line = end < 0 ? parser.text.slice(at) : parser.text.slice(at, end + 1);
    if (line.trim() === word) {
      // What follows the closing word is read on, its line end among it.
      parser.at = at + line.trimEnd().length;
      break;
    }
    if (end < 0) throw new TerraformSyntaxError(`the text after <<${word} does not end`);
    at = end + 1;
  }
  const text = parser.text.slice(from, at);
  const isMarked = Object.values(HEREDOC_MARKS).some((it) => text.startsWith(it));
  const mark = isMarked ? "" : dash === "-" ? HEREDOC_MARKS.indented : HEREDOC_MARKS.plain;
  return readTemplate(parser.over(`${mark}${text}`));
}

const HEREDOC = /<<(-?)([\p{L}_][\p{L}\p{N}_-]*)\r?\n/uy;

function templateOf(tokens: readonly TemplateToken[]): TerraformNode {
  const { parts, closes } = partsOf([...tokens].reverse());
  if (closes !== undefined) throw new TerraformSyntaxError(`%{ ${closes} } without its beginning`);
  const [only] = parts;
  if (parts.length === 0) return { is: "literal", value: "" };
  if (parts.length > 1 || only === undefined) return { is: "template", parts };
  if (typeof only === "string") return { is: "literal", value: only };
  // A value alone is itself, not text; beside blanks that are trimmed away it is text.
  return only.is === "value" && tokens.length === 1 ? only.value : { is: "template", parts };
}

/**
 * Parts up to the end, or to a directive that closes what stands around.
 *
 * @param left Tokens from the last to the next; those that are read are taken off.
 */
function partsOf(left: TemplateToken[]): {
  parts: readonly TemplatePart[];
  closes: string | undefined;
} {
  const parts: TemplatePart[] = [];
  for (let token = left.pop(); token !== undefined; token = left.pop()) {
    switch (token.is) {
      case "text":
        if (token.text !== "") parts.push(token.text);
        break;
      case "value":
        parts.push(token);
        break;
      case "for": {
        const inner = partsOf(left);
        if (inner.closes !== "endfor")
          throw new TerraformSyntaxError("%{ for } without %{ endfor }");
        parts.push({ ...token, parts: inner.parts });
        break;
      }
      case "if": {
        const yes = partsOf(left);
        const no = yes.closes === "else" ? partsOf(left) : undefined;
        if ((no ?? yes).closes !== "endif")
          throw new TerraformSyntaxError("%{ if } without %{ endif }");
        const { condition } = token;
        parts.push({ is: "if", condition, yes: yes.parts, no: no?.parts ?? [] });
        break;
      }
      default:
        return { parts, closes: token.is };
    }
  }
  return { parts, closes: undefined };
}
