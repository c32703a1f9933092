import type { Metrics } from "../ports.ts";

/** What {@linkcode emfMetrics} is made of; every part has a default. */
export interface EmfMetricsOptions {
  /** Takes one line without its newline. @default console.log */
  readonly write?: (line: string) => void;
  /** Milliseconds since the epoch. @default Date.now */
  readonly now?: () => number;
}

/**
 * Writes metric values to the function's log, a line each in CloudWatch's embedded metric format:
 * what is written counts, whatever becomes of the invocation.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function emfMetrics({
  write = console.log,
  now = Date.now,
}: EmfMetricsOptions = {}): Metrics {
  return {
    put(namespace, values) {
      for (const { metric, dimension, dimensionValue, value } of values) {
        const CloudWatchMetrics = [
          {
            Namespace: namespace,
            Dimensions: [[dimension]],
            Metrics: [{ Name: metric, Unit: "Count" }],
          },
        ];
        write(
          JSON.stringify({
            _aws: { Timestamp: now(), CloudWatchMetrics },
            [dimension]: dimensionValue,
            [metric]: value,
          }),
        );
      }
    },
  };
}
