import { Duration } from "aws-cdk-lib";
import { type IAlarmAction, Metric } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import type { Construct } from "constructs";
import type { Consumer } from "../consumer/consumer.ts";
import { deadLetterAlarms, linkRunbook, runbookAlarm } from "../runbook/runbook-alarm.ts";
import { AlarmTopic, type AlarmTopicProps } from "./alarm-topic.ts";

/** Whom the alarms of a stack tell that stands beside trailbridge's, in another account or Region. */
export interface CompanionAlarmsProps extends AlarmTopicProps {
  /**
   * Page with the runbook, an anchor `alarm-<name>` for each alarm; what alarms link to.
   *
   * @default - no link: the alarm's description says what to do
   */
  readonly runbookUrl?: string;
}

/** Whom alarms tell, and how. */
export interface AlarmsTold {
  /** The topic that was given, or the one that was made. */
  readonly topic: ITopic;
  /** What alarms do. */
  readonly action: IAlarmAction;
}

/** Defines whom the alarms of a construct tell. Before anything else in it, as alarms link to the runbook. */
export function tellOfAlarms(scope: Construct, props: CompanionAlarmsProps = {}): AlarmsTold {
  if (props.runbookUrl !== undefined) {
    linkRunbook(scope, { url: props.runbookUrl, anchors: true });
  }
  const { topic, undelivered } = new AlarmTopic(scope, "AlarmTopic", props);
  const action = new SnsAction(topic);
  if (undelivered !== undefined) {
    const [lasting, arrivals] = deadLetterAlarms(
      scope,
      "AlarmsUndelivered",
      "alarm-subscription-dead-letters",
      undelivered,
    );
    lasting.addAlarmAction(action);
    lasting.addOkAction(action);
    arrivals.addAlarmAction(action);
  }
  return { topic, action };
}

/**
 * Tells of what a rule on the default bus could not deliver: its dead letters, and what did not get
 * even there.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html
 */
export function tellOfFailures(forwarder: Consumer, action: IAlarmAction): void {
  forwarder.addAlarmAction(action);
  for (const rule of forwarder.rules) {
    const alarm = runbookAlarm(rule, "Lost", "consumer-dead-letters", {
      metric: new Metric({
        namespace: "AWS/Events",
        metricName: "InvocationsFailedToBeSentToDlq",
        dimensionsMap: { RuleName: rule.ruleName },
        statistic: "Sum",
        period: Duration.minutes(5),
      }),
    });
    alarm.addAlarmAction(action);
    alarm.addOkAction(action);
  }
}
