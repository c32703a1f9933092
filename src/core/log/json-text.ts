/**
 * Finds the text of one value inside a JSON text, exactly as it is written there: parsing and
 * writing again would round long numbers.
 *
 * @param text A valid JSON text.
 * @param path Keys from the outside in; none means the whole text.
 * @returns `undefined` if the path leads nowhere.
 */
export function jsonTextAt(text: string, path: readonly string[]): string | undefined {
  let start = skipSpace(text, 0);
  for (const key of path) {
    const found = memberStart(text, start, key);
    if (found === undefined) return undefined;
    start = found;
  }
  return text.slice(start, valueEnd(text, start));
}

/**
 * Lists the numbers of a JSON text as they are written there.
 *
 * @param text A valid JSON text.
 */
export function numbersOf(text: string): string[] {
  const numbers: string[] = [];
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"?|-?\d[\d.eE+-]*/gs)) {
    if (!token.startsWith('"')) numbers.push(token);
  }
  return numbers;
}

/** Where the value of the last member of that name begins; JSON.parse takes the last one too. */
function memberStart(text: string, objectStart: number, key: string): number | undefined {
  if (text[objectStart] !== "{") return undefined;
  let found: number | undefined;
  let at = skipSpace(text, objectStart + 1);
  while (text[at] === '"') {
    const keyEnd = stringEnd(text, at);
    const value = skipSpace(text, skipSpace(text, keyEnd) + 1);
    if (JSON.parse(text.slice(at, keyEnd)) === key) found = value;
    at = skipSpace(text, valueEnd(text, value));
    if (text[at] === ",") at = skipSpace(text, at + 1);
  }
  return found;
}

/** Position after the value that begins at `start`. */
function valueEnd(text: string, start: number): number {
  const first = text[start];
  if (first === '"') return stringEnd(text, start);
  if (first !== "{" && first !== "[") {
    SCALAR_END.lastIndex = start;
    return SCALAR_END.exec(text)?.index ?? text.length;
  }
  let depth = 0;
  BRACKET_OR_QUOTE.lastIndex = start;
  for (
    let match = BRACKET_OR_QUOTE.exec(text);
    match !== null;
    match = BRACKET_OR_QUOTE.exec(text)
  ) {
    const [char] = match;
    if (char === '"') BRACKET_OR_QUOTE.lastIndex = stringEnd(text, match.index);
    else if (char === "{" || char === "[") depth++;
    else if (--depth === 0) return match.index + 1;
  }
  return text.length;
}

const SCALAR_END = /[\s,}\]]/g;
const BRACKET_OR_QUOTE = /[{}[\]"]/g;

/** Position after the string that begins at `start`. */
function stringEnd(text: string, start: number): number {
  let at = text.indexOf('"', start + 1);
  while (at > 0 && backslashesBefore(text, at) % 2 === 1) at = text.indexOf('"', at + 1);
  return at < 0 ? text.length : at + 1;
}

function backslashesBefore(text: string, end: number): number {
  let count = 0;
  while (text[end - 1 - count] === "\\") count++;
  return count;
}

function skipSpace(text: string, start: number): number {
  let at = start;
  while (text[at] === " " || text[at] === "\n" || text[at] === "\r" || text[at] === "\t") at++;
  return at;
}
