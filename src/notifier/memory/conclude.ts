import type { AskedEvent, Recall, Recollection } from "./recall.ts";

/** What is to be asked before something can be ended. */
export interface Open<Ended> {
  readonly asked: AskedEvent;
  /** How it ends, by the answer. */
  conclude(recollection: Recollection): Ended;
}

/**
 * Ends what depends on what happened before.
 *
 * @param recall Undefined where nothing is remembered, and nothing is open.
 * @param deadline Until when the table may be asked, milliseconds since the epoch.
 */
export async function conclude<One extends { readonly open?: Open<Partial<One>> }>(
  all: readonly One[],
  recall: Recall | undefined,
  deadline: number,
): Promise<readonly One[]> {
  const asked = all.flatMap(({ open }) => open?.asked ?? []);
  if (recall === undefined || asked.length === 0) return all;
  const answers = await recall(asked, deadline);
  return all.map((one) => {
    const answer = one.open && answers.get(one.open.asked);
    return answer === undefined ? one : { ...one, ...one.open?.conclude(answer) };
  });
}
