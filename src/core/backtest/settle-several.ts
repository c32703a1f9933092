import { viewOfDetail } from "../expression/event-view.ts";
import { createHistory } from "../memory/history.ts";
import type { Several } from "../memory/several.ts";
import { observationsOf } from "../memory/sighting.ts";
import { isStateful, type RuleSet } from "../rule/rule.ts";
import type { SeveralEvents } from "../stateful/several-events.ts";
import { STATEFUL_KINDS } from "../stateful/stateful.ts";
import type { FoundEvent } from "./found-event.ts";
import { createMakeAlert } from "./lean-alert.ts";

/** Tells what an event comes to after all that came before; events come in the order of their times. */
export type SettleSeveral = (event: FoundEvent) => FoundEvent;

/**
 * Makes what counts events for rules of several events, as the notifier would have since the history
 * began: an event that completes nothing and belongs to no alert is held.
 */
export function createSettleSeveral(ruleSet: Pick<RuleSet, "rules">): SettleSeveral {
  const rules = new Map(ruleSet.rules.filter(isStateful).map((rule) => [rule.id, rule]));
  const history = createHistory(ruleSet.rules, { learning: true });
  const makeAlert = createMakeAlert(ruleSet);
  /** The latest alert of each key. */
  const latest = new Map<string, Several>();
  return (event) => {
    const { counted, alert: first, thread: _thread, ...others } = event;
    if (counted === undefined || first === undefined) return event;
    const { detail, matched, steps, severities } = counted;
    const seen = {
      view: viewOfDetail(detail),
      identity: first.identity,
      time: first.time ?? event.at,
      ...(severities && { severities }),
    };
    const { alerts, fired, belongs } = history({ matched, ...(steps && { steps }) }, seen);
    const isTold = (id: string): boolean => alerts.includes(id) || belongs.includes(id);
    const told = matched.filter(isTold);
    const held = matched.filter((id) => !isTold(id));
    const settled = { ...others, ...(held.length > 0 && { held }) };
    if (told.length === 0 && first.unjudged === undefined) return settled;
    const several = told.flatMap((id): SeveralEvents[] => {
      const rule = rules.get(id);
      const one =
        rule && observationsOf(rule, { ...seen, ...(steps?.[id] && { steps: steps[id] }) }).at(-1);
      if (rule === undefined || one === undefined) return [];
      const alert = fired.get(id) ?? latest.get(one.key);
      if (alert === undefined) return [];
      latest.set(one.key, alert);
      const kind = STATEFUL_KINDS.find((it) => rule[it] !== undefined) ?? "threshold";
      const values = (kind === "firstSeen" ? alert.sightings[0] : one.sighting)?.values ?? [];
      const { first: begin, last } = alert;
      const { key, by } = one;
      const events = alert.sightings.map(({ identity: _identity, step: _step, ...it }) => it);
      return [{ ruleId: id, kind, key, by, first: begin, last, events, values }];
    });
    const verdict = {
      matched: told,
      ...(severities && { severities }),
      faults: event.faults ?? [],
    };
    return { ...settled, ...makeAlert(detail, verdict, first.source, several) };
  };
}
