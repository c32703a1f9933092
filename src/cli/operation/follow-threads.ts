import type { AlertTable } from "../../adapters/aws/operation/operator-table.ts";
import {
  FollowedThreads,
  markedWindows,
  type ThreadNews,
} from "../../core/operation/followed-threads.ts";

/** What of the table is read to follow threads. */
export type ThreadTable = Pick<
  AlertTable,
  "channels" | "marks" | "head" | "headsSince" | "countEvents"
>;

/** What following threads begins with. */
export interface FollowOptions {
  /** Threads that began since then are news, too; absent: what is there is none. Milliseconds since the epoch. */
  readonly since: number | undefined;
  /** Told of each page of the table that was read for that. */
  readonly onPage: () => void;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Calls at once. */
const AT_ONCE = 16;

/** A window whose events took so long to count rests so many times as long: it has very many. */
const REST = 20;

/**
 * Follows the threads of a table: each call of what is returned looks once, and gives what is news
 * since the one before. It only reads. Rejects with what is missing; the next call looks again, and
 * nothing is lost in between.
 */
export function followThreads(
  table: ThreadTable,
  { since, onPage, now }: FollowOptions,
): () => Promise<readonly ThreadNews[]> {
  const threads = new FollowedThreads();
  const rests = new Map<string, number>();
  let hasBegun = false;

  const count = async (window: Parameters<ThreadTable["countEvents"]>[0]): Promise<void> => {
    if ((rests.get(window.id) ?? 0) > now()) return;
    const begun = now();
    threads.count(window.id, await table.countEvents(window));
    const ended = now();
    rests.set(window.id, ended + REST * (ended - begun));
  };

  const begin = async (): Promise<void> => {
    if (since === undefined) return;
    for (const head of await table.headsSince(since, onPage)) threads.add(head);
  };

  return async () => {
    if (!hasBegun) await begin();
    const marks = (await inTurns(await table.channels(), table.marks)).flat();
    const isNew = (window: string) => !threads.knows(window);
    const heads = await inTurns(markedWindows(marks).filter(isNew), table.head);
    const isOld = since === undefined ? () => true : isBefore(since);
    for (const head of heads.flatMap((it) => it ?? [])) {
      threads.add(head);
      if (!hasBegun && isOld(head)) threads.keepQuiet(head.id);
    }
    threads.see(marks, now());
    const wanted = threads.toCount();
    await inTurns(wanted, count);
    for (const id of rests.keys()) if (!threads.knows(id)) rests.delete(id);
    hasBegun = true;
    return threads.news();
  };
}

function isBefore(since: number): (head: { readonly openedAt: number }) => boolean {
  return ({ openedAt }) => openedAt < since;
}

/** Asks for all, a few at once. */
async function inTurns<T, R>(items: readonly T[], ask: (item: T) => Promise<R>): Promise<R[]> {
  const answers: R[] = [];
  for (let at = 0; at < items.length; at += AT_ONCE) {
    answers.push(...(await Promise.all(items.slice(at, at + AT_ONCE).map(ask))));
  }
  return answers;
}
