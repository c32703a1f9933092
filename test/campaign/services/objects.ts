import { Readable } from "node:stream";
import { type Answer, xmlAnswer } from "./answer.ts";

/** S3 buckets: objects that are put once and read. */
export class Objects {
  readonly #objects = new Map<string, { bytes: Buffer; etag: string }>();

  put(bucket: string, key: string, bytes: Buffer): void {
    this.#objects.set(`${bucket}/${key}`, { bytes, etag: `"${this.#objects.size + 1}"` });
  }

  /** Answers GetObject. */
  get(path: string, ifMatch: string | undefined): Answer {
    const object = this.#objects.get(path);
    if (object === undefined) return s3Error(404, "NoSuchKey", "The specified key does not exist.");
    const { bytes, etag } = object;
    if (ifMatch !== undefined && ifMatch !== etag) {
      return s3Error(
        412,
        "PreconditionFailed",
        "At least one of the pre-conditions you specified did not hold",
      );
    }
    const pieces: Buffer[] = [];
    for (let at = 0; at < bytes.length; at += PIECE_BYTES)
      pieces.push(bytes.subarray(at, at + PIECE_BYTES));
    return {
      statusCode: 200,
      headers: { etag, "content-length": String(bytes.length) },
      body: Readable.from(pieces),
    };
  }
}

const PIECE_BYTES = 64 * 1024;

/** An error as S3 says it. */
export function s3Error(status: number, code: string, message: string): Answer {
  return xmlAnswer(
    `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`,
    status,
  );
}
