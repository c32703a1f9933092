import { whoName } from "../actor/who.ts";
import type { Alert } from "../alert/alert.ts";
import type { FoundEvent } from "./found-event.ts";
import { GroupTally } from "./group-tally.ts";
import { TopCounts } from "./top-counts.ts";

const HOUR = 3_600_000;

/** Accounts in the heat map's making; of more, only the sums count. */
const MOST_ACCOUNTS = 2_000;

/** What is counted of one rule. */
export interface RuleTally {
  /** Records it matched, repeats included. */
  events: number;
  /** Events it alerted of, each once. */
  alerts: number;
  faults: number;
  /** Alerts by the hour of the event, milliseconds since the epoch. */
  readonly byHour: Map<number, number>;
  readonly actors: TopCounts;
  readonly calls: TopCounts;
  readonly addresses: TopCounts;
  readonly accounts: TopCounts;
  /** eventID of the last event it alerted of. */
  example?: string;
}

/** What is counted of the events that one set of rules found, as they come. */
export class SetTally {
  readonly rules = new Map<string, RuleTally>();
  readonly ignored = new Map<string, number>();
  readonly byHour = new Map<number, number>();
  /** Alerts by account and hour of the day, in UTC. */
  readonly heat = new Map<string, number[]>();
  readonly groups = new GroupTally();
  alerts = 0;
  repeats = 0;
  /** Events that only count for rules of several, which do not alert of them. */
  held = 0;

  /** @param isRepeat Whether the same event came before. */
  add(event: FoundEvent, isRepeat: boolean): void {
    const { kind, ignoredBy, faults = [], alert, held = [] } = event;
    for (const { ruleId } of faults) this.#rule(ruleId).faults++;
    if (kind === "ignored" && ignoredBy !== undefined) {
      this.ignored.set(ignoredBy, (this.ignored.get(ignoredBy) ?? 0) + 1);
    }
    for (const id of held) this.#rule(id).events++;
    if (alert === undefined) {
      if (held.length > 0) this.held++;
      return;
    }
    for (const id of alert.ruleIds) this.#rule(id).events++;
    if (isRepeat) {
      this.repeats++;
      return;
    }
    this.alerts++;
    const hour = Math.floor((alert.time ?? event.at) / HOUR) * HOUR;
    count(this.byHour, hour);
    this.#warm(alert.account ?? "", new Date(hour).getUTCHours());
    for (const id of alert.ruleIds) this.#alerted(this.#rule(id), alert, hour);
    this.groups.add(event, alert);
  }

  #alerted(rule: RuleTally, alert: Alert, hour: number): void {
    rule.alerts++;
    count(rule.byHour, hour);
    rule.actors.add(whoName(alert.actor));
    rule.calls.add(alert.eventName);
    rule.addresses.add(alert.sourceIp);
    rule.accounts.add(alert.account);
    if (alert.eventId !== undefined) rule.example = alert.eventId;
  }

  #warm(account: string, hour: number): void {
    let hours = this.heat.get(account);
    if (hours === undefined) {
      if (this.heat.size >= MOST_ACCOUNTS) return;
      hours = new Array<number>(24).fill(0);
      this.heat.set(account, hours);
    }
    hours[hour] = (hours[hour] ?? 0) + 1;
  }

  #rule(id: string): RuleTally {
    let rule = this.rules.get(id);
    if (rule === undefined) {
      rule = {
        events: 0,
        alerts: 0,
        faults: 0,
        byHour: new Map(),
        actors: new TopCounts(),
        calls: new TopCounts(),
        addresses: new TopCounts(),
        accounts: new TopCounts(),
      };
      this.rules.set(id, rule);
    }
    return rule;
  }
}

function count(counts: Map<number, number>, key: number): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
