import { AwsError } from "../protocol/aws-error.ts";

/** What follows the data of an `aws-chunked` body, by lower-case name, once it was read to its end. */
export type Trailers = Map<string, string>;

/**
 * Unwraps a body of content encoding `aws-chunked`: chunks of `size[;chunk-signature=…]`, data,
 * then trailers. Signatures are not checked.
 *
 * @param trailers Filled when the body has been read to its end.
 * @throws {AwsError} If the body is cut short or framed otherwise.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 */
export async function* decodeAwsChunked(
  body: AsyncIterable<Uint8Array>,
  trailers: Trailers,
): AsyncGenerator<Uint8Array> {
  let held: Buffer = Buffer.alloc(0);
  const source = body[Symbol.asyncIterator]();
  const more = async (): Promise<void> => {
    const next = await source.next();
    if (next.done) throw new AwsError("IncompleteBody", "The body ends within a chunk.");
    held = held.length === 0 ? Buffer.from(next.value) : Buffer.concat([held, next.value]);
  };
  const line = async (): Promise<string> => {
    let end = held.indexOf("\r\n");
    while (end < 0) {
      if (held.length > MAX_LINE) throw new AwsError("InvalidRequest", "A chunk has no size line.");
      await more();
      end = held.indexOf("\r\n");
    }
    const text = held.toString("latin1", 0, end);
    held = held.subarray(end + 2);
    return text;
  };

  for (;;) {
    const size = sizeOf(await line());
    if (size === 0) break;
    for (let left = size; left > 0; ) {
      if (held.length === 0) await more();
      const part = held.subarray(0, left);
      held = held.subarray(part.length);
      left -= part.length;
      yield part;
    }
    if ((await line()) !== "") throw new AwsError("InvalidRequest", "A chunk is over its size.");
  }
  for (let text = await line(); text !== ""; text = await line()) {
    const colon = text.indexOf(":");
    trailers.set(text.slice(0, colon).trim().toLowerCase(), text.slice(colon + 1).trim());
  }
}

/** Bytes of one line between the data. */
const MAX_LINE = 16 * 1024;

function sizeOf(line: string): number {
  const [, digits] = /^([0-9a-f]{1,12})(;|$)/i.exec(line) ?? [];
  if (digits === undefined) throw new AwsError("InvalidRequest", "A chunk's size is no number.");
  return Number.parseInt(digits, 16);
}
