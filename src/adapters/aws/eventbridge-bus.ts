import {
  type EventBridgeClient,
  EventBridgeServiceException,
  type PutEventsResultEntry,
} from "@aws-sdk/client-eventbridge";
import type { EventBus, Refusal } from "../../ports.ts";
import { leanPutEvents } from "./lean/put-events.ts";

/** Puts entries on an EventBridge bus. */
export function eventBridgeBus(client: EventBridgeClient, busName: string): EventBus {
  const putEvents = leanPutEvents(client);
  return {
    async put(batch) {
      const entries = batch.map(({ source, detailType, time, resources, detail }) => ({
        EventBusName: busName,
        Source: source,
        DetailType: detailType,
        ...(time !== undefined && { Time: new Date(time) }),
        Resources: [...resources],
        Detail: detail,
      }));
      try {
        const { Entries = [] } = await putEvents(entries);
        // The answer lists entries in the request's order; one it leaves out was not accepted.
        return batch.flatMap((entry, i) => refusalOf(entry, Entries[i]));
      } catch (error) {
        const [entry, ...others] = batch;
        // What is wrong with the request of a single entry is wrong with the entry.
        const isOnly = entry !== undefined && others.length === 0;
        if (!isOnly || !(error instanceof EventBridgeServiceException)) throw error;
        if (!FINAL.has(error.name)) throw error;
        return [{ entry, code: error.name, message: error.message, isFinal: true }];
      }
    },
  };
}

function refusalOf(entry: Refusal["entry"], answer: PutEventsResultEntry = {}): Refusal[] {
  const { EventId, ErrorCode, ErrorMessage = "" } = answer;
  if (ErrorCode === undefined && EventId !== undefined) return [];
  const code = ErrorCode ?? "NoAnswer";
  return [{ entry, code, message: ErrorMessage, isFinal: FINAL.has(code) }];
}

/**
 * Refusals for what an entry is. All others may end: a throttle, a failure of the service, a grant
 * or a bus that is still to come.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html
 */
const FINAL: ReadonlySet<string> = new Set([
  "InvalidAccountIdException",
  "InvalidArgument",
  "MalformedDetail",
  "NotAuthorizedForDetailTypeException",
  "NotAuthorizedForSourceException",
  "RedactionFailure",
  "RequestEntityTooLarge",
  "SerializationException",
  "ValidationException",
]);
