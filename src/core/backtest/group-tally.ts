import type { Alert } from "../alert/alert.ts";
import type { FoundEvent } from "./found-event.ts";

/** Groups that are kept; of more, those with the fewest alerts are given up. */
const MOST_GROUPS = 4_000;

/** Alerts that one ignore rule could silence: of the same rules, caller, call and outcome. */
export interface AlertGroup {
  /** Rules they are of, the most severe first. */
  readonly ruleIds: readonly string[];
  readonly match: string;
  /** Clauses on the things called on that all of them meet. */
  on: readonly string[];
  alerts: number;
  /** Its last event. */
  at: number;
  eventId: string | undefined;
}

/** Counts what is alike among alerts, in bounded memory: what there is most of is right. */
export class GroupTally {
  #groups = new Map<string, AlertGroup>();

  add({ exception, at }: FoundEvent, { ruleIds, eventId }: Alert): void {
    if (exception === undefined || ruleIds.length === 0) return;
    const { match, on } = exception;
    const key = `${ruleIds.join(" ")} ${match}`;
    let group = this.#groups.get(key);
    if (group === undefined) {
      group = { ruleIds, match, on, alerts: 0, at, eventId };
      this.#groups.set(key, group);
      if (this.#groups.size > 2 * MOST_GROUPS) this.#giveUp();
    }
    group.alerts++;
    if (group.on.some((clause) => !on.includes(clause))) {
      group.on = group.on.filter((clause) => on.includes(clause));
    }
    if (at > group.at) {
      group.at = at;
      group.eventId = eventId;
    }
  }

  /** All that a rule leads, the largest first. */
  ofRule(id: string): readonly AlertGroup[] {
    return [...this.#groups.values()]
      .filter(({ ruleIds }) => ruleIds[0] === id)
      .sort((a, b) => b.alerts - a.alerts || a.at - b.at);
  }

  #giveUp(): void {
    const kept = [...this.#groups].sort(([, a], [, b]) => b.alerts - a.alerts);
    this.#groups = new Map(kept.slice(0, MOST_GROUPS));
  }
}
