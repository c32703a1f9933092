import { type CloudWatchClient, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import type { Metrics } from "../../ports.ts";

/** Sends metric values to CloudWatch, as many as there are in one call. */
export function cloudwatchMetrics(client: CloudWatchClient): Metrics {
  return {
    async put(namespace, values) {
      await client.send(
        new PutMetricDataCommand({
          Namespace: namespace,
          MetricData: values.map(({ metric, dimension, dimensionValue, value }) => ({
            MetricName: metric,
            Dimensions: [{ Name: dimension, Value: dimensionValue }],
            Unit: "Count",
            Value: value,
          })),
        }),
      );
    },
  };
}
