import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { DeniedError, UnreadableError } from "../../../core/log/unreadable.ts";
import { clientLimits } from "../client-limits.ts";
import { needOf } from "./need-of.ts";

/** An object of a bucket. */
export interface BucketObject {
  readonly bucket: string;
  readonly key: string;
}

/** What a page of a bucket lists: an object, or, asked by folders, a folder with its slash. */
export type Listed = { readonly key: string; readonly size: number } | { readonly folder: string };

/** Buckets as a command reads them. */
export interface BucketObjects {
  /**
   * Lists what begins with a prefix, page by page as it is asked for.
   *
   * @param by Whether what lies in folders is listed itself, or the folders alone.
   * @throws {Error} Saying what is missing: the bucket, credentials, a permission.
   */
  list(bucket: string, prefix: string, by: "objects" | "folders"): AsyncGenerator<Listed>;
  /**
   * Reads an object as it streams in; an answer that breaks off is gone on with where it ended.
   *
   * @throws {UnreadableError} If this object alone cannot be read: it is gone, archived, or
   * overwritten while it is read.
   * @throws {DeniedError} Saying which permission is missing.
   * @throws {Error} Saying what else is: the bucket, credentials.
   */
  read(object: BucketObject): AsyncGenerator<Uint8Array>;
}

/** Asks S3 with the environment's credentials, in whatever Region a bucket is. */
export function bucketObjects(): BucketObjects {
  let connected: Promise<S3Client> | undefined;
  const client = (): Promise<S3Client> => {
    connected ??= connect();
    return connected;
  };
  return {
    async *list(Bucket, Prefix, by) {
      const Delimiter = by === "folders" ? "/" : undefined;
      let ContinuationToken: string | undefined;
      do {
        const command = new ListObjectsV2Command({ Bucket, Prefix, Delimiter, ContinuationToken });
        const page = await (await client()).send(command).catch((cause: unknown) => {
          const needed = `s3:ListBucket on arn:aws:s3:::${Bucket} must be allowed`;
          throw new Error(`Cannot list s3://${Bucket}/${Prefix} as ${needOf(cause, needed)}`, {
            cause,
          });
        });
        for (const { Key, Size = 0 } of page.Contents ?? []) {
          // Consoles make a folder by an empty object of its name.
          if (Key !== undefined && !Key.endsWith("/")) yield { key: Key, size: Size };
        }
        for (const { Prefix: folder } of page.CommonPrefixes ?? []) {
          if (folder !== undefined) yield { folder };
        }
        ContinuationToken = page.NextContinuationToken;
      } while (ContinuationToken !== undefined);
    },
    async *read({ bucket, key }) {
      let offset = 0;
      let etag: string | undefined;
      for (let broken = 0; ; broken++) {
        const { Body, ETag } = await (await client())
          .send(
            new GetObjectCommand({
              Bucket: bucket,
              Key: key,
              ...(offset > 0 && { Range: `bytes=${offset}-`, IfMatch: etag }),
            }),
          )
          .catch((cause: unknown) => {
            throw readError(cause, bucket, key);
          });
        etag = ETag;
        try {
          for await (const chunk of (Body ?? []) as AsyncIterable<Uint8Array>) {
            offset += chunk.length;
            yield chunk;
          }
          return;
        } catch (cause) {
          if (broken === MAX_BROKEN) throw readError(cause, bucket, key);
        }
      }
    },
  };
}

/** Answers of one object that may break off. */
const MAX_BROKEN = 3;

async function connect(): Promise<S3Client> {
  const options = {
    ...clientLimits({ attemptMilliseconds: 20_000, attempts: 5, idleMilliseconds: 60_000 }),
    followRegionRedirects: true,
    // Gzip carries a checksum of its own, and what is read in pieces has none.
    responseChecksumValidation: "WHEN_REQUIRED",
  } as const;
  const client = new S3Client(options);
  try {
    await client.config.region();
    return client;
  } catch {
    // Where no Region is set any will do: S3 says which one a bucket is in.
    return new S3Client({ ...options, region: "us-east-1" });
  }
}

/** Errors of one object, which stay however often one asks. */
const OF_ONE_OBJECT: ReadonlyMap<string, string> = new Map([
  ["NoSuchKey", "it is not there"],
  ["NotFound", "it is not there"],
  ["InvalidObjectState", "it is archived: it must be restored first"],
  ["PreconditionFailed", "it was overwritten while it was read"],
  // What a listing has and is empty has no range to go on with.
  ["InvalidRange", "it was overwritten while it was read"],
]);

function readError(cause: unknown, bucket: string, key: string): Error {
  const { name, message } = cause instanceof Error ? cause : new Error(String(cause));
  const ofIt = OF_ONE_OBJECT.get(name);
  if (ofIt !== undefined) return new UnreadableError(ofIt, { cause });
  const needed = /\bkms\b|ciphertext|master key/i.test(message)
    ? `kms:Decrypt on the key of bucket ${bucket} must be allowed`
    : `s3:GetObject on arn:aws:s3:::${bucket}/${key} must be allowed`;
  const isDenied = /AccessDenied/.test(name);
  // Without s3:ListBucket S3 does not say which objects there are.
  const gone = isDenied ? " (S3 says so, too, of an object that is gone)" : "";
  const told = `Cannot read s3://${bucket}/${key} as ${needOf(cause, needed)}${gone}`;
  return isDenied ? new DeniedError(name, told, { cause }) : new Error(told, { cause });
}
