import type { Alert } from "../alert/alert.ts";
import type { FoundEvent } from "./found-event.ts";

/** Groups that are kept; of more, those with the fewest alerts are given up. */
const MOST_GROUPS = 4_000;

/** Alerts of one rule that one ignore rule could silence: the same caller, call and outcome. */
export interface AlertGroup {
  readonly ruleId: string;
  readonly who: readonly [path: string, value: string];
  readonly eventName: string;
  readonly eventSource: string;
  readonly errorCode: string | undefined;
  readonly account: string | undefined;
  alerts: number;
  /** Its last event. */
  at: number;
  eventId: string | undefined;
}

/** Counts what is alike among alerts, in bounded memory: what there is most of is right. */
export class GroupTally {
  #groups = new Map<string, AlertGroup>();

  add(event: FoundEvent, alert: Alert): void {
    const { who, at } = event;
    const [ruleId] = alert.ruleIds;
    const { eventName, eventSource } = alert;
    if (who === undefined || ruleId === undefined) return;
    if (eventName === undefined || eventSource === undefined) return;
    const key = groupKey(alert, who);
    let group = this.#groups.get(key);
    if (group === undefined) {
      const { errorCode, account, eventId } = alert;
      const facts = { ruleId, who, eventName, eventSource, errorCode, account };
      group = { ...facts, alerts: 0, at, eventId };
      this.#groups.set(key, group);
      if (this.#groups.size > 2 * MOST_GROUPS) this.#giveUp();
    }
    group.alerts++;
    if (at > group.at) {
      group.at = at;
      group.eventId = alert.eventId;
    }
  }

  /** All of a rule, the largest first. */
  ofRule(id: string): readonly AlertGroup[] {
    return [...this.#groups.values()]
      .filter(({ ruleId }) => ruleId === id)
      .sort((a, b) => b.alerts - a.alerts || a.at - b.at);
  }

  #giveUp(): void {
    const kept = [...this.#groups].sort(([, a], [, b]) => b.alerts - a.alerts);
    this.#groups = new Map(kept.slice(0, MOST_GROUPS));
  }
}

function groupKey(alert: Alert, who: readonly [string, string]): string {
  const { ruleIds, eventName, eventSource, errorCode, account } = alert;
  return JSON.stringify([ruleIds[0], who, eventName, eventSource, errorCode, account]);
}
