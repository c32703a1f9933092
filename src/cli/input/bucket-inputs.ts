import type { BucketObject, BucketObjects } from "../../adapters/aws/asked/bucket-objects.ts";
import { shareOf } from "../../core/notification/key-days.ts";
import { classifyKey } from "../../core/notification/object-key.ts";
import type { Period } from "../../core/notification/period.ts";
import { UsageError } from "../command.ts";
import type { InputFile } from "./find-inputs.ts";

/** Part of a bucket that the user named: all keys that begin with a text, or one key. */
export interface BucketPlace {
  readonly bucket: string;
  readonly prefix: string;
}

/**
 * Reads `s3://bucket/prefix`.
 *
 * @returns Undefined for what names a file or folder of this machine.
 * @throws {UsageError} If there is no bucket in it.
 */
export function bucketPlace(operand: string): BucketPlace | undefined {
  if (!/^s3:\/\//i.test(operand)) return undefined;
  const [, bucket = "", prefix = ""] = /^s3:\/\/([^/]*)\/?(.*)$/is.exec(operand) ?? [];
  if (/^[a-z0-9][a-z0-9._-]{2,254}$/i.test(bucket)) return { bucket, prefix };
  throw new UsageError(
    bucket === ""
      ? `"${operand}" must name a bucket: s3://bucket/prefix`
      : `"${operand}" must name a bucket, of 3 characters at least, letters, digits, dots and hyphens: it is "${bucket}"`,
  );
}

/** Whether a place is one object: nothing needs to be listed, nor allowed to be. */
function isObjectKey(prefix: string): boolean {
  return /\.(gz|json|jsonl|ndjson|log|txt)$/i.test(prefix);
}

/**
 * Finds the objects of a part of a bucket, as they are listed, page by page. Of a trail's tree only
 * folders of the period are gone into, and none of digest files or another service.
 */
export async function* filesInBucket(
  place: BucketPlace,
  period: Period,
  buckets: Pick<BucketObjects, "list">,
): AsyncGenerator<InputFile> {
  const { bucket, prefix } = place;
  if (isObjectKey(prefix)) {
    yield { ...fileOf({ bucket, key: prefix }), isNamed: true };
    return;
  }
  for await (const { key, size } of walk(place, prefix, period, buckets)) {
    yield { ...fileOf({ bucket, key }), size };
  }
}

async function* walk(
  { bucket }: BucketPlace,
  prefix: string,
  period: Period,
  buckets: Pick<BucketObjects, "list">,
): AsyncGenerator<{ readonly key: string; readonly size: number }> {
  const folders = prefix.split("/").slice(0, -1);
  const share = shareOf(folders, period);
  const kind = classifyKey([...folders, "any.json.gz"].join("/"));
  if (share === "none" || kind === "digest" || kind === "foreign") return;
  const by = share === "all" ? "objects" : "folders";
  for await (const it of buckets.list(bucket, prefix, by)) {
    if ("folder" in it) yield* walk({ bucket, prefix }, it.folder, period, buckets);
    else yield it;
  }
}

function fileOf(object: BucketObject): InputFile {
  const path = `s3://${object.bucket}/${object.key}`;
  return { path, name: object.key, object, isNamed: false, isRegular: true };
}
