import { listMember, type Service } from "../protocol/service.ts";
import type { MetricSum } from "./metrics.ts";

/**
 * The CloudWatch operations that read metrics. What was counted since the start stands at the moment
 * it is asked for: a period says nothing here.
 *
 * @param metrics What was counted.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
 */
export function createCloudWatch(metrics: () => readonly MetricSum[]): Service {
  return {
    ListMetrics: ({ Namespace, MetricName }) => ({
      Metrics: metrics()
        .filter(
          ({ namespace, name }) =>
            (Namespace === undefined || namespace === Namespace) &&
            (MetricName === undefined || name === MetricName),
        )
        .map(({ namespace, name, dimensions }) => ({
          Namespace: namespace,
          MetricName: name,
          Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
        })),
    }),
    GetMetricData: (input) => ({
      MetricDataResults: listMember(input, "MetricDataQueries").map(({ Id, MetricStat }) => {
        const { Metric, Stat } = Object(MetricStat);
        const found = metrics().find((it) => isOf(it, Object(Metric)));
        const value =
          found === undefined ? [] : [Stat === "Sum" ? found.sum : found.sum / found.samples];
        return {
          Id,
          StatusCode: "Complete",
          Timestamps: value.map(() => Date.now() / 1_000),
          Values: value,
        };
      }),
    }),
  };
}

function isOf(
  { namespace, name, dimensions }: MetricSum,
  metric: Readonly<Record<string, unknown>>,
): boolean {
  const asked = listMember(metric, "Dimensions");
  return (
    metric.Namespace === namespace &&
    metric.MetricName === name &&
    asked.length === Object.keys(dimensions).length &&
    asked.every(({ Name, Value }) => dimensions[String(Name)] === Value)
  );
}
