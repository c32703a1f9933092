import { Duration, Token } from "aws-cdk-lib";
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  TreatMissingData,
} from "aws-cdk-lib/aws-cloudwatch";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { type AlarmName, RUNBOOK, type RunbookSection, runbookAnchor } from "./runbook.ts";

/** When a metric is alarming. */
export interface RunbookAlarmProps {
  readonly metric: IMetric;
  /** Alarming above this. @default 0 */
  readonly above?: number;
  /** Alarming below this, instead of above something. */
  readonly below?: number;
  /** Periods looked at, and how many of them must be alarming. @default 1 of 1 */
  readonly periods?: number;
  readonly alarmingPeriods?: number;
  /**
   * What a period without data means.
   *
   * @default TreatMissingData.NOT_BREACHING
   */
  readonly missing?: TreatMissingData;
}

/** Defines an alarm whose description is its section of the runbook, with a link to it where there is one. */
export function runbookAlarm(
  scope: Construct,
  id: string,
  name: AlarmName,
  props: RunbookAlarmProps,
): Alarm {
  const periods = props.periods ?? 1;
  const alarm = new Alarm(scope, id, {
    alarmDescription: describe(scope, name),
    metric: props.metric,
    threshold: props.below ?? props.above ?? 0,
    comparisonOperator:
      props.below === undefined
        ? ComparisonOperator.GREATER_THAN_THRESHOLD
        : ComparisonOperator.LESS_THAN_THRESHOLD,
    evaluationPeriods: periods,
    datapointsToAlarm: props.alarmingPeriods ?? periods,
    treatMissingData: props.missing ?? TreatMissingData.NOT_BREACHING,
  });
  return alarm;
}

/**
 * Defines the alarms of a dead-letter queue: one message is one too many, and as long as it lies
 * there, each that comes after it alarms anew. What was received and not deleted yet lies there too.
 *
 * @returns First the alarm that lasts until the queue is empty.
 */
export function deadLetterAlarms(
  scope: Construct,
  id: string,
  name: AlarmName,
  queue: IQueue,
): readonly [Alarm, Alarm] {
  const period = Duration.minutes(1);
  const visible = queue.metricApproximateNumberOfMessagesVisible({ period, statistic: "Maximum" });
  const hidden = queue.metricApproximateNumberOfMessagesNotVisible({
    period,
    statistic: "Maximum",
  });
  // SQS does not count as sent what a redrive policy moves: the queue's depth tells of all.
  const depth = new MathExpression({
    expression: "FILL(visible, 0) + FILL(hidden, 0)",
    usingMetrics: { visible, hidden },
    period,
  });
  const arrivals = new MathExpression({
    expression: "IF(depth > DIFF(depth), DIFF(depth), 0)",
    usingMetrics: { depth },
    period,
    label: "arrived beside others",
  });
  return [
    runbookAlarm(scope, id, name, { metric: visible }),
    // Two periods, so that there is one before to compare with.
    runbookAlarm(scope, `${id}Arrivals`, name, {
      metric: arrivals,
      periods: 2,
      alarmingPeriods: 1,
    }),
  ];
}

/** Says where the runbook is, to the alarms of this construct and of all below it. Before they are made. */
export function linkRunbook(scope: Construct, link: RunbookLink): void {
  scope.node.setContext(LINK, link);
}

/** Where the runbook is. */
export interface RunbookLink {
  readonly url: string;
  /** Whether `url` is a page with an anchor for each alarm. */
  readonly anchors: boolean;
}

/**
 * Characters of an alarm's description.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
const MAX_DESCRIPTION = 1_024;

/** Characters by which an address may grow. */
const FILLED_IN = 64;

const LINK = "trailbridge:runbook";

function describe(scope: Construct, name: AlarmName): string {
  const { what, look, act }: RunbookSection = RUNBOOK[name];
  const text = `${what}\nLook at: ${look}\nDo: ${act}`;
  const link: RunbookLink | undefined = scope.node.tryGetContext(LINK);
  if (link === undefined) return text;
  const url = link.anchors ? `${link.url}#${runbookAnchor(name)}` : link.url;
  const where = `\nRunbook: ${url}`;
  // The runbook has the rest. What the deploy fills in may be longer than what stands for it.
  const room = MAX_DESCRIPTION - where.length - (Token.isUnresolved(url) ? FILLED_IN : 0);
  return `${text.length > room ? `${text.slice(0, room - 1)}…` : text}${where}`;
}
