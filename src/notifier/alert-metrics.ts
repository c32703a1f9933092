import { ALERT_METRICS } from "../contract.ts";
import type { Log } from "../ports.ts";
import type { Assessment } from "./assess.ts";
import type { SentOutcome } from "./go-alone.ts";
import type { Delivery } from "./record/delivery.ts";

/** Observations one embedded-metric-format line takes. */
const MAX_OBSERVATIONS = 100;

/**
 * Logs the alerts a batch recorded: a line each, their number per rule and per severity, and how
 * long after the event they came. An alert counts once: one that is known of one destination, and
 * of another only now, is not counted again.
 */
export function reportAlerts(
  assessments: readonly Assessment[],
  outcomes: ReadonlyMap<Delivery, SentOutcome>,
  now: number,
  log: Log,
): void {
  const perRule = new Map<string, number>();
  const perSeverity = new Map<string, number>();
  const latencies: number[] = [];
  for (const { alert, deliveries } of assessments) {
    if (alert !== undefined && deliveries.length === 0) {
      log.error("An alert has no destination: no route takes it and there is no default", {
        identity: alert.identity,
        rules: alert.ruleIds,
      });
    }
    if (alert === undefined || !isNew(deliveries, outcomes)) continue;
    const { identity, ruleIds, severity, account, time } = alert;
    log.info("An alert is recorded", { identity, rules: ruleIds, severity, account });
    for (const id of ruleIds) add(perRule, id);
    add(perSeverity, severity);
    if (time !== undefined && time <= now) latencies.push(now - time);
  }
  const { alerts, ruleDimension, severityDimension, latency } = ALERT_METRICS;
  for (const [id, count] of perRule) log.metrics({ [alerts]: count }, { [ruleDimension]: id });
  for (const [severity, count] of perSeverity) {
    log.metrics({ [alerts]: count }, { [severityDimension]: severity });
  }
  for (let i = 0; i < latencies.length; i += MAX_OBSERVATIONS) {
    log.metrics({ [latency]: latencies.slice(i, i + MAX_OBSERVATIONS) });
  }
}

function isNew(
  deliveries: readonly Delivery[],
  outcomes: ReadonlyMap<Delivery, SentOutcome>,
): boolean {
  const kinds = deliveries.map((delivery) => outcomes.get(delivery)?.kind);
  return kinds.some((kind) => kind === "recorded" || kind === "alone") && !kinds.includes("known");
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
