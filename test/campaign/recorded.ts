import type { World } from "./world.ts";

/** A window of a thread, as the table has it at the end. */
export interface RecordedWindow {
  readonly id: string;
  readonly channel: string;
  readonly openedAt: number;
  readonly kind: string;
  readonly severity: string;
  /** Ids of its events. */
  readonly eventIds: readonly string[];
  /** When the last of them was recorded, milliseconds since the epoch. */
  readonly recordedAt: number;
}

/** What is recorded, read from the items themselves: heads and members. */
export function recordedWindows(world: World): readonly RecordedWindow[] {
  const members = new Map<string, { eventIds: string[]; recordedAt: number }>();
  for (const { pk, sk, item } of world.table.store.itemsOf("members#")) {
    const window = pk.split("#")[1] as string;
    const of = members.get(window) ?? { eventIds: [], recordedAt: 0 };
    of.eventIds.push(sk.split("#")[0] as string);
    of.recordedAt = Math.max(of.recordedAt, JSON.parse(String(item.member?.S)).recordedAt);
    members.set(window, of);
  }
  const windows: RecordedWindow[] = [];
  for (const { pk, sk, item } of world.table.store.itemsOf("window#")) {
    if (sk !== "head") continue;
    const { id, channel, openedAt, kind, severity } = JSON.parse(String(item.head?.S));
    const of = members.get(id) ?? { eventIds: [], recordedAt: openedAt };
    windows.push({ id, channel, openedAt, kind, severity, ...of });
    members.delete(id);
    if (pk !== `window#${id}`) throw new Error(`Cannot read window as its key must name it: ${pk}`);
  }
  const [headless] = members.keys();
  if (headless !== undefined)
    throw new Error(`Cannot read members as their window must have a head: ${headless}`);
  return windows;
}

/** Marks that are left: what waits, and windows whose end is to come. */
export function marksLeft(world: World): readonly string[] {
  return world.table.store
    .partitions()
    .filter((pk) => pk.startsWith("channel#"))
    .flatMap((pk) => world.table.store.keys(pk).filter((sk) => sk.startsWith("mark#")));
}
