import { closeSync, openSync, readSync } from "node:fs";

/** Bytes read at a time: many files may be open. */
const BLOCK = 128 * 1024;

const NEWLINE = 0x0a;

/** The values of a file of the command's own, a line of JSON each, in turn; every line is ended. */
export function* jsonLines<T>(path: string): Generator<T, void> {
  const file = openSync(path, "r");
  try {
    const block = Buffer.alloc(BLOCK);
    let rest: Buffer = Buffer.alloc(0);
    for (;;) {
      const length = readSync(file, block, 0, BLOCK, null);
      const text = Buffer.concat([rest, block.subarray(0, length)]);
      let start = 0;
      for (let end = text.indexOf(NEWLINE); end >= 0; end = text.indexOf(NEWLINE, start)) {
        yield JSON.parse(text.toString("utf8", start, end));
        start = end + 1;
      }
      rest = text.subarray(start);
      if (length === 0) return;
    }
  } finally {
    closeSync(file);
  }
}
