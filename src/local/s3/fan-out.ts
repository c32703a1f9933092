import type { RoutedEvent } from "../events/routed-event.ts";
import type { Place } from "../wiring/arn.ts";
import type { BucketWiring, NotificationWiring } from "../wiring/wiring.ts";
import {
  asksFor,
  cloudTrailNotice,
  type ObjectChange,
  removalCall,
  s3BusEvent,
  s3Notification,
} from "./notification.ts";

/** Where S3's notifications go. */
export interface FanOutDeps {
  readonly place: Place;
  readonly toQueue: (queue: string, body: string) => void;
  readonly toFunction: (name: string, event: unknown) => void;
  readonly toTopic: (topic: string, message: string, subject?: string) => void;
  /** Whether S3 may tell the destination. */
  readonly mayNotify?: (bucket: BucketWiring, notification: NotificationWiring) => boolean;
  readonly toDefaultBus: (event: RoutedEvent) => void;
}

/** Makes what tells everybody who asked for it about a change. */
export function createFanOut(
  buckets: readonly BucketWiring[],
  deps: FanOutDeps,
): (change: ObjectChange) => void {
  const byName = new Map(buckets.map((bucket) => [bucket.name, bucket]));
  return (change) => {
    const bucket: BucketWiring = byName.get(change.bucket) ?? { name: change.bucket };
    const { notifications = [], account = deps.place.account } = bucket;
    const place = { ...deps.place, account };
    for (const notification of notifications) {
      if (!asksFor(notification, change)) continue;
      if (deps.mayNotify?.(bucket, notification) === false) continue;
      if (notification.byCloudTrail) {
        const notice = cloudTrailNotice(change);
        if (notice !== undefined) deps.toTopic(String(notification.topic), notice);
        continue;
      }
      const event = s3Notification(change, deps.place);
      const { function: name, queue, topic } = notification;
      if (name !== undefined) deps.toFunction(name, event);
      if (queue !== undefined) deps.toQueue(queue, JSON.stringify(event));
      if (topic !== undefined) deps.toTopic(topic, JSON.stringify(event), SUBJECT);
    }
    if (bucket.eventBridge) deps.toDefaultBus(s3BusEvent(change, place));
    if (bucket.removalCalls && change.event === "ObjectRemoved:Delete") {
      deps.toDefaultBus(removalCall(change, place));
    }
  };
}

/** Subject of S3's messages to a topic. */
const SUBJECT = "Amazon S3 Notification";
