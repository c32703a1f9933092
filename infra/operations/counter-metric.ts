import type { Duration } from "aws-cdk-lib";
import { MathExpression, Metric } from "aws-cdk-lib/aws-cloudwatch";
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
