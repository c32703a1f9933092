import {
  CLAIM_KEEP_SECONDS,
  CLAIM_LEASE_SECONDS,
  THREAD_LEASE_SECONDS,
} from "../../src/core/alert/claim-key.ts";
import type { Claims, Clock, Folded, Thread, Threads } from "../../src/ports.ts";

interface ClaimItem {
  readonly lease?: string;
  readonly until: number;
}

interface ThreadItem {
  readonly lease?: string;
  readonly until: number;
  readonly thread?: Thread;
}

/** The table in memory, with the ports' semantics; `fail` makes every call reject. */
export interface MemoryTable {
  readonly claims: Claims;
  readonly threads: Threads;
  readonly claimItems: Map<string, ClaimItem>;
  readonly threadItems: Map<string, ThreadItem>;
  fail: boolean;
}

/** Makes an empty table. */
export function memoryTable(clock: Clock, windowSeconds = 900): MemoryTable {
  const claimItems = new Map<string, ClaimItem>();
  const threadItems = new Map<string, ThreadItem>();
  let leases = 0;
  const now = () => clock.now() / 1_000;

  async function call<T>(use: () => T): Promise<T> {
    await Promise.resolve();
    if (table.fail) throw new Error("table is down");
    return use();
  }

  const claims: Claims = {
    claim: (key) =>
      call(() => {
        const item = claimItems.get(key);
        if (item !== undefined && item.until >= now()) {
          return { kind: item.lease === undefined ? "done" : "busy" };
        }
        const lease = `lease-${leases++}`;
        claimItems.set(key, { lease, until: now() + CLAIM_LEASE_SECONDS });
        return { kind: "claimed", lease };
      }),
    complete: (key) =>
      call(() => {
        claimItems.set(key, { until: now() + CLAIM_KEEP_SECONDS });
      }),
    release: (key, lease) =>
      call(() => {
        if (claimItems.get(key)?.lease === lease) claimItems.delete(key);
      }),
  };

  const openItem = (key: string, ts: string) => {
    const item = threadItems.get(key);
    return item?.thread?.ts === ts ? { ...item, thread: item.thread } : undefined;
  };

  const threads: Threads = {
    open: (key) =>
      call(() => {
        const item = threadItems.get(key);
        if (item !== undefined && item.until >= now()) {
          return item.thread === undefined
            ? { kind: "busy" }
            : { kind: "open", thread: item.thread };
        }
        const lease = `lease-${leases++}`;
        threadItems.set(key, { lease, until: now() + THREAD_LEASE_SECONDS });
        return { kind: "claimed", lease };
      }),
    begin: (key, lease, thread) =>
      call(() => {
        if (threadItems.get(key)?.lease !== lease) return false;
        const until = now() + windowSeconds;
        threadItems.set(key, { until, thread: { ...thread, drawn: thread.state.count } });
        return true;
      }),
    abandon: (key, lease) =>
      call(() => {
        if (threadItems.get(key)?.lease === lease) threadItems.delete(key);
      }),
    fold: (key, ts, added) =>
      call(() => {
        const item = openItem(key, ts);
        if (item === undefined) return undefined;
        const thread = { ...item.thread, state: foldedState(item.thread, added) };
        threadItems.set(key, { ...item, thread });
        return thread;
      }),
    claimDrawing: (key, ts, count) =>
      call(() => {
        const item = openItem(key, ts);
        if (item === undefined || item.thread.drawn >= count) return false;
        threadItems.set(key, { ...item, thread: { ...item.thread, drawn: count } });
        return true;
      }),
    read: (key, ts) => call(() => openItem(key, ts)?.thread),
    close: (key, ts) =>
      call(() => {
        if (openItem(key, ts) !== undefined) threadItems.delete(key);
      }),
  };

  const table: MemoryTable = { claims, threads, claimItems, threadItems, fail: false };
  return table;
}

function foldedState({ state }: Thread, added: Folded): Thread["state"] {
  return {
    count: state.count + added.count,
    firstSeen: added.firstSeen ?? state.firstSeen,
    lastSeen: added.lastSeen ?? state.lastSeen,
    addresses: [...new Set([...state.addresses, ...(added.addresses ?? [])])].sort(),
    regions: [...new Set([...state.regions, ...(added.regions ?? [])])].sort(),
  };
}
