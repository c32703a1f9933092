import { ACCESS_DENIED_METRICS } from "../contract.ts";
import type { AlertRecords, Log, Metrics } from "../ports.ts";
import type { Assessment } from "./assess.ts";

/** What counting needs. */
export interface DeniedDeps {
  readonly metrics: Metrics;
  readonly records: Pick<AlertRecords, "claim">;
  readonly log: Log;
}

/**
 * Counts a batch's denied events, ignored ones included, each message once.
 *
 * What comes for the first time is counted before anything can go wrong with it. What comes again
 * counts only if the table does not know it: then the attempt before did not live to count it.
 */
export async function countDenied(
  assessments: readonly Assessment[],
  { metrics, records, log }: DeniedDeps,
): Promise<void> {
  const denied = assessments.filter((assessment) => assessment.denied);
  const isFirst = ({ incoming }: Assessment) => incoming.receiveCount <= 1;
  put(denied.filter(isFirst), metrics);
  const results = await Promise.allSettled(
    denied.map(({ incoming }) => records.claim("metrics", `denied#${incoming.id}`, NO_PLACE)),
  );
  const missed = denied.filter((assessment, index) => {
    const result = results[index];
    return !isFirst(assessment) && result?.status === "fulfilled" && result.value.isNew;
  });
  put(missed, metrics);
  const failed = results.filter(({ status }) => status === "rejected").length;
  if (failed > 0) log.warn("Denied events may be counted otherwise than once", { events: failed });
}

/** Of a claim that is no event's in a window. */
const NO_PLACE = { window: "", shard: 0 };

/** Writes the two metrics; nothing if nothing was denied. */
function put(denied: readonly Assessment[], metrics: Metrics): void {
  const ignored = denied.filter(({ kind }) => kind === "ignored");
  const values = [
    { ...ACCESS_DENIED_METRICS.total, count: denied.length },
    { ...ACCESS_DENIED_METRICS.ignored, count: ignored.length },
  ].flatMap(({ metric, dimension, value, count }) =>
    count === 0 ? [] : [{ metric, dimension, dimensionValue: value, value: count }],
  );
  if (values.length > 0) metrics.put(ACCESS_DENIED_METRICS.namespace, values);
}
