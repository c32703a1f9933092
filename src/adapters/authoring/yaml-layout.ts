import { Document, isCollection, isMap, Lexer, type Node, Scalar, visit } from "yaml";

/** Characters of a line. */
export const WIDTH = 100;

/** Characters by which parts are further in. */
export const STEP = 2;

/**
 * Writes a list or mapping on one line where it fits, else its parts on lines of their own.
 *
 * @param lead Characters before it on its line.
 * @param indent Characters before its parts, where each has a line.
 */
export function style(node: unknown, lead: number, indent: number): void {
  if (!isCollection(node)) return;
  const copy = new Document(node.toJSON());
  visit(copy, { Scalar: (key, part) => (key === "key" ? undefined : quote(part)) });
  const line = copy.toString({ collectionStyle: "flow", lineWidth: 0 }).trimEnd();
  node.flow = lead + line.length <= WIDTH && !line.includes("\n") && !hasComment(node);
  if (node.flow) {
    visit(node, {
      Collection: (_key, part) => {
        part.flow = true;
      },
    });
  } else if (isMap(node)) {
    for (const { key, value } of node.items) {
      style(value, indent + String(key).length + 2, indent + STEP);
    }
  } else {
    for (const item of node.items) style(item, indent + STEP, indent + STEP);
  }
}

/**
 * What stands in quotes although YAML 1.2 needs none: older YAML takes it for something else, or a
 * reader does.
 */
const MISREAD = /^(?:y|yes|n|no|on|off|~)$|^\d{4}-\d\d-\d\d|:/i;

/** What single quotes cannot hold as it is. */
const NOT_IN_SINGLE_QUOTES = /['\p{C}]/u;

/** Puts a text in quotes that may be misread without. */
export function quote(node: Scalar): void {
  if (typeof node.value !== "string" || !MISREAD.test(node.value)) return;
  // Single ones spare escapes: JSON, such as a policy's, is read best in them.
  const isSingle = node.value.includes('"') && !NOT_IN_SINGLE_QUOTES.test(node.value);
  node.type = isSingle ? Scalar.QUOTE_SINGLE : Scalar.QUOTE_DOUBLE;
}

function hasComment(node: Node): boolean {
  let found = false;
  visit(node, {
    Node: (_key, part) => {
      if (part.commentBefore || (part.comment && part !== node)) found = true;
      return found ? visit.BREAK : undefined;
    },
  });
  return found;
}

/** A long text of one line, broken at blanks; undefined if it stays as it is. */
export function wrapped(text: string, key: number): readonly string[] | undefined {
  if (key + 2 + text.length <= WIDTH || /^\s|\s$|[\r\n\t]/.test(text)) return undefined;
  const lines: string[] = [];
  let line = "";
  // Of several blanks in a row none may be a line's end.
  for (const word of text.split(/(?<! ) (?! )/)) {
    if (line !== "" && line.length + 1 + word.length > WIDTH - STEP) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** Lists without blanks inside their brackets: `[a, b]`. */
export function tightLists(text: string): string {
  const tokens = [...new Lexer().lex(text)].filter((token) => !MARKS.has(token));
  const isGap = (at: number): boolean =>
    /^ +$/.test(tokens[at] ?? "") &&
    (tokens[at - 1] === "[" || (tokens[at + 1] === "]" && tokens[at - 1] !== "\n"));
  return tokens.filter((_token, at) => !isGap(at)).join("");
}

/** What the lexer puts between tokens: marks of a document, of its end, and of a scalar. */
const SCALAR_MARK = "\u001f";
const MARKS: ReadonlySet<string> = new Set(["\u0002", "\u0018", SCALAR_MARK]);

/** Every comment of a text, sorted. */
export function commentsIn(text: string): readonly string[] {
  const found: string[] = [];
  let isScalarNext = false;
  for (const token of new Lexer().lex(text)) {
    // What is a scalar's text is marked by a word before it.
    if (!isScalarNext && token.startsWith("#")) found.push(token.trim());
    isScalarNext = token === SCALAR_MARK;
  }
  return found.sort();
}
