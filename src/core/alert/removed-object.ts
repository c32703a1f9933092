import { clip, isObject } from "../record/event-text.ts";
import { instantOf } from "../record/event-time.ts";

/** Someone removed a file from the trail's bucket. Plain JSON: kept in the table like an alert. */
export interface RemovedObject {
  readonly kind: "removed-object";
  /** Same removal, same identity. */
  readonly identity: string;
  readonly bucket: string;
  readonly key: string;
  readonly versionId?: string;
  /** Account id or service that asked for it. */
  readonly requester?: string;
  readonly sourceIp?: string;
  /** Account that owns the bucket. */
  readonly account?: string;
  readonly region?: string;
  /** `Permanently Deleted` or `Delete Marker Created`. */
  readonly deletionType?: string;
  /** Milliseconds since the epoch. */
  readonly time?: number;
}

/**
 * Reads S3's "Object Deleted" event.
 *
 * @returns Undefined if bucket or key is missing: then it is no such event.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
 */
export function removedObjectOf(
  event: Readonly<Record<string, unknown>>,
): RemovedObject | undefined {
  const detail = isObject(event.detail) ? event.detail : {};
  const bucket = isObject(detail.bucket) ? text(detail.bucket.name, 255) : undefined;
  const object = isObject(detail.object) ? detail.object : {};
  const key = text(object.key, 1_024);
  if (bucket === undefined || key === undefined) return undefined;
  const optional = {
    versionId: text(object["version-id"], 1_024),
    requester: text(detail.requester, 200),
    sourceIp: text(detail["source-ip-address"], 200),
    account: text(event.account, 64),
    region: text(event.region, 64),
    deletionType: text(detail["deletion-type"], 100),
    time: instantOf(event.time),
  };
  const identity = text(object.sequencer, 64) ?? text(event.id, 100) ?? "-";
  return {
    kind: "removed-object",
    identity: `${identity}#${bucket}#${optional.versionId ?? ""}#${key}`,
    bucket,
    key,
    ...(Object.fromEntries(
      Object.entries(optional).filter(([, value]) => value !== undefined),
    ) as Partial<RemovedObject>),
  };
}

/** Whether S3's own lifecycle removed it: routine, not worth an alert. */
export function isLifecycleExpiry(event: Readonly<Record<string, unknown>>): boolean {
  return isObject(event.detail) && event.detail.reason === "Lifecycle Expiration";
}

function text(value: unknown, max: number): string | undefined {
  return typeof value === "string" && value !== "" ? clip(value, max) : undefined;
}
