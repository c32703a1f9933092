import { isBlank } from "../../core/log/json-bytes.ts";
import { MAX_RECORD_BYTES, TokenCapture } from "../../core/log/json-token.ts";

/** A JSON value as found, and what its text tells beyond the value. */
export interface JsonText {
  /** Its source: number spelling, key order and escapes kept. */
  readonly text: string;
  readonly value: unknown;
  /** Levels of nesting; 0 for what is no object and no array. */
  readonly depth: number;
  /** Keys of all its objects as written. */
  readonly members: number;
}

/** Why a text is no JSON. */
export interface NoJson {
  readonly rejected: string;
}

/** Reads a text that is one JSON value, blanks around it. */
export function readJsonText(bytes: Buffer): JsonText | NoJson {
  let at = 0;
  while (at < bytes.length && isBlank(bytes[at] as number)) at++;
  let end = bytes.length;
  while (end > at && isBlank(bytes[end - 1] as number)) end--;
  if (at === end) return { rejected: "it is empty" };
  const token = new TokenCapture();
  token.begin(MAX_RECORD_BYTES);
  const read = token.read(bytes.subarray(0, end), at);
  const isCut = token.open && token.depth > 0;
  if (isCut || (token.open && bytes[at] === 0x22)) {
    return { rejected: "it is not JSON: it ends before it is whole" };
  }
  if (read < end) return { rejected: "it is not JSON: something follows it" };
  return settled(token);
}

/** What a token that has ended holds. */
export function settled(token: TokenCapture): JsonText | NoJson {
  const { depth, members } = token;
  if (token.tooLarge) return { rejected: `it has more than ${token.limit} bytes` };
  const parsed = token.parse();
  if (parsed === undefined) return { rejected: `it is not JSON: ${token.reason}` };
  return { ...parsed, depth, members };
}

/**
 * The text of an object's member, as found.
 *
 * @param text An object's, known to be JSON.
 * @returns Of several with this name the last, as JSON.parse takes it; `undefined` if there is none.
 */
export function jsonMember({ text }: JsonText, name: string): JsonText | undefined {
  const bytes = Buffer.from(text);
  const token = new TokenCapture();
  let found: JsonText | undefined;
  let at = 1;
  const next = (): JsonText | NoJson => {
    while (!beginsToken(bytes[at] as number)) at++;
    token.begin(MAX_RECORD_BYTES);
    at = token.read(bytes, at);
    return settled(token);
  };
  for (;;) {
    while (at < bytes.length && !beginsToken(bytes[at] as number)) at++;
    if (at >= bytes.length - 1) return found;
    const key = next();
    const value = next();
    if ("value" in key && key.value === name && "value" in value) found = value;
  }
}

/** In valid JSON, between the members of an object, only these stand beside them. */
function beginsToken(byte: number): boolean {
  return !isBlank(byte) && byte !== 0x2c && byte !== 0x3a && byte !== 0x7d;
}
