import {
  type EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
  type PutEventsResponse,
} from "@aws-sdk/client-eventbridge";
import { leanCall } from "./lean-call.ts";
import type { SdkClient, SdkCommand } from "./sdk-client.ts";

/**
 * `PutEvents` as {@linkcode leanCall} makes it.
 *
 * @returns Takes entries, and answers as the SDK's command does.
 */
export function leanPutEvents(
  client: EventBridgeClient,
): (entries: readonly PutEventsRequestEntry[]) => Promise<PutEventsResponse> {
  return leanCall(client as unknown as SdkClient, {
    command(entries: readonly PutEventsRequestEntry[]) {
      const command = new PutEventsCommand({ Entries: [...entries] });
      return command as unknown as SdkCommand<PutEventsResponse>;
    },
    likeOf: () => "",
    common: (request) => request,
    ask(request, entries) {
      const body = Buffer.from(JSON.stringify({ Entries: entries.map(wireEntry) }));
      const headers = { ...request.headers, "content-length": String(body.byteLength) };
      return { ...request, headers, body };
    },
    async answer(_response, read) {
      const answer: PutEventsResponse | null = JSON.parse(Buffer.from(await read()).toString());
      if (!Array.isArray(answer?.Entries)) throw new Error("An answer without entries");
      return answer;
    },
  });
}

/** An entry as the service takes it, in the order the SDK writes it in: a time is in seconds. */
function wireEntry({ Time, ...entry }: PutEventsRequestEntry) {
  const { Source, Resources, DetailType, Detail, EventBusName } = entry;
  return {
    ...(Time !== undefined && { Time: Time.getTime() / 1_000 }),
    Source,
    Resources,
    DetailType,
    Detail,
    EventBusName,
  };
}
