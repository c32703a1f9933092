import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import { DETAIL_TYPES } from "../../contract.ts";
import type { Buses } from "../events/buses.ts";
import { createRoutedEvent, type RoutedEvent } from "../events/routed-event.ts";
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

/** Where what was noted goes: into log files, and as events to the default bus. */
export interface CallTrailTargets {
  put(bucket: string, key: string, body: Uint8Array): Promise<unknown>;
  readonly buses: Pick<Buses, "put">;
}

/** Makes it. */
export function createCallTrail(
  { bucket, prefix }: CallTrailOptions,
  place: Place,
  { put, buses }: CallTrailTargets,
): CallTrail {
  const [tree = `${prefix}AWSLogs/`] = /^.*?AWSLogs\/(?:o-[a-z0-9]+\/)?/.exec(prefix) ?? [];
  let records: Readonly<Record<string, unknown>>[] = [];
  return {
    note({ caller, time = Date.now(), ...call }) {
      const record = callRecord({ ...call, time, ...(caller && { caller }) }, place);
      records.push(record);
      // The default bus gets no calls that read, and data events where a trail logs them.
      if (record.readOnly === true || record.managementEvent !== true) return;
      buses.put("default", callEvent(call.service, record, time, place));
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

/** A record as CloudTrail itself puts it on the default bus. @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html */
function callEvent(
  service: string,
  detail: Readonly<Record<string, unknown>>,
  time: number,
  place: Place,
): RoutedEvent {
  const source = `aws.${service}`;
  const detailType = DETAIL_TYPES.AwsApiCall as string;
  const detailText = JSON.stringify(detail);
  return createRoutedEvent({ source, detailType, resources: [], detail, detailText, time }, place);
}

/** Key of a log file, as CloudTrail makes it. */
function keyOf(tree: string, { account, region }: Place, time: Date): string {
  const [day = "", clock = ""] = time.toISOString().split("T");
  const stamp = `${day.replaceAll("-", "")}T${clock.slice(0, 5).replace(":", "")}Z`;
  const name = `${account}_CloudTrail_${region}_${stamp}_${randomBytes(8).toString("hex")}.json.gz`;
  return `${tree}${account}/CloudTrail/${region}/${day.replaceAll("-", "/")}/${name}`;
}
