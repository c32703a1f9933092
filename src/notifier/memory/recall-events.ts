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

/** Events of alerts that are remembered: of the largest all, and whatever they hold they fit in an item. */
const MAX_SIGHTINGS = 200;

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
      const { identity } = one.sighting;
      const own = alerts.findLast(({ firedBy }) => firedBy === identity);
      if (own !== undefined) return own;
      if (alerts.some((alert) => isToldIn(alert, identity))) return "held";
      return alertFor(alerts, one) ?? "held";
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

  /**
   * Fires what each of a cluster of events completes with those no further from it than the time of
   * the rule: first what it is in itself, from the last on, as that completed it; then what others
   * left, who died before they could fire it.
   */
  async function fireAll(
    cluster: readonly Observation[],
    before: FiredAlerts,
  ): Promise<FiredAlerts> {
    const times = cluster.map(({ sighting }) => sighting.time);
    const read = () =>
      memory.sightings(rule.id, key, Math.min(...times) - within, Math.max(...times) + within);
    let fired = before;
    let sightings = await read();
    let races = 0;
    for (const mustBeIn of [true, false]) {
      for (const one of cluster.toReversed()) {
        const { identity, time } = one.sighting;
        // An event belongs to one alert: what else is complete, others of its events fire.
        while (alertFor(fired.alerts, one) === undefined) {
          const near = sightings.filter((it) => Math.abs(it.time - time) <= within);
          const events = firstAlert(rule, near, fired.alerts);
          const isIn = events?.some((event) => event.identity === identity);
          if (events === undefined || (mustBeIn && !isIn)) break;
          const { version } = fired;
          const alerts = [...fired.alerts, severalOf(events, identity)];
          const next = { version, alerts: forLater(alerts) };
          if (await memory.fire(rule.id, key, next, 2 * seconds)) {
            fired = { version: version + 1, alerts };
          } else if (++races > RACES) {
            throw new Error("Cannot fire alert as no other must fire meanwhile: others do");
          } else {
            fired = await memory.fired(rule.id, key);
            sightings = await read();
          }
        }
      }
    }
    return fired;
  }
}

/** Alerts as they are remembered: with their events, of the latest, in case one of them comes again. */
function forLater(alerts: readonly Several[]): readonly Several[] {
  let room = MAX_SIGHTINGS;
  return alerts
    .slice(-MAX_ALERTS)
    .toReversed()
    .map((alert) => {
      room -= alert.sightings.length;
      return room >= 0 ? alert : { ...alert, sightings: [] };
    })
    .toReversed();
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
