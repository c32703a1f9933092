/**
 * Indents a JSON text token by token, two spaces a level. Nothing is parsed, so numbers keep all
 * their digits and objects a key that is written twice. What a terminal would act on or hide
 * (controls, DEL and bidirectional marks) stands as its JSON escape, which is the same text.
 *
 * @param text Valid JSON.
 */
export function indentedJson(text: string): string {
  const pieces: string[] = [];
  let depth = 0;
  let previous = "";
  for (const [token] of text.matchAll(TOKEN)) {
    const closes = token === "}" || token === "]";
    if (closes) depth--;
    const opened = previous === "{" || previous === "[";
    if (closes ? !opened : opened || previous === ",") pieces.push(newLine(depth));
    pieces.push(token === ":" ? ": " : token);
    if (token === "{" || token === "[") depth++;
    previous = token;
  }
  return pieces.join("").replace(UNSEEN, jsonEscape);
}

/** A string, a mark, or a number or word; no two of them begin alike. */
const TOKEN = /"(?:[^"\\]|\\.)*"?|[{}[\]:,]|[^\s{}[\]:,"]+/gs;

const UNSEEN = /(?!\n)[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu;

/** A record may nest deeper than a line is wide. */
const MAX_INDENT = 200;

function newLine(depth: number): string {
  return `\n${" ".repeat(Math.min(MAX_INDENT, 2 * depth))}`;
}

function jsonEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
