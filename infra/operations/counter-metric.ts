import type { Duration } from "aws-cdk-lib";
import { MathExpression, Metric } from "aws-cdk-lib/aws-cloudwatch";
import type { ITable } from "aws-cdk-lib/aws-dynamodb";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { type CounterSum, FUNCTION_DIMENSION, METRIC_NAMESPACE } from "../../src/contract.ts";

/** One of the counters a function writes with each invocation, summed. */
export function counterMetric(
  of: IFunction,
  counter: string,
  period: Duration,
  statistic = "Sum",
): Metric {
  return new Metric({
    namespace: METRIC_NAMESPACE,
    metricName: counter,
    dimensionsMap: { [FUNCTION_DIMENSION]: of.functionName },
    statistic,
    period,
  });
}

/** By how much the parts of a sum miss its whole: 0 while every part is accounted for. */
export function sumGap(
  of: IFunction,
  { whole, parts }: CounterSum,
  period: Duration,
): MathExpression {
  return new MathExpression({
    expression: `ABS(${[whole, ...parts].map((counter) => `FILL(${counter}, 0)`).join(" - ")})`,
    usingMetrics: Object.fromEntries(
      [whole, ...parts].map((counter) => [counter, counterMetric(of, counter, period)]),
    ),
    period,
    label: `${whole} unaccounted for`,
  });
}

/** Requests that a table turned away, reads and writes. */
export function tableThrottles(table: ITable, period: Duration): MathExpression {
  const throttled = (metricName: string) =>
    new Metric({
      namespace: "AWS/DynamoDB",
      metricName,
      dimensionsMap: { TableName: table.tableName },
      statistic: "Sum",
      period,
    });
  return new MathExpression({
    expression: "FILL(reads, 0) + FILL(writes, 0)",
    usingMetrics: {
      reads: throttled("ReadThrottleEvents"),
      writes: throttled("WriteThrottleEvents"),
    },
    period,
    label: "throttled",
  });
}
