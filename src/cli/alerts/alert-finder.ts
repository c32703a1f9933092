import { alertIdentity } from "../../core/alert/alert-identity.ts";
import { viewOfRecord } from "../../core/expression/event-view.ts";
import { createHistory } from "../../core/memory/history.ts";
import { instantOf } from "../../core/record/event-time.ts";
import { flatten } from "../../core/record/flatten.ts";
import type { RawRecord } from "../../core/record/record.ts";
import type { Verdict } from "../../core/rule/judge.ts";
import { isStateful, type Rule } from "../../core/rule/rule.ts";
import { EventOrder, type TimedEvent } from "./event-order.ts";

/** An event that rules of several events match. */
interface SeveralEvent extends TimedEvent {
  /** The record, as found. */
  readonly text: string;
  readonly matched: readonly string[];
  readonly steps?: Verdict["steps"];
}

/**
 * Finds where rules of several events alert: the events are met in the order of their times once all
 * are known, learning taken as over.
 */
export class AlertFinder {
  readonly #rules: readonly Rule[];
  readonly #ids: ReadonlySet<string>;
  readonly #events: EventOrder<SeveralEvent>;
  /** Of a record without a time of its own: that of the one before. */
  #time = 0;

  /** @param folder Gives the folder for what memory is not to hold. */
  constructor(rules: readonly Rule[], folder: () => string) {
    this.#rules = rules.filter(isStateful);
    this.#ids = new Set(this.#rules.map(({ id }) => id));
    this.#events = new EventOrder(folder);
  }

  /** @param index Tells the event in what {@linkcode found} gives. */
  add(index: number, { text, value }: RawRecord, { matched, steps }: Verdict): void {
    this.#time = instantOf(value.eventTime) ?? this.#time;
    const several = matched.filter((id) => this.#ids.has(id));
    if (several.length === 0) return;
    this.#events.add({
      time: this.#time,
      index,
      text,
      matched: several,
      ...(steps && { steps }),
    });
  }

  /** Ids of the rules that alert at an event, by its index. */
  found(): ReadonlyMap<number, readonly string[]> {
    const history = createHistory(this.#rules, { learning: false });
    const found = new Map<number, readonly string[]>();
    for (const { index, text, time, ...verdict } of this.#events.inOrder()) {
      const record = JSON.parse(text);
      const flat = flatten(record);
      const event = { view: viewOfRecord(record, flat), identity: alertIdentity(flat), time };
      const { alerts } = history(verdict, event);
      if (alerts.length > 0) found.set(index, alerts);
    }
    return found;
  }
}
