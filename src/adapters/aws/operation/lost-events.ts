import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import type { LostEvent } from "../../../core/operation/dead-letter.ts";
import { needOf } from "../asked/need-of.ts";
import { clientLimits } from "../client-limits.ts";

/** Puts an event onto a bus once more. */
export type PutLostEvent = (bus: string, event: LostEvent) => Promise<void>;

/**
 * Puts events as they were put first; the bus gives them new ids.
 *
 * @param region Region of the bus; absent: the environment's.
 * @returns Rejects with what is missing: the bus, a permission, credentials.
 */
export function lostEvents(region: string | undefined): PutLostEvent {
  const client = new EventBridgeClient({
    ...clientLimits({ attemptMilliseconds: 10_000, attempts: 3 }),
    ...(region !== undefined && { region }),
  });
  return async (bus, { source, detailType, time, resources, detail }) => {
    const at = new Date(time ?? Number.NaN);
    const entry = {
      EventBusName: bus,
      Source: source,
      DetailType: detailType,
      ...(!Number.isNaN(at.getTime()) && { Time: at }),
      Resources: [...resources],
      Detail: detail,
    };
    try {
      const { Entries = [] } = await client.send(new PutEventsCommand({ Entries: [entry] }));
      const [{ EventId, ErrorCode, ErrorMessage } = {}] = Entries;
      if (EventId !== undefined && ErrorCode === undefined) return;
      throw Object.assign(new Error(ErrorMessage ?? "it did not answer"), {
        name: ErrorCode ?? "NoAnswer",
      });
    } catch (cause) {
      throw new Error(`Cannot put an event on bus ${bus} as ${needOf(cause, NEEDED)}`, { cause });
    }
  };
}

const NEEDED =
  "events:PutEvents, to a role or user that the setting operators names, must be allowed";
