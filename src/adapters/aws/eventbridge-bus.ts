import { type EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import type { EventBus } from "../../ports.ts";

/** Puts entries on an EventBridge bus. */
export function eventBridgeBus(client: EventBridgeClient, busName: string): EventBus {
  return {
    async put(batch) {
      const { Entries = [] } = await client.send(
        new PutEventsCommand({
          Entries: batch.map(({ source, detailType, time, resources, detail }) => ({
            EventBusName: busName,
            Source: source,
            DetailType: detailType,
            ...(time !== undefined && { Time: new Date(time) }),
            Resources: [...resources],
            Detail: detail,
          })),
        }),
      );
      // The answer lists entries in the request's order; one it leaves out was not accepted.
      return batch.flatMap((entry, i) => {
        const { EventId, ErrorCode, ErrorMessage } = Entries[i] ?? {};
        if (ErrorCode === undefined && EventId !== undefined) return [];
        return [{ entry, code: ErrorCode ?? "NoAnswer", message: ErrorMessage ?? "" }];
      });
    },
  };
}
