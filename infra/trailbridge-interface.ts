import type { ITopic } from "aws-cdk-lib/aws-sns";
import type { IConstruct } from "constructs";
import type { IRecordBus, RecordBusAttributes } from "./bus/record-bus-interface.ts";
import type { ProductMetrics } from "./operations/product-metrics.ts";

/** Every method that hands out a metric. */
type MetricMethods = Pick<ProductMetrics, Extract<keyof ProductMetrics, `metric${string}`>>;

/** A deployment of the product: made here, or by another app or stack. */
export interface ITrailbridge extends IConstruct, MetricMethods {
  /** The bus the records are on; its `add…` methods give it consumers. */
  readonly bus: IRecordBus;

  /** Topic the alarms tell. */
  readonly alarmTopic: ITopic;
}

/** What is known of a deployment in another app or stack: the outputs of its stack by these names. */
export interface TrailbridgeAttributes extends RecordBusAttributes {
  /** ARN of the splitter: the output `SplitterFunctionArn`. */
  readonly splitterFunctionArn: string;

  /** ARN of the notifier: the output `NotifierFunctionArn`. */
  readonly notifierFunctionArn: string;

  /** ARN of the topic the alarms tell: the output `AlarmTopicArn`. */
  readonly alarmTopicArn: string;
}
