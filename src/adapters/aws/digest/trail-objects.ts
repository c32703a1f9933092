import { GetObjectCommand, paginateListObjectsV2, S3Client } from "@aws-sdk/client-s3";
import type { SignedObject, TrailObjects } from "../../../core/digest/validate.ts";
import { clientLimits } from "../client-limits.ts";
import { publicKeysOf } from "./public-keys.ts";

/**
 * Log and digest files of a bucket, and CloudTrail's public keys.
 *
 * @param region Region the digest files are of: keys are a Region's own.
 * @param s3 Reads the bucket. @default a client of that Region
 */
export function trailObjects(region: string, s3: S3Client = s3Of(region)): TrailObjects {
  return {
    async keys(Bucket, Prefix) {
      const keys: string[] = [];
      for await (const { Contents = [] } of paginateListObjectsV2(
        { client: s3 },
        { Bucket, Prefix },
      )) {
        keys.push(...Contents.flatMap(({ Key }) => Key ?? []));
      }
      return keys;
    },
    async read({ bucket, key }): Promise<SignedObject | undefined> {
      try {
        const { Body, Metadata } = await s3.send(
          new GetObjectCommand({ Bucket: bucket, Key: key }),
        );
        const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
        return { bytes, signature: Metadata?.signature };
      } catch (error) {
        if (error instanceof Error && error.name === "NoSuchKey") return undefined;
        throw error;
      }
    },
    async publicKeys(from, to) {
      return publicKeysOf(region, from, to);
    },
  };
}

function s3Of(region: string): S3Client {
  return new S3Client({
    ...clientLimits({ attemptMilliseconds: 20_000, attempts: 3 }),
    region,
    followRegionRedirects: true,
    // Gzip carries a checksum of its own, and what is validated is the content.
    responseChecksumValidation: "WHEN_REQUIRED",
  });
}

/** The folders right below a prefix of a bucket, each with it, and with a slash at its end. */
export async function foldersOf(
  s3: S3Client,
  Bucket: string,
  Prefix: string,
): Promise<readonly string[]> {
  const found: string[] = [];
  const asked = { Bucket, Prefix, Delimiter: "/" };
  for await (const { CommonPrefixes = [] } of paginateListObjectsV2({ client: s3 }, asked)) {
    found.push(...CommonPrefixes.flatMap((it) => it.Prefix ?? []));
  }
  return found;
}
