import {
  belongsTo,
  firstAlert,
  isToldIn,
  type Several,
  severalOf,
  withinOf,
} from "../../core/memory/several.ts";
import type { Observation } from "../../core/memory/sighting.ts";
import { LATENESS } from "../../core/stateful/stateful.ts";
import type { FiredAlerts, RuleMemory } from "../../ports.ts";
import type { Forgetful } from "./forgetful.ts";

/** What an event of a key comes to: the alert it belongs to, or that it is held. */
export type Recalled = Several | "held";

/** Alerts of one key that are remembered; the oldest are forgotten, by when they fired. */
const MAX_ALERTS = 500;

/** Of so many of them the events are remembered, too. */
const MAX_TOLD = 3;

/** Times an alert is tried to be fired while others fire. */
const RACES = 20;

/** What {@linkcode recallEvents} works with. */
export interface RecallDeps {
  readonly memory: RuleMemory;
  /** Alerts of keys that this instance saw fired: their events need no table. */
  readonly known: Forgetful<readonly Several[]>;
}

/**
 * Has the events of one key of a threshold or sequence remembered, and finds out to what alert each
 * belongs.
 *
 * An event is written before those around it are read, and an alert is fired by a write that goes
 * through only if no other has since its predecessors were read. So of many notifiers that write at
 * once the last sees all that were written, and one alone fires. What an event comes to depends on
 * what is in the table and not on who asks: after a crash the event itself, or any other that belongs
 * to the alert, finds it.
 *
 * @param observations Of the same rule and key.
 * @returns What each comes to, in their order.
 */
export async function recallEvents(
  observations: readonly [Observation, ...Observation[]],
  { memory, known }: RecallDeps,
): Promise<readonly Recalled[]> {
  const [{ rule, key }] = observations;
  const within = withinOf(rule);
  const seconds = (within + LATENESS) / 1_000;
  const alertFor = (alerts: readonly Several[], { sighting }: Observation) =>
    alerts.findLast((alert) => belongsTo(alert, sighting.time, within));
  const recalled = (alerts: readonly Several[]) =>
    observations.map((one): Recalled => {
      const alert = alertFor(alerts, one);
      return alert === undefined || isToldIn(alert, one.sighting.identity) ? "held" : alert;
    });

  const remembered = known.get(key) ?? [];
  if (observations.every((one) => alertFor(remembered, one))) return recalled(remembered);

  let fired = await memory.fired(rule.id, key);
  const open = observations.filter((one) => alertFor(fired.alerts, one) === undefined);
  const kept = await Promise.all(open.map((one) => memory.keep(one, seconds)));
  // Where another event stands in its place, that one's notifier reads what is around it.
  const own = open.filter((_, index) => kept[index] === "own");
  for (const cluster of clusters(own, within)) fired = await fireAll(cluster, fired);
  known.set(key, fired.alerts);
  return recalled(fired.alerts);

  /** Fires what a cluster of events completes. */
  async function fireAll(
    cluster: readonly Observation[],
    before: FiredAlerts,
  ): Promise<FiredAlerts> {
    const times = cluster.map(({ sighting }) => sighting.time);
    const from = Math.min(...times) - within;
    const to = Math.max(...times) + within;
    let fired = before;
    for (let races = 0; races < RACES; races++) {
      const sightings = await memory.sightings(rule.id, key, from, to);
      const events = firstAlert(rule, sightings, fired.alerts);
      if (events === undefined) return fired;
      const span = severalOf(events, "");
      const by =
        cluster.findLast(({ sighting }) =>
          events.some(({ identity }) => identity === sighting.identity),
        ) ?? cluster.findLast(({ sighting }) => belongsTo(span, sighting.time, within));
      const alerts = [...fired.alerts, { ...span, firedBy: by?.sighting.identity ?? "" }];
      const { version } = fired;
      const isMine = await memory.fire(
        rule.id,
        key,
        { version, alerts: forLater(alerts) },
        2 * seconds,
      );
      fired = isMine ? { version: version + 1, alerts } : await memory.fired(rule.id, key);
    }
    throw new Error("Cannot fire alert as no other must fire meanwhile: others do");
  }
}

/** Alerts as they are remembered: the events of the latest are, in case one of them comes again. */
function forLater(alerts: readonly Several[]): readonly Several[] {
  const kept = alerts.slice(-MAX_ALERTS);
  return kept.map((alert, at) =>
    at < kept.length - MAX_TOLD ? { ...alert, sightings: [] } : alert,
  );
}

/** Events by time, those together whose surroundings overlap. */
function clusters(
  observations: readonly Observation[],
  within: number,
): readonly (readonly Observation[])[] {
  const found: Observation[][] = [];
  const byTime = [...observations].sort((a, b) => a.sighting.time - b.sighting.time);
  for (const one of byTime) {
    const last = found.at(-1);
    const before = last?.at(-1)?.sighting.time;
    if (before !== undefined && one.sighting.time - before <= 2 * within) last?.push(one);
    else found.push([one]);
  }
  return found;
}
