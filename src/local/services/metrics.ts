import { AwsError } from "../protocol/aws-error.ts";
import { type Input, listMember, type Service, textMember } from "../protocol/service.ts";

/** What was put of one metric with one set of dimensions. */
export interface MetricSum {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly sum: number;
  /** Values that make the sum. */
  readonly samples: number;
}

/** CloudWatch metrics, kept as sums. */
export interface MetricStore {
  readonly operations: Service;
  sums(): readonly MetricSum[];
}

/**
 * Metrics one call takes.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html
 */
const MAX_DATA = 1000;

/** Makes an empty store of metrics with the CloudWatch operation that fills it. */
export function createMetricStore(): MetricStore {
  const sums = new Map<string, MetricSum>();
  return {
    sums: () => [...sums.values()],
    operations: {
      PutMetricData(input) {
        const namespace = textMember(input, "Namespace", "InvalidParameterValue");
        const data = listMember(input, "MetricData");
        if (data.length > MAX_DATA) {
          const message = `The collection MetricData must not have a size greater than ${MAX_DATA}.`;
          throw new AwsError("InvalidParameterValue", message);
        }
        if (namespace.startsWith("AWS/")) {
          const message = `The value ${namespace} for parameter Namespace is reserved.`;
          throw new AwsError("InvalidParameterValue", message);
        }
        // All are read before any is kept: a refused call leaves nothing behind.
        for (const added of data.map((datum) => readDatum(namespace, datum))) {
          const key = JSON.stringify([
            namespace,
            added.name,
            Object.entries(added.dimensions).sort(),
          ]);
          const known = sums.get(key);
          sums.set(key, {
            ...added,
            sum: added.sum + (known?.sum ?? 0),
            samples: added.samples + (known?.samples ?? 0),
          });
        }
      },
    },
  };
}

function readDatum(namespace: string, datum: Input): MetricSum {
  const name = textMember(datum, "MetricName", "InvalidParameterValue");
  const dimensions = Object.fromEntries(
    listMember(datum, "Dimensions").map((dimension) => [
      textMember(dimension, "Name", "InvalidParameterValue"),
      textMember(dimension, "Value", "InvalidParameterValue"),
    ]),
  );
  const values = (datum.Values ?? (datum.Value === undefined ? [] : [datum.Value])) as number[];
  const counts = (datum.Counts ?? values.map(() => 1)) as number[];
  const statistics = datum.StatisticValues as { Sum: number; SampleCount: number } | undefined;
  if (statistics === undefined && values.length === 0) {
    const message = `The metric ${name} has neither Value, Values nor StatisticValues.`;
    throw new AwsError("MissingParameter", message);
  }
  return {
    namespace,
    name,
    dimensions,
    sum: statistics?.Sum ?? values.reduce((sum, value, at) => sum + value * (counts[at] ?? 1), 0),
    samples: statistics?.SampleCount ?? counts.reduce((sum, count) => sum + count, 0),
  };
}
