import {
  DETAIL_TYPES,
  EVENT_SOURCE,
  EVENT_VERSION,
  NOTICE_DETAIL_TYPE,
} from "../../src/contract.ts";
import { type Canary, canaryEntry } from "../../src/core/entry/canary.ts";
import { flatten } from "../../src/core/record/flatten.ts";

/** A bus event's detail as the splitter writes it, parsed. */
export function detailOf(
  record: Readonly<Record<string, unknown>>,
  pointer: { key?: string; index?: number } = {},
): Record<string, unknown> {
  return {
    ...flatten(record),
    record,
    trailbridge: {
      bucket: "org-logs",
      key: "AWSLogs/o-abc/111122223333/CloudTrail/us-east-1/2026/01/24/a.json.gz",
      index: 0,
      version: EVENT_VERSION,
      ...pointer,
    },
  };
}

/** A canary as EventBridge delivers it. */
export function canaryEvent(canary: Canary): Record<string, unknown> {
  const { detailType, detail } = canaryEntry(canary);
  return envelope({ source: EVENT_SOURCE, "detail-type": detailType, detail: JSON.parse(detail) });
}

/** A record's bus event as EventBridge delivers it. */
export function recordEvent(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return envelope({
    "detail-type": DETAIL_TYPES.AwsApiCall,
    source: EVENT_SOURCE,
    detail: detailOf(record),
  });
}

/** An operator notice as EventBridge delivers it. */
export function noticeEvent(notice: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return envelope({
    "detail-type": NOTICE_DETAIL_TYPE,
    source: EVENT_SOURCE,
    detail: { trailbridge: { version: EVENT_VERSION }, notice },
  });
}

/** S3's "Object Deleted" as EventBridge delivers it. */
export function deletedEvent(
  key: string,
  detail: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return envelope({
    "detail-type": "Object Deleted",
    source: "aws.s3",
    detail: {
      version: "0",
      bucket: { name: "org-logs" },
      object: { key, "version-id": "1QW9g1Z99LUNbvaaYVpW9xDlOLU", sequencer: "0062E99A88DC407460" },
      "request-id": "RKREYG1RN2X92YX6",
      requester: "111122223333",
      "source-ip-address": "192.0.2.66",
      reason: "DeleteObject",
      "deletion-type": "Permanently Deleted",
      ...detail,
    },
  });
}

function envelope(event: Record<string, unknown>): Record<string, unknown> {
  return {
    version: "0",
    id: "8f2b7c1e-0000-4000-8000-000000000001",
    account: "111122223333",
    time: "2026-01-24T00:06:00Z",
    region: "us-east-1",
    resources: [],
    ...event,
  };
}
