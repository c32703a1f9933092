import { createHash, randomUUID } from "node:crypto";
import { AwsError } from "../protocol/aws-error.ts";
import { openContent } from "./object-content.ts";
import {
  createObjectStore,
  type ObjectStore,
  type StoredObject,
  type WriteOptions,
} from "./object-store.ts";

/** Uploads in parts that are not yet complete. */
export interface MultipartUploads {
  /** Begins an upload and answers its id. */
  begin(bucket: string, key: string, headers: Readonly<Record<string, string>>): string;
  /** Keeps one part; a part of the same number is replaced. */
  part(
    uploadId: string,
    number: number,
    body: AsyncIterable<Uint8Array>,
    check?: WriteOptions["check"],
  ): Promise<StoredObject>;
  /** Joins the parts named, in that order, into the object. */
  complete(uploadId: string, partNumbers: readonly number[]): Promise<StoredObject>;
  abort(uploadId: string): void;
  close(): void;
}

interface Upload {
  readonly bucket: string;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Makes the place where parts wait; they become objects of `store`. */
export function createMultipartUploads(store: ObjectStore): MultipartUploads {
  const uploads = new Map<string, Upload>();
  const parts = createObjectStore([]);
  const find = (uploadId: string): Upload => {
    const upload = uploads.get(uploadId);
    if (upload !== undefined) return upload;
    const message = "The specified multipart upload does not exist.";
    throw new AwsError("NoSuchUpload", message, { status: 404 });
  };
  const forget = (uploadId: string) => {
    for (const { key } of parts.list(uploadId)) parts.delete(uploadId, key);
    uploads.delete(uploadId);
  };
  return {
    begin(bucket, key, headers) {
      const uploadId = randomUUID();
      uploads.set(uploadId, { bucket, key, headers });
      parts.createBucket(uploadId);
      return uploadId;
    },
    part(uploadId, number, body, check) {
      find(uploadId);
      return parts.write(uploadId, String(number), body, check === undefined ? {} : { check });
    },
    async complete(uploadId, partNumbers) {
      const { bucket, key, headers } = find(uploadId);
      const joined = partNumbers.map((number) => {
        const part = parts.find(uploadId, String(number));
        if (part === undefined)
          throw new AwsError("InvalidPart", `Part ${number} was not uploaded.`);
        return part;
      });
      const digests = joined.map(({ etag }) => Buffer.from(etag, "hex"));
      const md5 = createHash("md5").update(Buffer.concat(digests)).digest("hex");
      const etag = `${md5}-${joined.length}`;
      const object = await store.write(bucket, key, bytesOf(joined), { headers, etag });
      forget(uploadId);
      return object;
    },
    abort(uploadId) {
      find(uploadId);
      forget(uploadId);
    },
    close: () => parts.close(),
  };
}

async function* bytesOf(parts: readonly StoredObject[]): AsyncGenerator<Uint8Array> {
  for (const { content } of parts) {
    const bytes = openContent(content);
    if (bytes instanceof Uint8Array) yield bytes;
    else yield* bytes;
  }
}
