import type { RecordedWindow } from "./recorded.ts";
import type { World } from "./world.ts";

/** What a destination without messages that change was told. */
export interface Told {
  /** Events, of all windows and storms. */
  readonly events: number;
  /** Ids of events that went out by themselves, as the table could not be reached. */
  readonly alone: ReadonlySet<string>;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * What the topic's subscribers were told: a thread goes by its first event, so of several names in
 * one window all but the one told most of went out alone.
 */
export function toldOnTopic(world: World, windows: readonly RecordedWindow[]): Told {
  const counts = new Map<string, number>();
  const storms = new Map<string, number>();
  for (const { message, structure } of world.topics.published) {
    const text =
      structure === "json" ? (JSON.parse(message) as { default: string }).default : message;
    const body = JSON.parse(text) as Fields;
    const { kind, event_id: event, count = 1 } = body;
    if (kind === "storm" || kind === "catch-up") {
      const id = String(body.storm_id);
      storms.set(id, Math.max(storms.get(id) ?? 0, Number(count)));
    } else if (typeof event === "string") {
      counts.set(event, Math.max(counts.get(event) ?? 0, Number(count)));
    } else {
      throw new Error(`Cannot read a topic's message as it must name an event: ${text}`);
    }
  }
  let events = sum([...storms.values()]);
  for (const { eventIds } of windows) {
    const named = eventIds.filter((id) => counts.has(id));
    const [first] = named.sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0));
    if (first === undefined) continue;
    events += counts.get(first) ?? 0;
    counts.delete(first);
  }
  return { events, alone: new Set(counts.keys()) };
}

/** What the bus was told by alerts: those of no recorded window went out alone. */
export function toldOnBus(world: World, windows: readonly RecordedWindow[]): Told {
  const counts = new Map(windows.map(({ id }) => [id, 0]));
  const alone = new Set<string>();
  for (const { detailType, detail } of world.bus.others) {
    if (detailType !== "Trailbridge Alert") continue;
    const { id, count, eventId } = detail as { id: string; count: number; eventId?: string };
    const known = counts.get(id);
    if (known === undefined) alone.add(String(eventId));
    else counts.set(id, Math.max(known, count));
  }
  return { events: sum([...counts.values()]), alone };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
