import { Claims } from "../../backtest/claims.ts";
import { FoldWitness } from "../../backtest/fold-witness.ts";
import { HistoryFold } from "../../backtest/history-fold.ts";
import type { FoundEvent } from "../../core/backtest/found-event.ts";
import type { Folded } from "../../core/backtest/make-report.ts";
import { SetTally } from "../../core/backtest/set-tally.ts";
import type { FunctionConfig } from "../../core/settings/config.ts";
import { KEEP_SECONDS } from "../../core/thread/table-key.ts";

/** What the events of one set of rules came to. */
export interface FoldedHistory {
  readonly tally: SetTally;
  readonly folded: Folded;
}

/**
 * Counts events, and folds them as the notifier would have.
 *
 * @param events In the order of their times.
 * @param step Called for each.
 */
export async function foldHistory(
  events: Iterable<FoundEvent>,
  config: FunctionConfig,
  step: () => void,
): Promise<FoldedHistory> {
  const tally = new SetTally();
  const seen = new Claims();
  const witness = new FoldWitness();
  let fold: HistoryFold | undefined;
  for (const event of events) {
    fold ??= new HistoryFold({ config, start: event.at, witness });
    tally.add(event, isRepeat(event, seen));
    await fold.add(event);
    step();
  }
  await fold?.end();
  return {
    tally,
    folded: {
      channels: [...witness.channels]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([channel, { calls, ...facts }]) => ({ channel, ...facts, messages: calls })),
      rules: witness.rules,
      complaints: [...witness.complaints].map(([value, count]) => ({ value, count })),
    },
  };
}

function isRepeat({ alert, at }: FoundEvent, seen: Claims): boolean {
  if (alert === undefined) return false;
  const seconds = Math.floor(at / 1_000);
  const isKnown = seen.find(alert.identity, seconds, KEEP_SECONDS) !== undefined;
  if (!isKnown) seen.put(alert.identity, 0, seconds);
  return isKnown;
}
