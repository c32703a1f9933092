import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { Stack } from "../local/stack-types.ts";
import type { Progress } from "./progress.ts";

/** A file on disk and the key it gets in the bucket. */
export interface FileUpload {
  readonly path: string;
  readonly key: string;
}

/** Something to put into the bucket: bytes, or a file's. */
export type Upload =
  | { readonly key: string; readonly body: Uint8Array }
  | (FileUpload & { readonly body?: undefined });

/** What S3 says of an upload's bytes once they are there: their MD5, in hex. */
export async function md5Of(upload: Upload): Promise<string> {
  const hash = createHash("md5");
  if (upload.body !== undefined) return hash.update(upload.body).digest("hex");
  for await (const chunk of createReadStream(upload.path)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

/** Objects under way at once. */
const CONCURRENCY = 8;

/**
 * Puts objects into a bucket of the local stack as any S3 client would. Waits for nothing but the
 * puts; see {@linkcode Stack.idle} for what they set off.
 */
export async function upload(
  stack: Stack,
  bucket: string,
  uploads: readonly Upload[],
  progress: Progress,
): Promise<void> {
  const client = new S3Client({
    endpoint: stack.endpointUrl,
    region: stack.env.AWS_REGION ?? "us-east-1",
    forcePathStyle: true,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  const queue = uploads.values();
  const worker = async (): Promise<void> => {
    for (const it of queue) {
      const body = it.body ?? createReadStream(it.path);
      const ContentLength = it.body ? it.body.length : (await stat(it.path)).size;
      await client.send(
        new PutObjectCommand({ Bucket: bucket, Key: it.key, Body: body, ContentLength }),
      );
      progress.step();
    }
  };
  try {
    await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  } finally {
    client.destroy();
  }
}
