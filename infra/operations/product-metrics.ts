import { Metric, type MetricOptions } from "aws-cdk-lib/aws-cloudwatch";
import { Construct } from "constructs";
import {
  ALERT_METRICS,
  CANARY_METRIC,
  type CounterSum,
  FUNCTION_DIMENSION,
  METRIC_NAMESPACE,
  OLDEST_WAITING_METRIC,
} from "../../src/contract.ts";
import type { Severity } from "../../src/core/rule/rule.ts";

/** One of the product's metrics: which function writes it, by which name, and what of it is looked at. */
export interface ProductMetric {
  /** The function that writes it. */
  readonly of: CounterSum["of"];
  /** Its name in CloudWatch. */
  readonly name: string;
  /** What of its values is looked at where nothing else is asked for. */
  readonly statistic: "Sum" | "Maximum" | "p95";
}

/** The metrics that are handed out by name, and by which name. */
export const PRODUCT_METRICS = {
  metricFiles: { of: "splitter", name: "files", statistic: "Sum" },
  metricUnreadableFiles: { of: "splitter", name: "unreadable", statistic: "Sum" },
  metricRecords: { of: "splitter", name: "records", statistic: "Sum" },
  metricPublished: { of: "splitter", name: "published", statistic: "Sum" },
  metricFiltered: { of: "splitter", name: "filtered", statistic: "Sum" },
  metricRejected: { of: "splitter", name: "rejected", statistic: "Sum" },
  metricEvents: { of: "notifier", name: "events", statistic: "Sum" },
  metricAlerts: { of: "notifier", name: "alerted", statistic: "Sum" },
  metricAlertLatency: { of: "notifier", name: ALERT_METRICS.latency, statistic: "p95" },
  metricRuleFaults: { of: "notifier", name: "faults", statistic: "Sum" },
  metricDeadLetters: { of: "notifier", name: "deadLetters", statistic: "Sum" },
  metricOldestWaiting: { of: "notifier", name: OLDEST_WAITING_METRIC, statistic: "Maximum" },
  metricCanaryAge: { of: "notifier", name: CANARY_METRIC, statistic: "Maximum" },
} as const satisfies Readonly<Record<string, ProductMetric>>;

/** Whatever knows both functions by name can hand out what they write. */
export abstract class ProductMetrics extends Construct {
  /** Names of the functions, as the dimension of their metrics has them. */
  protected abstract functionNames(): Readonly<Record<CounterSum["of"], string>>;

  /** Log files begun. By default the sum of five minutes, as all of these that say nothing else. */
  metricFiles(props?: MetricOptions): Metric {
    return this.metric("metricFiles", props);
  }

  /** Log files that cannot be read to their end and never will. */
  metricUnreadableFiles(props?: MetricOptions): Metric {
    return this.metric("metricUnreadableFiles", props);
  }

  /** Elements of log files' `Records` whose fate is settled: published, filtered or rejected. */
  metricRecords(props?: MetricOptions): Metric {
    return this.metric("metricRecords", props);
  }

  /** Records that the bus accepted. */
  metricPublished(props?: MetricOptions): Metric {
    return this.metric("metricPublished", props);
  }

  /** Records that are not published by choice. */
  metricFiltered(props?: MetricOptions): Metric {
    return this.metric("metricFiltered", props);
  }

  /** Elements of log files' `Records` that are no record. */
  metricRejected(props?: MetricOptions): Metric {
    return this.metric("metricRejected", props);
  }

  /** Records that came to the notifier. */
  metricEvents(props?: MetricOptions): Metric {
    return this.metric("metricEvents", props);
  }

  /** Records that rules matched and that were told of, each once, whatever number of rules and destinations. */
  metricAlerts(props?: MetricOptions): Metric {
    return this.metric("metricAlerts", props);
  }

  /** Alerts of one rule, by its id. */
  metricAlertsOfRule(ruleId: string, props?: MetricOptions): Metric {
    return this.alertsBy(ALERT_METRICS.ruleDimension, ruleId, props);
  }

  /** Alerts of one severity. */
  metricAlertsOfSeverity(severity: Severity, props?: MetricOptions): Metric {
    return this.alertsBy(ALERT_METRICS.severityDimension, severity, props);
  }

  /** Milliseconds from a record's `eventTime` until its alert was recorded; by default their 95th percentile. */
  metricAlertLatency(props?: MetricOptions): Metric {
    return this.metric("metricAlertLatency", props);
  }

  /** Judgements that a rule could not make. */
  metricRuleFaults(props?: MetricOptions): Metric {
    return this.metric("metricRuleFaults", props);
  }

  /** Pieces of work that the notifier gave up: what became dead letters of its own. */
  metricDeadLetters(props?: MetricOptions): Metric {
    return this.metric("metricDeadLetters", props);
  }

  /** Seconds that the oldest of what is due has waited to be shown; by default the maximum. */
  metricOldestWaiting(props?: MetricOptions): Metric {
    return this.metric("metricOldestWaiting", props);
  }

  /** Seconds since a canary last passed, of the way where that is longest; by default the maximum. */
  metricCanaryAge(props?: MetricOptions): Metric {
    return this.metric("metricCanaryAge", props);
  }

  private metric(id: keyof typeof PRODUCT_METRICS, props?: MetricOptions): Metric {
    const { of, name, statistic } = PRODUCT_METRICS[id];
    return this.of(of, name, { statistic, ...props });
  }

  private alertsBy(dimension: string, value: string, props: MetricOptions = {}): Metric {
    const dimensionsMap = { ...props.dimensionsMap, [dimension]: value };
    return this.of("notifier", ALERT_METRICS.alerts, { statistic: "Sum", ...props, dimensionsMap });
  }

  private of(of: CounterSum["of"], metricName: string, props: MetricOptions): Metric {
    return new Metric({
      namespace: METRIC_NAMESPACE,
      metricName,
      ...props,
      dimensionsMap: { ...props.dimensionsMap, [FUNCTION_DIMENSION]: this.functionNames()[of] },
    }).attachTo(this);
  }
}
