import type { Duration } from "aws-cdk-lib";
import { MathExpression, Metric } from "aws-cdk-lib/aws-cloudwatch";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { FUNCTION_DIMENSION, METRIC_NAMESPACE } from "../../src/contract.ts";

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

/** By how much a sum of counters misses its total: 0 while every part is accounted for. */
export function sumGap(
  of: IFunction,
  total: string,
  parts: readonly string[],
  period: Duration,
): MathExpression {
  return new MathExpression({
    expression: `ABS(${[total, ...parts].map((counter) => `FILL(${counter}, 0)`).join(" - ")})`,
    usingMetrics: Object.fromEntries(
      [total, ...parts].map((counter) => [counter, counterMetric(of, counter, period)]),
    ),
    period,
    label: `${total} unaccounted for`,
  });
}
