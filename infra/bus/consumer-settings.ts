import type { RetentionDays } from "aws-cdk-lib/aws-logs";
import { type AlertFilter, takesAlerts } from "../../src/core/settings/consumer-check.ts";
import type { ConsumerSettings } from "../../src/core/settings/settings.ts";
import { type AlertFields, alertPattern } from "../consumer/alert-pattern.ts";
import type { Delivered } from "../consumer/consumer.ts";
import { type RecordFields, recordPattern } from "../consumer/pattern.ts";
import type { Imports } from "../shared/imports.ts";
import type { RecordBus } from "./record-bus.ts";

/**
 * Gives a bus the consumers the settings name.
 *
 * @throws {Error} Naming the consumer, if EventBridge would refuse its `only`.
 */
export function addConsumers(
  bus: RecordBus,
  consumers: Readonly<Record<string, ConsumerSettings>>,
  imports: Imports,
): void {
  for (const [name, consumer] of Object.entries(consumers))
    addConsumer(bus, name, consumer, imports);
}

function addConsumer(bus: RecordBus, name: string, consumer: ConsumerSettings, imports: Imports) {
  const { firehose, http, queue, logGroup, bus: other, pagerduty, teams } = consumer;
  if (pagerduty) {
    const { routingKeySecretId, secretField, serviceRegion } = pagerduty;
    const { states: _, ...only } = alertFieldsOf(consumer);
    bus.addPagerDuty(name, {
      routingKey: imports.secret(routingKeySecretId),
      ...(secretField && { secretField }),
      serviceRegion,
      only,
    });
    return;
  }
  if (teams) {
    const { workflowUrl, signatureSecretId, secretField } = teams;
    bus.addTeams(name, {
      workflowUrl,
      signature: imports.secret(signatureSecretId),
      ...(secretField && { secretField }),
      only: alertFieldsOf(consumer),
    });
    return;
  }
  const alerts = takesAlerts(consumer);
  const pattern = alerts ? alertPattern(alertFieldsOf(consumer)) : patternOf(name, consumer);
  const byItself: Delivered | undefined = alerts && (firehose || http) ? "alert" : undefined;
  const deliver = consumer.deliver ?? byItself;
  const options = { pattern, ...(deliver && { deliver }) };
  if (firehose) {
    const { streamArn, bucket, keyPrefix } = firehose;
    bus.addFirehose(name, {
      ...options,
      ...(streamArn && { stream: imports.stream(streamArn) }),
      ...(bucket && { bucket: imports.bucket(bucket) }),
      ...(keyPrefix && { keyPrefix }),
    });
  } else if (http) {
    const { url, header, secretId, secretField, maxRequestsPerSecond } = http;
    bus.addApiDestination(name, {
      ...options,
      endpoint: url,
      authorization: {
        header,
        secret: imports.secret(secretId),
        ...(secretField && { secretField }),
      },
      maxRequestsPerSecond,
    });
  } else if (queue) {
    bus.addQueue(name, { ...options, ...(queue.arn && { queue: imports.queue(queue.arn) }) });
  } else if (logGroup) {
    const retention: RetentionDays = logGroup.retentionDays;
    const existing = logGroup.name && { logGroup: imports.logGroup(logGroup.name) };
    bus.addLogGroup(name, { pattern, retention, ...existing });
  } else if (other) {
    bus.addEventBus(name, { pattern, eventBus: imports.eventBus(other.arn) });
  }
}

/** Checked with the settings. */
function alertFieldsOf({ only = {} }: ConsumerSettings): AlertFields {
  const { severity, rule, account, state } = only as AlertFilter;
  return {
    ...(severity && { severities: severity }),
    ...(rule && { ruleIds: rule }),
    ...(account && { accounts: account }),
    ...(state && { states: state }),
  };
}

function patternOf(name: string, { only }: ConsumerSettings) {
  try {
    return recordPattern((only ?? {}) as RecordFields);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`Cannot use consumers.${name}.only as EventBridge would refuse it: ${reason}`, {
      cause,
    });
  }
}
