import { CloudTrailClient, ListPublicKeysCommand } from "@aws-sdk/client-cloudtrail";
import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
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
      let ContinuationToken: string | undefined;
      do {
        const page = await s3.send(new ListObjectsV2Command({ Bucket, Prefix, ContinuationToken }));
        keys.push(...(page.Contents ?? []).flatMap(({ Key }) => Key ?? []));
        ContinuationToken = page.NextContinuationToken;
      } while (ContinuationToken !== undefined);
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
      let NextToken: string | undefined;
      do {
        const page = await cloudTrail.send(
          new ListPublicKeysCommand({ StartTime, EndTime, NextToken }),
        );
        for (const { Fingerprint, Value } of page.PublicKeyList ?? []) {
          if (Fingerprint !== undefined && Value !== undefined) keys.set(Fingerprint, Value);
        }
        NextToken = page.NextToken;
      } while (NextToken !== undefined);
      return keys;
    },
  };
}
