import { Duration, Stack } from "aws-cdk-lib";
import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IAlarm,
  type IMetric,
  type IWidget,
  MathExpression,
  Metric,
  TextWidget,
} from "aws-cdk-lib/aws-cloudwatch";
import { Construct } from "constructs";
import {
  ACCESS_DENIED_METRICS,
  ALERT_METRICS,
  FUNCTION_DIMENSION,
  METRIC_NAMESPACE,
  OLDEST_WAITING_METRIC,
  SUMS,
} from "../../src/contract.ts";
import type { Notifier } from "../notifier/notifier.ts";
import { RUNBOOK, type RunbookSection } from "../runbook/runbook.ts";
import type { Splitter } from "../splitter/splitter.ts";
import { counterMetric, tableThrottles } from "./counter-metric.ts";

/** Properties of {@linkcode TrailbridgeDashboard}. */
export interface TrailbridgeDashboardProps {
  /** Name of the dashboard, unique in the account: dashboards are of all Regions. */
  readonly dashboardName: string;
  /** Function and queues to show. */
  readonly splitter: Splitter;
  /** Function and queues to show. */
  readonly notifier: Notifier;
  /** Shown with their state. @default - none */
  readonly alarms?: readonly IAlarm[];
}

/**
 * Defines the dashboard: what came in, what became of it, how late, what alarms; and the runbook,
 * so that an alarm's link finds it without leaving the account.
 */
export class TrailbridgeDashboard extends Construct {
  /** The CloudWatch dashboard itself. */
  readonly dashboard: Dashboard;

  constructor(scope: Construct, id: string, props: TrailbridgeDashboardProps) {
    super(scope, id);
    const { splitter, notifier, alarms = [] } = props;
    const period = Duration.minutes(5);
    const of = (source: Splitter | Notifier, ...counters: string[]) =>
      counters.map((label) => counterMetric(source.function, label, period).with({ label }));
    const latency = ["p50", "p95", "Maximum"].map((statistic) =>
      counterMetric(notifier.function, ALERT_METRICS.latency, period, statistic).with({
        label: statistic,
      }),
    );
    const denied = [ACCESS_DENIED_METRICS.total, ACCESS_DENIED_METRICS.ignored].map(
      ({ metric, dimension, value }) =>
        new Metric({
          namespace: ACCESS_DENIED_METRICS.namespace,
          metricName: metric,
          dimensionsMap: { [dimension]: value },
          statistic: "Sum",
          period,
          label: metric,
        }),
    );
    this.dashboard = new Dashboard(this, "Resource", {
      dashboardName: props.dashboardName,
      defaultInterval: Duration.hours(12),
    });
    const rows: IWidget[][] = [
      alarms.length > 0
        ? [new AlarmStatusWidget({ title: "Alarms", alarms: [...alarms], width: 24, height: 4 })]
        : [],
      [
        graph(
          "Log files",
          of(splitter, "files", "resumed", "waiting", "overdue", "unreadable", "skipped"),
        ),
        graph("Records", of(splitter, ...countersOf("records"), "resent")),
        graph("Events", of(notifier, ...countersOf("events"))),
      ],
      [
        graph("Alerts by rule", [this.alertsBy(ALERT_METRICS.ruleDimension, notifier, period)]),
        graph("Alerts by severity", [
          this.alertsBy(ALERT_METRICS.severityDimension, notifier, period),
        ]),
        graph("Deliveries", of(notifier, ...countersOf("deliveries"))),
      ],
      [
        graph("From eventTime to alert (ms)", latency),
        graph("Denied events", denied),
        graph("Waiting to be shown (s)", [
          counterMetric(notifier.function, OLDEST_WAITING_METRIC, period, "Maximum").with({
            label: "oldest",
          }),
        ]),
      ],
      [
        ...[notifier.buffer, notifier.critical].map((queue) =>
          graph(`${queue.node.id} queue`, [
            queue.metricApproximateNumberOfMessagesVisible({ period }),
            queue.metricApproximateAgeOfOldestMessage({ period, statistic: "Maximum" }),
          ]),
        ),
        graph("Turns and table", [
          notifier.turns.metricApproximateNumberOfMessagesVisible({ period, label: "turns" }),
          tableThrottles(notifier.table, period),
        ]),
      ],
      [
        graph("Drawing", of(notifier, "messages", "edits", "replies", "details", "storms"), 12),
        graph("Not drawn", of(notifier, "limited", "unknown", "failed", "deadLetters"), 12),
      ],
      [splitter, notifier].map((source) =>
        graph(
          source.node.id,
          [
            source.function.metricInvocations({ period }),
            source.function.metricErrors({ period }),
            source.function.metricThrottles({ period }),
            source.function.metricDuration({ period, statistic: "p95" }),
          ],
          12,
        ),
      ),
      [new TextWidget({ markdown: runbookMarkdown(), width: 24, height: 20 })],
    ];
    for (const row of rows) if (row.length > 0) this.dashboard.addWidgets(...row);
  }

  /** Every value of a dimension by itself: rules come and go without a deploy of the dashboard. */
  private alertsBy(dimension: string, notifier: Notifier, period: Duration): IMetric {
    const schema = `{${METRIC_NAMESPACE},${FUNCTION_DIMENSION},${dimension}}`;
    const query = `${schema} MetricName="${ALERT_METRICS.alerts}" ${FUNCTION_DIMENSION}="${notifier.function.functionName}"`;
    return new MathExpression({
      expression: `SEARCH('${query}', 'Sum', ${period.toSeconds()})`,
      label: "",
      period,
      searchRegion: Stack.of(this).region,
    });
  }
}

function graph(title: string, left: IMetric[], width = 8): GraphWidget {
  return new GraphWidget({ title, left, width, height: 6, leftYAxis: { min: 0 } });
}

/** The runbook as one page: a heading, what, look and act for each alarm. */
function runbookMarkdown(): string {
  const sections: [string, RunbookSection][] = Object.entries(RUNBOOK);
  return sections
    .map(
      ([name, { what, look, act }]) =>
        `### Alarm ${name}\n**What:** ${what}\n\n**Look at:** ${look}\n\n**Do:** ${act}`,
    )
    .join("\n\n");
}

/** Both sides of the sum that makes up a whole. */
function countersOf(whole: string): readonly string[] {
  return SUMS.filter((sum) => sum.whole === whole).flatMap(({ parts }) => [whole, ...parts]);
}
