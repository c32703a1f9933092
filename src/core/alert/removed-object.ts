import { OVERWRITTEN_KIND } from "../entry/operator-notice.ts";
import { FINDING_KIND } from "../entry/validation-notice.ts";
import { clip, isObject } from "../record/event-text.ts";
import { instantOf } from "../record/event-time.ts";

/** Someone removed a file from the trail's bucket, wrote another over it or altered it. Plain JSON: kept in the table like an alert. */
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
  /** `Permanently Deleted`, `Delete Marker Created`, {@linkcode OVERWRITTEN}, or what CloudTrail's digests say of it. */
  readonly deletionType?: string;
  /** Milliseconds since the epoch. */
  readonly time?: number;
  /** By what it shows; of one that the splitter tells of. */
  readonly why?: string;
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

/** `deletionType` of a file that is not as CloudTrail's digests say, by what is the matter with it. */
const FOUND: ReadonlyMap<string, string> = new Map([
  ["missing", "Missing"],
  ["altered", "Altered"],
  ["unsigned", "Unsigned"],
  ["broken chain", "Broken chain"],
  ["unreadable", "Unreadable"],
]);

/** What became of a file, as a sentence about it goes on; of one that was removed unless it says otherwise. */
export function stateOf({ deletionType }: Pick<RemovedObject, "deletionType">): string {
  return STATES.get(deletionType ?? "") ?? "was removed";
}

const STATES: ReadonlyMap<string, string> = new Map([
  [OVERWRITTEN, "was overwritten"],
  ["Missing", "is missing"],
  ["Altered", "was altered"],
  ["Unsigned", "is not signed by CloudTrail"],
  ["Broken chain", "is not of its chain of digests"],
  ["Unreadable", "cannot be read"],
]);

/** Whether the splitter tells of it, and not S3. */
export function isOfSplitter({ deletionType }: Pick<RemovedObject, "deletionType">): boolean {
  return STATES.has(deletionType ?? "");
}

/** The call that does such a thing; undefined where none is known. */
export function removingCall(removed: Pick<RemovedObject, "deletionType">): string | undefined {
  if (removed.deletionType === OVERWRITTEN) return "PutObject";
  return isOfSplitter(removed) ? undefined : "DeleteObject";
}

/**
 * Reads the splitter's event of a file whose content is not what it was, or that is not as CloudTrail's
 * digests say.
 *
 * @returns Undefined if it is no such event.
 */
export function toldObjectOf(event: Readonly<Record<string, unknown>>): RemovedObject | undefined {
  const detail = isObject(event.detail) ? event.detail : {};
  const notice = isObject(detail.notice) ? detail.notice : {};
  const bucket = text(notice.bucket, 255);
  const key = text(notice.key, 1_024);
  const found = notice.kind === FINDING_KIND ? FOUND.get(String(notice.finding)) : undefined;
  const deletionType = notice.kind === OVERWRITTEN_KIND ? OVERWRITTEN : found;
  if (deletionType === undefined || bucket === undefined || key === undefined) return undefined;
  const time = instantOf(event.time);
  const account = text(event.account, 64);
  const region = text(event.region, 64);
  const why = text(notice.reason, 500);
  return {
    kind: "removed-object",
    identity: `${deletionType.toLowerCase()}#${text(notice.etag, 200) ?? ""}#${bucket}#${key}`,
    bucket,
    key,
    deletionType,
    ...(account !== undefined && { account }),
    ...(region !== undefined && { region }),
    ...(time !== undefined && { time }),
    ...(why !== undefined && { why }),
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
