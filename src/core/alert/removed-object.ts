import { OVERWRITTEN_KIND } from "../entry/operator-notice.ts";
import { clip, isObject } from "../record/event-text.ts";
import { instantOf } from "../record/event-time.ts";

/** Someone removed a file from the trail's bucket, or wrote another over it. Plain JSON: kept in the table like an alert. */
export interface RemovedObject {
  /** Tells it from an alert by a rule. */
  readonly kind: "removed-object";
  /** Same removal, same identity. */
  readonly identity: string;
  /** Bucket of the file. */
  readonly bucket: string;
  /** Key of the file. */
  readonly key: string;
  /** Version that was removed. */
  readonly versionId?: string;
  /** Account id, service or ARN of who asked for it. */
  readonly requester?: string;
  /** Address the call came from. */
  readonly sourceIp?: string;
  /** Account that owns the bucket. */
  readonly account?: string;
  /** Region of the bucket. */
  readonly region?: string;
  /** `Permanently Deleted`, `Delete Marker Created` or {@linkcode OVERWRITTEN}. */
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

/** `deletionType` of a file that another content stands in for. */
export const OVERWRITTEN = "Overwritten";

/** Whether it is there, with another content. */
export function isOverwritten({ deletionType }: Pick<RemovedObject, "deletionType">): boolean {
  return deletionType === OVERWRITTEN;
}

/**
 * Reads the splitter's event of a log file whose content is not what it was.
 *
 * @returns Undefined if it is no such event.
 */
export function overwrittenObjectOf(
  event: Readonly<Record<string, unknown>>,
): RemovedObject | undefined {
  const detail = isObject(event.detail) ? event.detail : {};
  const notice = isObject(detail.notice) ? detail.notice : {};
  const bucket = text(notice.bucket, 255);
  const key = text(notice.key, 1_024);
  if (notice.kind !== OVERWRITTEN_KIND || bucket === undefined || key === undefined)
    return undefined;
  const time = instantOf(event.time);
  const account = text(event.account, 64);
  const region = text(event.region, 64);
  return {
    kind: "removed-object",
    identity: `overwritten#${text(notice.etag, 200) ?? "-"}#${bucket}#${key}`,
    bucket,
    key,
    deletionType: OVERWRITTEN,
    ...(account !== undefined && { account }),
    ...(region !== undefined && { region }),
    ...(time !== undefined && { time }),
  };
}

/** Stands for the key where S3 names none: a call may remove a thousand objects at once. */
export const UNNAMED_KEYS = "several files (DeleteObjects names no keys)";

/**
 * Reads CloudTrail's event of a call that removed objects: what tells of it where nobody may turn on
 * the bucket's own events.
 *
 * @returns Undefined if it is no such call, or one that failed.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-understanding-s3-entries.html
 */
export function removedByCall(event: Readonly<Record<string, unknown>>): RemovedObject | undefined {
  const record = isObject(event.detail) ? event.detail : {};
  const asked = isObject(record.requestParameters) ? record.requestParameters : {};
  const bucket = text(asked.bucketName, 255);
  const isMany = record.eventName === "DeleteObjects";
  const key = text(asked.key, 1_024) ?? (isMany ? UNNAMED_KEYS : undefined);
  const isRemoval = isMany || record.eventName === "DeleteObject";
  if (
    !isRemoval ||
    bucket === undefined ||
    key === undefined ||
    text(record.errorCode, 1) !== undefined
  ) {
    return undefined;
  }
  const identity = isObject(record.userIdentity) ? record.userIdentity : {};
  const versionId = text(asked.versionId, 1_024);
  const optional = {
    versionId,
    requester:
      text(identity.arn, 200) ?? text(identity.invokedBy, 200) ?? text(identity.accountId, 64),
    sourceIp: text(record.sourceIPAddress, 200),
    account: text(event.account, 64),
    region: text(record.awsRegion, 64),
    deletionType: deletionTypeOf(record.responseElements, versionId),
    time: instantOf(record.eventTime) ?? instantOf(event.time),
  };
  const id = text(record.eventID, 100) ?? text(event.id, 100) ?? "-";
  return {
    kind: "removed-object",
    identity: `${id}#${bucket}#${versionId ?? ""}#${key}`,
    bucket,
    key,
    ...(Object.fromEntries(
      Object.entries(optional).filter(([, value]) => value !== undefined),
    ) as Partial<RemovedObject>),
  };
}

function deletionTypeOf(response: unknown, versionId: string | undefined): string | undefined {
  if (versionId !== undefined) return "Permanently Deleted";
  const marked = isObject(response) ? response["x-amz-delete-marker"] : undefined;
  return String(marked) === "true" ? "Delete Marker Created" : undefined;
}

/** Whether S3's own lifecycle removed it: routine, not worth an alert. */
export function isLifecycleExpiry(event: Readonly<Record<string, unknown>>): boolean {
  return isObject(event.detail) && event.detail.reason === "Lifecycle Expiration";
}

function text(value: unknown, max: number): string | undefined {
  return typeof value === "string" && value !== "" ? clip(value, max) : undefined;
}
