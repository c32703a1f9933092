import { openedAtOf, shardOf } from "../../core/thread/window.ts";
import type { AlertRecords, Claimed, Clock, OpenWindow, RecordPlace } from "../../ports.ts";
import type { Delivery } from "./delivery.ts";
import { headOf, markFor, memberOfDelivery, type WindowOptions } from "./window-facts.ts";
import type { WindowSizes } from "./window-sizes.ts";

/** What recording a thread's deliveries needs. */
export interface RecordThreadDeps {
  readonly records: AlertRecords;
  readonly sizes: WindowSizes;
  readonly clock: Clock;
  readonly options: WindowOptions;
}

/** What became of a delivery in the table. */
export type Recorded =
  /** It is recorded, now or before. */
  | { readonly isNew: boolean; readonly due: number }
  /**
   * The table did not take it, or did not say so. `isClaimed`: it did take the claim, now; what
   * comes again is then known.
   */
  | { readonly error: unknown; readonly isClaimed?: true };

/**
 * Records deliveries of one thread to one channel: as members of its window, which is then marked.
 * Whatever fails or dies in between, recording them again completes it.
 *
 * @param deliveries The earliest event first: it is what a new window begins with.
 * @returns What became of each; never rejects.
 */
export async function recordThread(
  deliveries: readonly Delivery[],
  deps: RecordThreadDeps,
): Promise<ReadonlyMap<Delivery, Recorded>> {
  const recorded = new Map<Delivery, Recorded>();
  const fail = (failed: readonly Delivery[], error: unknown): void => {
    for (const delivery of failed) recorded.set(delivery, { error });
  };
  try {
    const { window, claim } = await openFor(deliveries, deps);
    const claims = await Promise.allSettled(deliveries.map(claim));
    const claimed = deliveries.flatMap((delivery, i): ClaimedDelivery[] => {
      const result = claims[i];
      if (result?.status === "fulfilled") return [{ delivery, ...result.value }];
      fail([delivery], result?.reason);
      return [];
    });
    for (const group of groupsOf(claimed, (it) => it.window)) {
      await addToWindow(group, window, deps).then(
        (due) => {
          for (const { delivery, isNew } of group) recorded.set(delivery, { isNew, due });
        },
        (error) => {
          for (const { delivery, isNew } of group) {
            recorded.set(delivery, { error, ...(isNew && { isClaimed: true }) });
          }
        },
      );
    }
  } catch (error) {
    fail(deliveries, error);
  }
  return recorded;
}

interface ClaimedDelivery extends Claimed {
  readonly delivery: Delivery;
}

/**
 * Finds the window that deliveries go to, or opens it. One that is recorded already opens none: a
 * window must not begin with what an earlier one has told.
 */
async function openFor(
  deliveries: readonly Delivery[],
  { records, sizes, clock, options }: RecordThreadDeps,
): Promise<{
  window: OpenWindow | undefined;
  claim: (delivery: Delivery) => Promise<Claimed>;
}> {
  const [first] = deliveries;
  if (first === undefined) throw new TypeError("Cannot record a thread without deliveries");
  const now = clock.now();
  const known = new Map<Delivery, RecordPlace>();
  let window = await records.currentWindow(first.channel, first.thread, now);
  if (window === undefined) {
    await Promise.all(
      deliveries.map(async (delivery) => {
        const place = await records.claimed(delivery.channel, delivery.identity);
        if (place !== undefined) known.set(delivery, place);
      }),
    );
    const fresh = deliveries.find((delivery) => !known.has(delivery));
    if (fresh !== undefined) {
      window = await records.openWindow(headOf(fresh, now, options), now);
    }
  }
  const { id } = window ?? {};
  const added = deliveries.length - known.size;
  const shards =
    id === undefined ? 1 : await sizes.shardsAfter(id, added, (n) => records.widen(id, n));
  return {
    window,
    async claim(delivery) {
      const place = known.get(delivery);
      if (place !== undefined || id === undefined) {
        return { isNew: false, ...(place ?? { window: "", shard: 0 }) };
      }
      const { channel, identity } = delivery;
      return await records.claim(channel, identity, {
        window: id,
        shard: shardOf(identity, shards),
      });
    },
  };
}

/** Adds claimed deliveries to the one window they belong to, and marks it. Resolves to when it is due. */
async function addToWindow(
  group: readonly ClaimedDelivery[],
  current: OpenWindow | undefined,
  deps: RecordThreadDeps,
): Promise<number> {
  const [first] = group;
  if (first === undefined) throw new TypeError("Cannot add nothing to a window");
  const { records, sizes, clock, options } = deps;
  const now = clock.now();
  const { window: id, delivery } = first;
  const needsStandIn = await mayLackFirst(group, current, deps);
  // An event may come twice in one batch, and is one member: both tell the same.
  const members = group.map(({ delivery: one, shard }) => {
    const isStandIn = needsStandIn && one.identity === delivery.identity;
    return { shard, member: memberOfDelivery(one, now, options, isStandIn) };
  });
  await records.addMembers(id, members);
  sizes.setHeaded(id);
  const window = current?.id === id ? current : windowOfId(id, options.windowSeconds);
  const mark = markFor(delivery, window, now, options);
  const isFirst = group.some((it) => it.delivery.identity === window.identity);
  await records.mark(delivery.channel, mark, isFirst);
  return mark.due;
}

/**
 * Whether the event that a window was opened for may be recorded in another one. Whoever opened it
 * may have died before recording anything; what joins is then all there is to show.
 */
async function mayLackFirst(
  group: readonly ClaimedDelivery[],
  window: OpenWindow | undefined,
  { records, sizes }: Pick<RecordThreadDeps, "records" | "sizes">,
): Promise<boolean> {
  const [joined] = group;
  if (joined === undefined || window === undefined || joined.window !== window.id) return true;
  const { identity, id } = window;
  if (identity === undefined || group.some(({ delivery }) => delivery.identity === identity)) {
    return false;
  }
  // What comes again is written again: it may be what stands in.
  if (sizes.isHeaded(id) && group.every(({ isNew }) => isNew)) return false;
  const place = await records.claimed(joined.delivery.channel, identity);
  return place?.window !== id;
}

/** A window that is no longer the thread's, as far as its id says. */
function windowOfId(id: string, windowSeconds: number): OpenWindow {
  const openedAt = openedAtOf(id);
  return { id, openedAt, closesAt: openedAt + windowSeconds * 1_000 };
}

function groupsOf<T>(items: readonly T[], keyOf: (item: T) => unknown): readonly (readonly T[])[] {
  const groups = new Map<unknown, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return [...groups.values()];
}
