/** Units a second that one partition takes. @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html */
const WRITE_UNITS = 1_000;
const READ_UNITS = 3_000;

/** Holds every partition below what the service gives one. */
export interface PartitionLimit {
  /** @returns Whether the partition still takes it. */
  take(pk: string, kind: "read" | "write", bytes: number): boolean;
}

/** Buckets of one second. */
export function partitionLimit(now: () => number): PartitionLimit {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return {
    take(pk, kind, bytes) {
      const rate = kind === "read" ? READ_UNITS : WRITE_UNITS;
      const units = Math.max(1, Math.ceil(bytes / (kind === "read" ? 4_096 : 1_024)));
      const key = `${kind} ${pk}`;
      const bucket = buckets.get(key) ?? { tokens: rate, at: now() };
      bucket.tokens = Math.min(rate, bucket.tokens + ((now() - bucket.at) / 1_000) * rate);
      bucket.at = now();
      buckets.set(key, bucket);
      // A large read may go into debt: the service answers it and refuses what comes after.
      if (bucket.tokens < 1) return false;
      bucket.tokens -= units;
      return true;
    },
  };
}

/** Takes all there is. */
export const noPartitionLimit: PartitionLimit = { take: () => true };
