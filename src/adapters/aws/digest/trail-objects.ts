import { CloudTrailClient, paginateListPublicKeys } from "@aws-sdk/client-cloudtrail";
import { GetObjectCommand, paginateListObjectsV2, S3Client } from "@aws-sdk/client-s3";
import type { SignedObject, TrailObjects } from "../../../core/digest/validate.ts";
import { clientLimits } from "../client-limits.ts";

/**
 * Log and digest files of a bucket, and CloudTrail's public keys.
 *
 * @param region Region the digest files are of: keys are a Region's own.
 */
export function trailObjects(region: string): TrailObjects {
  const s3 = new S3Client({
    ...clientLimits({ attemptMilliseconds: 20_000, attempts: 3 }),
    region,
    followRegionRedirects: true,
    // Gzip carries a checksum of its own, and what is validated is the content.
    responseChecksumValidation: "WHEN_REQUIRED",
  });
  const cloudTrail = new CloudTrailClient({
    ...clientLimits({ attemptMilliseconds: 10_000, attempts: 3 }),
    region,
  });
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
    async publicKeys(StartTime, EndTime) {
      const keys = new Map<string, Uint8Array>();
      const pages = paginateListPublicKeys({ client: cloudTrail }, { StartTime, EndTime });
      for await (const { PublicKeyList = [] } of pages) {
        for (const { Fingerprint, Value } of PublicKeyList) {
          if (Fingerprint !== undefined && Value !== undefined) keys.set(Fingerprint, Value);
        }
      }
      return keys;
    },
  };
}
