import { createHash } from "node:crypto";
import { createReadStream, mkdtempSync, openSync, type ReadStream, rmSync } from "node:fs";
import { open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as zlib from "node:zlib";
import { AwsError } from "../aws-error.ts";

/** An object as it is stored. */
export interface StoredObject {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** MD5 in hex, without quotes; `-N` behind it after a multipart upload of N parts. */
  readonly etag: string;
  /** CRC-32 in base64; absent where Node cannot compute it. */
  readonly crc32?: string;
  /** Milliseconds since the epoch. */
  readonly lastModified: number;
  /** Rises with every write to the store; hex of fixed length. */
  readonly sequencer: string;
  /** Response headers the writer asked for, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly file: string;
}

/** What a writer may say beside key and body. */
export interface WriteOptions {
  /** Headers to store, by lower-case name. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The entity tag, if it is not the body's MD5. */
  readonly etag?: string;
  /** Looks at what was written before it becomes visible; throws to undo it. */
  readonly check?: (written: StoredObject) => void;
}

/** Buckets on disk. Object names never become file names: they may hold anything. */
export interface ObjectStore {
  /** Buckets in order of name. */
  buckets(): readonly string[];
  createBucket(bucket: string): void;
  hasBucket(bucket: string): boolean;
  /** @throws {AwsError} `NoSuchBucket` */
  write(
    bucket: string,
    key: string,
    body: AsyncIterable<Uint8Array>,
    options?: WriteOptions,
  ): Promise<StoredObject>;
  /** @throws {AwsError} `NoSuchBucket` */
  find(bucket: string, key: string): StoredObject | undefined;
  /** @throws {AwsError} `NoSuchBucket` */
  delete(bucket: string, key: string): StoredObject | undefined;
  /** Objects in S3's order: by UTF-8 bytes of the key. */
  list(bucket: string): readonly StoredObject[];
  /** Deletes the files. */
  close(): void;
}

/** Makes a store in a new folder of the system's temporary folder. */
export function createObjectStore(buckets: readonly string[]): ObjectStore {
  const folder = mkdtempSync(join(tmpdir(), "trailbridge-s3-"));
  const all = new Map<string, Bucket>();
  for (const bucket of buckets) all.set(bucket, { objects: new Map() });
  let writes = 0;

  const find = (bucket: string): Bucket => {
    const found = all.get(bucket);
    if (found !== undefined) return found;
    throw new AwsError("NoSuchBucket", "The specified bucket does not exist", { status: 404 });
  };

  return {
    buckets: () => [...all.keys()].sort(),
    hasBucket: (bucket) => all.has(bucket),
    createBucket(bucket) {
      if (!all.has(bucket)) all.set(bucket, { objects: new Map() });
    },
    async write(bucket, key, body, options = {}) {
      const { objects } = find(bucket);
      const sequencer = (++writes).toString(16).toUpperCase().padStart(18, "0");
      const file = join(folder, `${sequencer}-${createHash("sha256").update(key).digest("hex")}`);
      try {
        const written = await writeFile(file, body);
        const { headers = {}, etag = written.md5, check } = options;
        const { size, crc32 } = written;
        const lastModified = Date.now();
        const checksum = crc32 === undefined ? {} : { crc32 };
        const object = { key, size, etag, ...checksum, lastModified, sequencer, headers, file };
        check?.(object);
        const old = find(bucket).objects.get(key);
        objects.set(key, object);
        if (old === undefined) find(bucket).sorted = undefined;
        else await rm(old.file, { force: true });
        return object;
      } catch (cause) {
        await rm(file, { force: true });
        throw cause;
      }
    },
    find: (bucket, key) => find(bucket).objects.get(key),
    delete(bucket, key) {
      const from = find(bucket);
      const object = from.objects.get(key);
      if (object === undefined) return undefined;
      from.objects.delete(key);
      from.sorted = undefined;
      rmSync(object.file, { force: true });
      return object;
    },
    list(bucket) {
      const from = find(bucket);
      from.sorted ??= [...from.objects.keys()].sort(compareUtf8);
      return from.sorted.map((key) => from.objects.get(key) as StoredObject);
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/**
 * Opens an object's bytes, at once: a write or deletion that follows does not disturb the reader.
 *
 * @param range First and last byte, both included.
 */
export function readObject(object: StoredObject, range?: readonly [number, number]): ReadStream {
  const fd = openSync(object.file, "r");
  const [start, end] = range ?? [0, Number.POSITIVE_INFINITY];
  return createReadStream("", { fd, start, end });
}

interface Bucket {
  readonly objects: Map<string, StoredObject>;
  /** Keys in order; absent when they changed since. */
  sorted?: string[] | undefined;
}

async function writeFile(file: string, body: AsyncIterable<Uint8Array>) {
  const hash = createHash("md5");
  let size = 0;
  let crc = 0;
  const handle = await open(file, "wx");
  try {
    for await (const chunk of body) {
      hash.update(chunk);
      // Older releases of Node 20 have no crc32; then the checksum is not checked.
      crc = zlib.crc32?.(chunk, crc) ?? 0;
      size += chunk.length;
      await handle.writeFile(chunk);
    }
  } finally {
    await handle.close();
  }
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc);
  const crc32 = zlib.crc32 === undefined ? undefined : checksum.toString("base64");
  return { size, md5: hash.digest("hex"), crc32 };
}

/** UTF-16 and UTF-8 order differ only where surrogates meet the characters above them. */
function compareUtf8(a: string, b: string): number {
  if (!/[\ud800-\uffff]/.test(a) || !/[\ud800-\uffff]/.test(b)) return a < b ? -1 : a > b ? 1 : 0;
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
