import { PythonSyntaxError, PythonUnsupported } from "./error.ts";
import type { FormattedPart, PythonNode } from "./node.ts";
import { readEscape } from "./string-literal.ts";

/** An f-string's opening. */
interface Opening {
  readonly start: number;
  /** Where its text begins. */
  readonly end: number;
  readonly quotes: string;
  readonly raw: boolean;
}

/**
 * Reads an f-string.
 *
 * @param parseAt Parses the expression that begins there, and says where it ends.
 */
export function readFormatted(
  text: string,
  { start, end: from, quotes, raw }: Opening,
  parseAt: (at: number) => { readonly value: PythonNode; readonly end: number },
): { readonly parts: readonly (string | FormattedPart)[]; readonly end: number } {
  const parts: (string | FormattedPart)[] = [];
  let plain = "";
  for (let at = from; at < text.length; ) {
    if (text.startsWith(quotes, at)) {
      if (plain !== "") parts.push(plain);
      return { parts, end: at + quotes.length };
    }
    const pair = text.slice(at, at + 2);
    if (pair === "{{" || pair === "}}") {
      plain += pair[0];
      at += 2;
    } else if (pair[0] === "{") {
      if (plain !== "") parts.push(plain);
      plain = "";
      const field = readField(text, parseAt(at + 1));
      parts.push(field.part);
      at = field.end;
    } else if (pair[0] === "}") {
      throw new PythonSyntaxError("a single } in an f-string is written }}", at);
    } else if (pair[0] === "\\") {
      const escaped = raw ? { value: pair, end: at + 2 } : readEscape(text, at);
      plain += escaped.value;
      at = escaped.end;
    } else if (pair[0] === "\n" && quotes.length === 1) {
      break;
    } else {
      plain += pair[0];
      at++;
    }
  }
  throw new PythonSyntaxError(`the text in ${quotes} does not end`, start);
}

function readField(
  text: string,
  { value, end }: { readonly value: PythonNode; readonly end: number },
): { readonly part: FormattedPart; readonly end: number } {
  let at = end;
  if (text[at] === "=")
    throw new PythonUnsupported("an f-string that shows its expression, {…=}", at);
  let conversion: FormattedPart["conversion"] = "";
  const converted = /^!([rsa])/.exec(text.slice(at, at + 2));
  if (converted !== null) {
    conversion = converted[1] as FormattedPart["conversion"];
    at += 2;
  }
  let spec: string | undefined;
  if (text[at] === ":") {
    const close = text.indexOf("}", at);
    spec = close < 0 ? "" : text.slice(at + 1, close);
    if (spec.includes("{")) throw new PythonUnsupported("a computed format in an f-string", at);
    at = close < 0 ? text.length : close;
  }
  if (text[at] !== "}") throw new PythonSyntaxError('"}" must come in the f-string', at);
  return { part: { value, conversion, spec }, end: at + 1 };
}
