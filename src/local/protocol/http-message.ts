import type { IncomingMessage, ServerResponse } from "node:http";
import { gunzipSync } from "node:zlib";
import { AwsError } from "./aws-error.ts";

/** Bytes of a request that is no S3 object; SQS and EventBridge take 1 MiB, DynamoDB 16 MiB. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;

/**
 * Reads a whole request body, unpacked if it is gzipped.
 *
 * @throws {AwsError} If it is too large or no gzip although it says so.
 */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) {
      throw new AwsError("RequestEntityTooLarge", `Request is over ${MAX_BODY_BYTES} bytes`, {
        status: 413,
      });
    }
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks);
  if (request.headers["content-encoding"] !== "gzip") return body;
  try {
    return gunzipSync(body, { maxOutputLength: MAX_BODY_BYTES });
  } catch (cause) {
    throw new AwsError("SerializationException", "Request is not gzip as its header says", {
      cause,
    });
  }
}

/** Answers a request; nothing if the client has gone meanwhile. */
export function respond(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string | number>>,
  body: string | Buffer = "",
): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) });
  response.end(body);
}

/** Text as XML content. What XML 1.0 cannot carry becomes a reference all the same, as S3 does it. */
export function escapeXml(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is escaped
  return text.replace(/[&<>"\u0000-\u001f\u007f]/g, (char) => {
    const name = { "&": "amp", "<": "lt", ">": "gt", '"': "quot" }[char];
    return name === undefined ? `&#x${char.charCodeAt(0).toString(16)};` : `&${name};`;
  });
}
