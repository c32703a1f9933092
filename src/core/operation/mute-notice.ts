import { EVENT_SOURCE, NOTICE_DETAIL_TYPE } from "../../contract.ts";
import type { Mute } from "../mute/mute.ts";

/**
 * The bus event, as the notifier's queue carries it, that tells the default destinations of a mute
 * or of its end.
 *
 * @param now Milliseconds since the epoch.
 */
export function muteNotice(
  { kind, label, until, by, reason }: Mute,
  did: "muted" | "lifted",
  who: string,
  now: number,
): string {
  const what = `${kind} ${label}`;
  const end = new Date(until).toISOString().slice(0, 16).replace("T", " ");
  const why = reason === undefined ? "" : ` Reason: ${reason}`;
  const text =
    did === "muted"
      ? `${by} muted ${what} until ${end} UTC: what comes of it is counted and notifies nobody. What is critical is told all the same.${why}`
      : `${who} lifted the mute of ${what} by ${by}: what comes of it is told again.`;
  return JSON.stringify({
    version: "0",
    id: `mute-${now}`,
    source: EVENT_SOURCE,
    "detail-type": NOTICE_DETAIL_TYPE,
    time: new Date(now).toISOString(),
    resources: [],
    detail: {
      notice: {
        kind: "mute",
        title: did === "muted" ? `Muted: ${what}` : `No longer muted: ${what}`,
        text,
        advice: "trailbridge mute list shows what is muted, mute lift ends it.",
        dedupe: `mute#${kind}#${label}#${did}#${now}`,
      },
    },
  });
}
