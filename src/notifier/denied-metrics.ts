import { ACCESS_DENIED_METRICS } from "../contract.ts";
import type { MetricValue } from "../ports.ts";

/** Denied events of one batch. */
export interface DeniedCount {
  /** All of them, ignored ones included. */
  readonly total: number;
  /** Those an ignore rule silenced. */
  readonly ignored: number;
}

/** The metrics of one batch; none if nothing was denied. */
export function deniedMetrics({ total, ignored }: DeniedCount): MetricValue[] {
  return [
    { ...ACCESS_DENIED_METRICS.total, count: total },
    { ...ACCESS_DENIED_METRICS.ignored, count: ignored },
  ].flatMap(({ metric, dimension, value, count }) =>
    count === 0 ? [] : [{ metric, dimension, dimensionValue: value, value: count }],
  );
}
