/**
 * Reads the JSON object or list that a text holds, as policies are carried: as JSON text, or
 * URL-encoded as IAM does it. One level is undone: text inside that JSON stays text.
 *
 * @returns Undefined if it holds none, or one that would not be shown as it stands there: with a
 * key written twice or a number that loses digits.
 */
export function jsonInText(text: string): object | undefined {
  if (text.length > MAX_TEXT) return undefined;
  const json = /^\s*(?:%20|%0A|%09|%0D|\+)*%(?:7B|5B)/i.test(text) ? urlDecoded(text) : text;
  if (!/^\s*[{[]/.test(json)) return undefined;
  try {
    const value: object = JSON.parse(json);
    return showsAll(json, value) ? value : undefined;
  } catch (error) {
    // No JSON, or deeper than the runtime walks: then it is text like any other.
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** A record has at most 256 KB. */
const MAX_TEXT = 262_144;

/** The text itself where it is not URL-encoded throughout. */
function urlDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", "%20"));
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}

/** Strings, numbers and colons of a valid JSON text; nothing in it can match twice. */
const TOKEN = /"(?:[^"\\]|\\.)*"?|-?\d[\d.eE+-]*|:/gs;

function showsAll(json: string, value: object): boolean {
  let members = 0;
  for (const [token] of json.matchAll(TOKEN)) {
    if (token === ":") members++;
    else if (!token.startsWith('"') && String(Number(token)) !== token) return false;
  }
  return members === membersOf(value);
}

/** Keys of all objects of a value; keeps its own stack, as a text nests as deep as it is long. */
function membersOf(value: object): number {
  let members = 0;
  const left: object[] = [value];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const children = Object.values(next);
    if (!Array.isArray(next)) members += children.length;
    for (const child of children) if (typeof child === "object" && child !== null) left.push(child);
  }
  return members;
}
