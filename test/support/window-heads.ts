import type { WindowHead } from "../../src/core/thread/window.ts";
import { alertWith } from "./alerts.ts";

/** A window with nothing odd: of a high alert in channel C1, open for 900 s from millisecond 0. */
export function windowHead(fields: Partial<WindowHead> = {}): WindowHead {
  return {
    id: "w-1",
    channel: "slack:C1",
    threadKey: "t-1",
    kind: "alert",
    identity: alertWith().identity,
    ruleId: "rule",
    severity: "high",
    subject: JSON.stringify(alertWith()),
    openedAt: 0,
    closesAt: 900_000,
    shards: 1,
    ...fields,
  };
}
