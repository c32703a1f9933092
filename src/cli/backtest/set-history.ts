import { Claims } from "../../backtest/claims.ts";
import { FoldWitness } from "../../backtest/fold-witness.ts";
import { HistoryFold } from "../../backtest/history-fold.ts";
import type { FoundEvent } from "../../core/backtest/found-event.ts";
import type { Folded } from "../../core/backtest/make-report.ts";
import { SetTally } from "../../core/backtest/set-tally.ts";
import { createSettleSeveral, type SettleSeveral } from "../../core/backtest/settle-several.ts";
import type { FunctionConfig } from "../../core/settings/config.ts";
import { KEEP_SECONDS } from "../../core/thread/table-key.ts";

/** Counts the events that one set of rules found, and folds them as the notifier would have. */
export class SetHistory {
  readonly tally = new SetTally();
  readonly #config: FunctionConfig;
  readonly #witness = new FoldWitness();
  /** Events that came before. */
  readonly #seen = new Claims();
  readonly #settle: SettleSeveral;
  #fold: HistoryFold | undefined;

  constructor(config: FunctionConfig) {
    this.#config = config;
    this.#settle = createSettleSeveral(config.ruleSet);
  }

  /** Takes the next event; events come in the order of their times. */
  async add(event: FoundEvent): Promise<void> {
    const witness = this.#witness;
    this.#fold ??= new HistoryFold({ config: this.#config, start: event.at, witness });
    const settled = this.#settle(event);
    this.tally.add(settled, this.#isRepeat(settled));
    await this.#fold.add(settled);
  }

  /** Ends the history: all windows end. */
  async end(): Promise<Folded> {
    await this.#fold?.end();
    const { channels, rules, complaints } = this.#witness;
    return {
      channels: [...channels]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([channel, { calls, ...facts }]) => ({ channel, ...facts, messages: calls })),
      rules,
      complaints: [...complaints].map(([value, count]) => ({ value, count })),
    };
  }

  #isRepeat({ alert, at }: FoundEvent): boolean {
    if (alert === undefined) return false;
    const seconds = Math.floor(at / 1_000);
    const isKnown = this.#seen.find(alert.identity, seconds, KEEP_SECONDS) !== undefined;
    if (!isKnown) this.#seen.put(alert.identity, 0, seconds);
    return isKnown;
  }
}
