import { type TemplatePart, type TerraformNode, TerraformSyntaxError } from "./node.ts";
import type { TerraformReader } from "./reader.ts";

/** What ends a text: a quote, or the end of what was cut out of its place. */
type Ends = '"' | "end";

/** Reads a text whose own characters are known already, as a template. */
export function readTemplate(parser: TerraformReader): TerraformNode {
  return templateOf(parser, "end");
}

/** A quoted text that begins here. */
export function readQuoted(parser: TerraformReader): TerraformNode | undefined {
  if (parser.text[parser.at] !== '"') return undefined;
  parser.at++;
  return templateOf(parser, '"');
}

/** A heredoc that begins here, `<<EOT` or `<<-EOT`. */
export function readHeredoc(parser: TerraformReader): TerraformNode | undefined {
  HEREDOC.lastIndex = parser.at;
  const [begin, dash, word] = HEREDOC.exec(parser.text) ?? [];
  if (begin === undefined || word === undefined) return undefined;
  const lines: string[] = [];
  let at = parser.at + begin.length;
  for (;;) {
    const end = parser.text.indexOf("\n", at);
    const line = end < 0 ? parser.text.slice(at) : parser.text.slice(at, end + 1);
    if (line.trim() === word) {
      // What follows the closing word is read on, its line end among it.
      parser.at = at + line.trimEnd().length;
      break;
    }
    if (end < 0) throw new TerraformSyntaxError(`the text after <<${word} does not end`);
    lines.push(line);
    at = end + 1;
  }
  return readTemplate(parser.over((dash === "-" ? withoutIndent(lines) : lines).join("")));
}

const HEREDOC = /<<(-?)([\p{L}_][\p{L}\p{N}_-]*)\r?\n/uy;

/** Lines without the indent that all have that hold more than blanks. */
function withoutIndent(lines: readonly string[]): readonly string[] {
  const indents = lines.flatMap((line) => (line.trim() === "" ? [] : [line.search(/\S/)]));
  const least = Math.min(...indents, Number.POSITIVE_INFINITY);
  if (!Number.isFinite(least)) return lines;
  return lines.map((line) =>
    line.slice(0, least).trim() === "" && line.length > least ? line.slice(least) : line,
  );
}

function templateOf(parser: TerraformReader, ends: Ends): TerraformNode {
  const { parts, closes } = partsOf(parser, ends);
  if (closes !== undefined) throw new TerraformSyntaxError(`%{ ${closes} } without its beginning`);
  const [only] = parts;
  if (parts.length === 0) return { is: "literal", value: "" };
  if (parts.length > 1 || only === undefined) return { is: "template", parts };
  if (typeof only === "string") return { is: "literal", value: only };
  // A value alone is itself, not text.
  return only.is === "value" ? only.value : { is: "template", parts };
}

/** Parts up to the end, or to a directive that closes what stands around. */
function partsOf(
  parser: TerraformReader,
  ends: Ends,
): { parts: readonly TemplatePart[]; closes: string | undefined; trimsNext: boolean } {
  const parts: TemplatePart[] = [];
  let literal = "";
  let trims = false;
  const flush = (trimsEnd: boolean): void => {
    const begun = trims ? literal.trimStart() : literal;
    const text = trimsEnd ? begun.trimEnd() : begun;
    if (text !== "") parts.push(text);
    literal = "";
  };
  for (;;) {
    const char = parser.text[parser.at];
    if (char === undefined || (ends === '"' && char === '"')) {
      if (ends === '"' && char === undefined)
        throw new TerraformSyntaxError("a quoted text does not end");
      parser.at++;
      flush(false);
      return { parts, closes: undefined, trimsNext: false };
    }
    const two = parser.text.slice(parser.at, parser.at + 2);
    if (/^(\$\$|%%)\{/.test(parser.text.slice(parser.at, parser.at + 3))) {
      literal += `${char}{`;
      parser.at += 3;
    } else if (two === "${" || two === "%{") {
      parser.at += 2;
      flush(tilde(parser));
      if (two === "${") {
        parts.push({ is: "value", value: parser.expression() });
        trims = endsValue(parser);
      } else {
        const directive = readDirective(parser, ends);
        trims = directive.trimsNext;
        if ("closes" in directive) return { parts, closes: directive.closes, trimsNext: trims };
        parts.push(directive.part);
      }
    } else if (char === "\\" && ends === '"') {
      literal += readEscape(parser);
    } else {
      literal += char;
      parser.at++;
    }
  }
}

function tilde(parser: TerraformReader): boolean {
  if (parser.text[parser.at] !== "~") return false;
  parser.at++;
  return true;
}

/** Whether what follows is to lose its blanks. */
function endsValue(parser: TerraformReader): boolean {
  parser.skip();
  const trims = tilde(parser);
  parser.expect("}");
  return trims;
}

type Directive =
  | { readonly part: TemplatePart; readonly trimsNext: boolean }
  | { readonly closes: string; readonly trimsNext: boolean };

function readDirective(parser: TerraformReader, ends: Ends): Directive {
  const word = parser.name() ?? "";
  if (["else", "endif", "endfor"].includes(word))
    return { closes: word, trimsNext: endsValue(parser) };
  if (word === "for") {
    const head = parser.forHead();
    const inner = within(parser, ends, endsValue(parser));
    if (inner.closes !== "endfor") throw new TerraformSyntaxError("%{ for } without %{ endfor }");
    return { part: { is: "for", ...head, parts: inner.parts }, trimsNext: inner.trimsNext };
  }
  if (word !== "if") throw new TerraformSyntaxError(`the directive %{ ${word} }`);
  const condition = parser.expression();
  const yes = within(parser, ends, endsValue(parser));
  const no = yes.closes === "else" ? within(parser, ends, yes.trimsNext) : undefined;
  const last = no ?? yes;
  if (last.closes !== "endif") throw new TerraformSyntaxError("%{ if } without %{ endif }");
  return {
    part: { is: "if", condition, yes: yes.parts, no: no?.parts ?? [] },
    trimsNext: last.trimsNext,
  };
}

function within(parser: TerraformReader, ends: Ends, trims: boolean) {
  if (trims) {
    // Blanks of the text alone: what is escaped is none.
    while (/\s/.test(parser.text[parser.at] ?? "")) parser.at++;
  }
  return partsOf(parser, ends);
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
