import { ACCESS_DENIED_METRICS } from "../contract.ts";
import { deniedKey } from "../core/alert/claim-key.ts";
import type { Metrics } from "../ports.ts";
import type { Assessment } from "./assess.ts";
import type { BatchTable } from "./delivery/table.ts";

/**
 * Counts a batch's denied events, ignored ones included, each message once.
 *
 * What comes for the first time is counted before anything can go wrong with it. What comes again
 * counts only if the table does not know it: then the attempt before did not live to count it.
 */
export async function countDenied(
  assessments: readonly Assessment[],
  metrics: Metrics,
  table: BatchTable,
): Promise<void> {
  const denied = assessments.filter((assessment) => assessment.denied);
  const isFirst = ({ incoming }: Assessment) => incoming.receiveCount <= 1;
  const first = denied.filter(isFirst);
  put(first, metrics);
  const again = denied.filter((assessment) => !isFirst(assessment));
  const claims = await Promise.all(again.map((it) => table.claim(deniedKey(it.incoming.id))));
  const missed = again.filter((_, index) => claims[index]?.kind === "claimed");
  put(missed, metrics);
  await Promise.all([...first, ...missed].map((it) => table.complete(deniedKey(it.incoming.id))));
}

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
