import { createReadStream, statSync } from "node:fs";
import { createInterface } from "node:readline";
import { PassThrough, pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { type Io, UsageError } from "./command.ts";

/** Bytes of a file the user named. */
export function openFile(path: string): AsyncIterable<Uint8Array> {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) throw new UsageError(`there is no file "${path}"`);
  if (stat.isDirectory()) throw new UsageError(`"${path}" is a folder: name the files in it`);
  return createReadStream(path);
}

/** Lines of a file the user named, `-` for standard input; gunzipped if its name ends in `.gz`. */
export async function* openLines(path: string, io: Io): AsyncGenerator<string> {
  const raw = Readable.from(path === "-" ? io.stdin : openFile(path), { objectMode: false });
  const text = path.endsWith(".gz") ? createGunzip() : new PassThrough();
  // The reader of `text` sees a failure of either stream; there is nothing more to do with it here.
  const failed = new Promise<never>((_, reject) => {
    pipeline(raw, text, (error) => error && reject(error));
  });
  failed.catch(() => {});
  const lines = createInterface({ input: text, crlfDelay: Number.POSITIVE_INFINITY });
  const iterator = lines[Symbol.asyncIterator]();
  for (;;) {
    const { value, done } = await Promise.race([iterator.next(), failed]);
    if (done) return;
    yield value;
  }
}
