import { CloudTrailClient, paginateListPublicKeys } from "@aws-sdk/client-cloudtrail";
import { clientLimits } from "../client-limits.ts";

/** Public keys by which CloudTrail's digests of a Region and time are checked, by their fingerprints. */
export async function publicKeysOf(
  region: string,
  StartTime: Date,
  EndTime: Date,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const client = new CloudTrailClient({
    ...clientLimits({ attemptMilliseconds: 10_000, attempts: 3 }),
    region,
  });
  const keys = new Map<string, Uint8Array>();
  const pages = paginateListPublicKeys({ client }, { StartTime, EndTime });
  for await (const { PublicKeyList = [] } of pages) {
    for (const { Fingerprint, Value } of PublicKeyList) {
      if (Fingerprint !== undefined && Value !== undefined) keys.set(Fingerprint, Value);
    }
  }
  return keys;
}
