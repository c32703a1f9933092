import { randomUUID } from "node:crypto";
import { classifyKey } from "../../core/notification/object-key.ts";
import { createRoutedEvent, type RoutedEvent } from "../events/routed-event.ts";
import { bucketArn, type Place, partitionAt } from "../wiring/arn.ts";
import type { NotificationWiring } from "../wiring/wiring.ts";
import type { StoredObject } from "./object-store.ts";
import { encodeKey } from "./s3-xml.ts";

/** Something that happened to an object. */
export interface ObjectChange {
  readonly bucket: string;
  readonly object: StoredObject;
  /** Name of the S3 notification, without `s3:`. */
  readonly event:
    | "ObjectCreated:Put"
    | "ObjectCreated:CompleteMultipartUpload"
    | "ObjectRemoved:Delete";
  /** Milliseconds since the epoch. */
  readonly time: number;
}

/** Says whether a notification configuration asks for a change; its filters see the plain key. */
export function asksFor(notification: NotificationWiring, change: ObjectChange): boolean {
  const { events, prefix = "", suffix = "" } = notification;
  const { key } = change.object;
  const named = events.some((event) => {
    const name = event.replace(/^s3:/, "");
    return name.endsWith("*") ? change.event.startsWith(name.slice(0, -1)) : change.event === name;
  });
  return named && key.startsWith(prefix) && key.endsWith(suffix);
}

/**
 * The notification S3 sends: one record, the key URL-encoded.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export function s3Notification(change: ObjectChange, place: Place) {
  const { bucket, object, event, time } = change;
  const written = { size: object.size, eTag: object.etag };
  return {
    Records: [
      {
        eventVersion: "2.1",
        eventSource: "aws:s3",
        awsRegion: place.region,
        eventTime: new Date(time).toISOString(),
        eventName: event,
        userIdentity: { principalId: PRINCIPAL },
        requestParameters: { sourceIPAddress: "127.0.0.1" },
        responseElements: { "x-amz-request-id": "LOCAL", "x-amz-id-2": "LOCAL" },
        s3: {
          s3SchemaVersion: "1.0",
          configurationId: "local",
          bucket: {
            name: bucket,
            ownerIdentity: { principalId: PRINCIPAL },
            arn: bucketArn(bucket, place.region),
          },
          object: {
            key: encodeKey(object.key),
            ...(event.startsWith("ObjectCreated") && written),
            sequencer: object.sequencer,
          },
        },
      },
    ],
  };
}

/**
 * What CloudTrail publishes of a file it delivered; nothing of its digest files.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/configure-sns-notifications-for-cloudtrail.html
 */
export function cloudTrailNotice({ bucket, object }: ObjectChange): string | undefined {
  const kind = classifyKey(object.key);
  if (kind === "digest" || kind === "foreign") return undefined;
  return JSON.stringify({ s3Bucket: bucket, s3ObjectKey: [object.key] });
}

/**
 * The event S3 puts on the default bus, the key as it is.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
 */
export function s3BusEvent(change: ObjectChange, place: Place): RoutedEvent {
  const { bucket, object, event, time } = change;
  const created = event.startsWith("ObjectCreated");
  const reason = { "ObjectCreated:Put": "PutObject", "ObjectRemoved:Delete": "DeleteObject" }[
    event as string
  ];
  const detail = {
    version: "0",
    bucket: { name: bucket },
    object: {
      key: object.key,
      ...(created && { size: object.size, etag: object.etag }),
      sequencer: object.sequencer,
    },
    "request-id": randomUUID(),
    requester: place.account,
    "source-ip-address": "127.0.0.1",
    reason: reason ?? "CompleteMultipartUpload",
    ...(!created && { "deletion-type": "Permanently Deleted" }),
  };
  const parts = {
    source: "aws.s3",
    detailType: created ? "Object Created" : "Object Deleted",
    resources: [bucketArn(bucket, place.region)],
    detail,
    detailText: JSON.stringify(detail),
    time,
  };
  return createRoutedEvent(parts, place);
}

/**
 * CloudTrail's data event of a removal, as it reaches the default bus of the bucket's account.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-understanding-s3-entries.html
 */
export function removalCall({ bucket, object, time }: ObjectChange, place: Place): RoutedEvent {
  const detail = {
    eventVersion: "1.11",
    userIdentity: {
      type: "IAMUser",
      principalId: "AIDALOCAL00000000000",
      arn: `arn:${partitionAt(place.region)}:iam::${place.account}:user/local`,
      accountId: place.account,
      userName: "local",
    },
    eventTime: new Date(time).toISOString().replace(/\.\d+Z$/, "Z"),
    eventSource: "s3.amazonaws.com",
    eventName: "DeleteObject",
    awsRegion: place.region,
    sourceIPAddress: "127.0.0.1",
    requestParameters: { bucketName: bucket, key: object.key },
    responseElements: null,
    eventID: randomUUID(),
    readOnly: false,
    eventType: "AwsApiCall",
    managementEvent: false,
    recipientAccountId: place.account,
    eventCategory: "Data",
  };
  const parts = {
    source: "aws.s3",
    detailType: "AWS API Call via CloudTrail",
    resources: [],
    detail,
    detailText: JSON.stringify(detail),
    time,
  };
  return createRoutedEvent(parts, place);
}

const PRINCIPAL = "AWS:AIDALOCAL00000000000";
