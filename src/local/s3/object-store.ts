import { createHash } from "node:crypto";
import { join } from "node:path";
import { makeTempFolder } from "../../adapters/temp-folder.ts";
import { AwsError } from "../protocol/aws-error.ts";
import { type Content, createContentStore } from "./object-content.ts";

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
  readonly content: Content;
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

/** Buckets. Object names never become file names: they may hold anything. */
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
  /** Deletes the files, unless the store is to last. */
  close(): void;
}

/** Where a store is, so that it can go on after a restart. */
export interface LastingStore {
  readonly folder: string;
  /** What was there before. */
  readonly objects: readonly { readonly bucket: string; readonly object: StoredObject }[];
  /** Takes a write, before what it replaces goes. */
  put(bucket: string, object: StoredObject): void;
  /** Takes a deletion, before the content goes. */
  deleted(bucket: string, object: StoredObject): void;
}

/**
 * Makes a store.
 *
 * @param lasting @default a new folder of the system's temporary folder, deleted in the end
 */
export function createObjectStore(buckets: readonly string[], lasting?: LastingStore): ObjectStore {
  const folder = lasting === undefined ? makeTempFolder("s3") : undefined;
  const path = folder?.path ?? lasting?.folder ?? "";
  const all = new Map<string, Bucket>();
  for (const bucket of buckets) all.set(bucket, { objects: new Map() });
  const contents = createContentStore(lasting === undefined ? undefined : NO_MEMORY);
  let writes = 0;
  for (const { bucket, object } of lasting?.objects ?? []) {
    const { objects } = all.get(bucket) ?? { objects: new Map() };
    all.set(bucket, { objects: objects.set(object.key, object) });
    writes = Math.max(writes, Number.parseInt(object.sequencer, 16));
  }

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
      find(bucket);
      const sequencer = (++writes).toString(16).toUpperCase().padStart(18, "0");
      const name = `${sequencer}-${createHash("sha256").update(key).digest("hex")}`;
      const written = await contents.write(body, join(path, name));
      const { md5, ...rest } = written;
      const { headers = {}, etag = md5, check } = options;
      const object = { key, ...rest, etag, lastModified: Date.now(), sequencer, headers };
      try {
        check?.(object);
      } catch (cause) {
        contents.discard(object.content);
        throw cause;
      }
      const into = find(bucket);
      const old = into.objects.get(key);
      lasting?.put(bucket, object);
      into.objects.set(key, object);
      if (old === undefined) into.sorted = undefined;
      else contents.discard(old.content);
      return object;
    },
    find: (bucket, key) => find(bucket).objects.get(key),
    delete(bucket, key) {
      const from = find(bucket);
      const object = from.objects.get(key);
      if (object === undefined) return undefined;
      lasting?.deleted(bucket, object);
      from.objects.delete(key);
      from.sorted = undefined;
      contents.discard(object.content);
      return object;
    },
    list(bucket) {
      const from = find(bucket);
      from.sorted ??= [...from.objects.keys()].sort(compareUtf8);
      return from.sorted.map((key) => from.objects.get(key) as StoredObject);
    },
    close: () => folder?.remove(),
  };
}

/** Bytes in memory of a store whose contents are all in files: even an empty one is too much. */
const NO_MEMORY = -1;

interface Bucket {
  readonly objects: Map<string, StoredObject>;
  /** Keys in order; absent when they changed since. */
  sorted?: string[] | undefined;
}

/** UTF-16 and UTF-8 order differ only where surrogates meet the characters above them. */
function compareUtf8(a: string, b: string): number {
  if (!/[\ud800-\uffff]/.test(a) || !/[\ud800-\uffff]/.test(b)) return a < b ? -1 : a > b ? 1 : 0;
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
