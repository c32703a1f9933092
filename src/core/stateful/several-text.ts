import type { SeveralEvent, SeveralEvents } from "./several-events.ts";

/** What a line about several events is called, by what their rule asks. */
export const SEVERAL_LABELS = {
  threshold: "Together",
  firstSeen: "New",
  followedBy: "In order",
} as const satisfies Record<SeveralEvents["kind"], string>;

/**
 * What several events come to, in one line: how many in which time, what is new, what followed what.
 * Texts of the events stand in it as they are.
 */
export function severalSummary({ kind, events, first, last }: SeveralEvents): string {
  const span = spanText(last - first);
  switch (kind) {
    case "threshold": {
      const values = new Set(events.flatMap((event) => event.values ?? [])).size;
      const count = events.length === 1 ? "1 event" : `${events.length} events`;
      return `${count}${values === 0 ? "" : ` of ${values} different`} in ${span}`;
    }
    case "firstSeen":
      return listText(events.flatMap((event) => event.values ?? []));
    case "followedBy":
      return `${events.map(({ eventName }) => eventName ?? "an unnamed event").join(", then ")}, in ${span}`;
  }
}

/**
 * Several events, a line each: time in UTC, call, what of it is counted, id.
 *
 * @param most Lines at most; the last then says how many more there are.
 */
export function severalLines({ events }: SeveralEvents, most: number): readonly string[] {
  const shown = events.length <= most ? events : events.slice(0, most - 1);
  const more = events.length - shown.length;
  return [...shown.map(lineOf), ...(more > 0 ? [`and ${more} more`] : [])];
}

function lineOf({ time, eventName, values = [], eventId, refused }: SeveralEvent): string {
  const parts = [
    new Date(time).toISOString().replace(/\.\d+Z$/, "Z"),
    `${eventName ?? "an unnamed event"}${refused ? ", refused" : ""}`,
    listText(values),
    eventId,
  ];
  return parts
    .filter((part) => part)
    .join("  ")
    .replace(/[\r\n]+/g, " ");
}

function listText(values: readonly string[]): string {
  const shown = values.slice(0, MAX_VALUES).map((value) => (value === "" ? "(empty)" : value));
  const more = values.length - shown.length;
  return `${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** Values of one event that are shown. */
const MAX_VALUES = 5;

/** `3m 50s` */
function spanText(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1_000);
  const parts = [
    [Math.floor(seconds / 3_600), "h"],
    [Math.floor(seconds / 60) % 60, "m"],
    [seconds % 60, "s"],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count}${unit}`);
  return said.length === 0 ? "one second" : said.join(" ");
}
