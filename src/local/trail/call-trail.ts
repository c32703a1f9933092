import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { Place } from "../wiring/arn.ts";
import { callRecord, type RecordedCall } from "./call-record.ts";

/** The trail of the local stack's own account: what was called there, as log files of a bucket. */
export interface CallTrail {
  /** Takes a call note of; one that was made elsewhere, such as at a service the stack does not run, too. */
  note(call: NotedCall): void;
  /** What was noted and is in no log file yet, as records. */
  pending(): readonly Readonly<Record<string, unknown>>[];
  /**
   * Writes what was noted since into one log file, as CloudTrail does every five minutes or so. What
   * that sets off is noted again, and waits for the next time: a trail of data events has no end.
   *
   * @returns Records written; with none there is no file.
   */
  deliver(): Promise<number>;
}

/** A call; without a time it is made now, without a caller by the account's own user. */
export type NotedCall = Omit<RecordedCall, "time" | "caller"> & {
  readonly time?: number;
  readonly caller?: RecordedCall["caller"] | undefined;
};

/** Where a trail writes. */
export interface CallTrailOptions {
  readonly bucket: string;
  /** Of the keys that are listened to: what stands in it up to the accounts is the trail's. */
  readonly prefix: string;
}

/** Makes it. */
export function createCallTrail(
  { bucket, prefix }: CallTrailOptions,
  place: Place,
  put: (bucket: string, key: string, body: Uint8Array) => Promise<unknown>,
): CallTrail {
  const [tree = `${prefix}AWSLogs/`] = /^.*?AWSLogs\/(?:o-[a-z0-9]+\/)?/.exec(prefix) ?? [];
  let records: Readonly<Record<string, unknown>>[] = [];
  return {
    note({ caller, time = Date.now(), ...call }) {
      records.push(callRecord({ ...call, time, ...(caller && { caller }) }, place));
    },
    pending: () => records,
    async deliver() {
      const written = records;
      records = [];
      if (written.length === 0) return 0;
      const body = gzipSync(JSON.stringify({ Records: written }));
      await put(bucket, keyOf(tree, place, new Date()), body);
      return written.length;
    },
  };
}

/** Key of a log file, as CloudTrail makes it. */
function keyOf(tree: string, { account, region }: Place, time: Date): string {
  const [day = "", clock = ""] = time.toISOString().split("T");
  const stamp = `${day.replaceAll("-", "")}T${clock.slice(0, 5).replace(":", "")}Z`;
  const name = `${account}_CloudTrail_${region}_${stamp}_${randomBytes(8).toString("hex")}.json.gz`;
  return `${tree}${account}/CloudTrail/${region}/${day.replaceAll("-", "/")}/${name}`;
}
