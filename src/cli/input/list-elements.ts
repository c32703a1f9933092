import {
  beginsValue,
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  showByte,
} from "../../core/log/json-bytes.ts";
import { TokenCapture } from "../../core/log/json-token.ts";
import { LogFileError } from "../../core/log/unreadable.ts";
import { type JsonText, type NoJson, settled } from "./json-text.ts";
import type { TextSource } from "./text-source.ts";

/**
 * Reads the elements of a list as they stream in, then what follows it in the object it is in.
 *
 * @param text Read up to the list's first byte.
 * @throws {LogFileError} If the list, or its object, is not whole.
 */
export async function* listElements(
  text: TextSource,
  inObject: boolean,
): AsyncGenerator<JsonText | NoJson> {
  const token = new TokenCapture();
  let elements = 0;
  if ((await text.skipBlanks()) === CLOSE_ARRAY) {
    text.take(1);
  } else {
    do {
      await readToken(
        text,
        token,
        () => `in a list, after ${elements} ${elements === 1 ? "element" : "elements"}`,
      );
      if (token.mismatched) throw fault(text, "brackets must close as they opened", "they do not");
      elements++;
      yield settled(token);
    } while (await goesOn(text, CLOSE_ARRAY, 'a comma or "]" must follow an element'));
  }
  if (!inObject) return;
  while (await goesOn(text, CLOSE_OBJECT, 'a comma or "}" must follow a value')) {
    await readToken(text, token, () => "after a list");
    if ((await text.skipBlanks()) !== COLON) throw await found(text, "a colon must follow a key");
    text.take(1);
    await readToken(text, token, () => "after a list");
  }
}

/** Reads a comma or the closing bracket. @returns Whether it is a comma. */
async function goesOn(text: TextSource, close: number, rule: string): Promise<boolean> {
  const byte = await text.skipBlanks();
  if (byte !== COMMA && byte !== close) throw await found(text, rule);
  text.take(1);
  return byte === COMMA;
}

async function readToken(
  text: TextSource,
  token: TokenCapture,
  where: () => string,
): Promise<void> {
  const first = await text.skipBlanks();
  if (first === undefined) throw fault(text, "its JSON must be whole", `it ends ${where()}`);
  if (!beginsValue(first)) throw await found(text, "a value must stand between commas");
  token.begin();
  for (;;) {
    text.take(token.read(text.unread, 0));
    if (!token.open) return;
    if (!(await text.more())) throw fault(text, "its JSON must be whole", `it ends ${where()}`);
  }
}

async function found(text: TextSource, rule: string): Promise<LogFileError> {
  const byte = text.unread[0];
  return byte === undefined
    ? fault(text, "its JSON must be whole", "it ends in a list")
    : fault(text, rule, `found ${showByte(byte)}`);
}

function fault(text: TextSource, rule: string, what: string): LogFileError {
  return new LogFileError(`Cannot read log file as ${rule}: ${what}, on line ${text.line}`);
}
