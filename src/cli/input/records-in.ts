import { EVENT_SOURCE, NOTICE_DETAIL_TYPE, RECORD_KEY } from "../../contract.ts";
import { viewOfDetail } from "../../core/expression/event-view.ts";
import { isObject } from "../../core/record/event-text.ts";
import type { CloudTrailRecord, RawRecord } from "../../core/record/record.ts";
import { type JsonText, jsonMember, type NoJson, readJsonText } from "./json-text.ts";

/** A record found in some other JSON, or why there is none. */
export type FoundRecord = Omit<RawRecord, "index"> | NoJson;

/**
 * Finds the record that a JSON value is or carries: a record itself, an event of `aws cloudtrail
 * lookup-events`, an EventBridge event of CloudTrail's or of this product's bus, an entry for
 * PutEvents, or any of them as JSON in a text.
 *
 * What no field tells to be a record is none: there is much JSON in the world.
 */
export function recordIn(found: JsonText | NoJson): FoundRecord {
  if (!("value" in found)) return found;
  const { value } = found;
  if (typeof value === "string") return recordInText(value);
  if (value === null) return { rejected: "it is null" };
  if (Array.isArray(value)) return { rejected: "it is an array" };
  if (typeof value !== "object") return { rejected: `it is a ${typeof value}` };
  const object = value as Readonly<Record<string, unknown>>;
  if (typeof object.CloudTrailEvent === "string") return recordInText(object.CloudTrailEvent);
  if ("detail-type" in object)
    return recordInEvent(found, "detail", object.source, object["detail-type"]);
  if ("DetailType" in object)
    return recordInEvent(found, "Detail", object.Source, object.DetailType);
  return asRecord(found);
}

/** Why an object that stands where a record should is known to be something else; undefined if it may be one. */
export function foreignKind(object: CloudTrailRecord): string | undefined {
  const { eventSource, EventSource } = object;
  for (const source of [eventSource, EventSource]) {
    if (typeof source === "string" && /^aws:/.test(source))
      return "it is a notification of another service";
  }
  if ("digestS3Object" in object)
    return "it is a digest file of CloudTrail: the log files are beside it";
  if ("configurationItems" in object) return "it is a file of AWS Config";
  if ("QueryResultRows" in object) return "it is a query result of CloudTrail Lake";
  return undefined;
}

function recordInText(text: string): FoundRecord {
  const found = readJsonText(Buffer.from(text));
  if ("value" in found && typeof found.value === "string") return { rejected: "it is a text" };
  return "value" in found ? recordIn(found) : { rejected: "it is a text that is no JSON" };
}

function recordInEvent(
  event: JsonText,
  member: string,
  source: unknown,
  type: unknown,
): FoundRecord {
  const detail = jsonMember(event, member);
  const found =
    typeof detail?.value === "string" ? readJsonText(Buffer.from(detail.value)) : detail;
  const none = {
    rejected: `its ${member} is no record: it is an event of the type ${JSON.stringify(type)}`,
  };
  if (found === undefined || !("value" in found) || !isObject(found.value)) return none;
  if (source !== EVENT_SOURCE) return looksLikeRecord(found.value) ? asRecord(found) : none;
  if (type === NOTICE_DETAIL_TYPE) return none;
  const record = jsonMember(found, RECORD_KEY);
  if (record !== undefined) return asRecord(record);
  const value = viewOfDetail(found.value).nested;
  return looksLikeRecord(value) ? asRecord({ ...found, value, text: JSON.stringify(value) }) : none;
}

function asRecord({ text, value, depth, members }: JsonText): FoundRecord {
  if (!isObject(value)) return { rejected: "it is no object" };
  const foreign = foreignKind(value);
  if (foreign !== undefined) return { rejected: foreign };
  if (!looksLikeRecord(value)) return { rejected: "it has no field of a CloudTrail record" };
  return { text, value, depth, members };
}

function looksLikeRecord(object: CloudTrailRecord): boolean {
  return Object.keys(object).some((key) => RECORD_FIELDS.has(key.split(".", 1)[0] as string));
}

/**
 * Fields of which a record has at least one, in any kind of event.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
const RECORD_FIELDS: ReadonlySet<string> = new Set([
  "eventVersion",
  "userIdentity",
  "eventTime",
  "eventSource",
  "eventName",
  "awsRegion",
  "sourceIPAddress",
  "userAgent",
  "errorCode",
  "errorMessage",
  "requestParameters",
  "responseElements",
  "additionalEventData",
  "requestID",
  "eventID",
  "eventId",
  "eventType",
  "apiVersion",
  "managementEvent",
  "readOnly",
  "resources",
  "recipientAccountId",
  "serviceEventDetails",
  "sharedEventID",
  "vpcEndpointId",
  "vpcEndpointAccountId",
  "eventCategory",
  "addendum",
  "sessionCredentialFromConsole",
  "eventContext",
  "edgeDeviceDetails",
  "tlsDetails",
  "insightDetails",
]);
