import { ALERT_DETAIL_TYPE, EVENT_SOURCE } from "../../contract.ts";
import type { BusEntry } from "../entry/bus-entry.ts";
import { resourceArns } from "../entry/resource-arns.ts";
import { queueText } from "../record/queue-text.ts";
import type { AlertEvent } from "./alert-event.ts";

/**
 * An alert event as `PutEvents` takes it; far below the size of an entry, as every text in an alert
 * is bounded.
 */
export function alertEntry(event: AlertEvent): BusEntry {
  const arns = event.resources.filter((resource) => resource.startsWith("arn:"));
  return {
    source: EVENT_SOURCE,
    detailType: ALERT_DETAIL_TYPE,
    resources: resourceArns(
      arns.map((ARN) => ({ ARN })),
      MAX_RESOURCE_BYTES,
    ),
    // A queue behind the bus would refuse what SQS refuses.
    detail: queueText(JSON.stringify(event)),
  };
}

const MAX_RESOURCE_BYTES = 8 * 1024;
