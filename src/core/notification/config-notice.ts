import { ownField } from "./own-field.ts";

/** Of a kind that is not known, AWS Config's notice of a file still has its shape: one key, as text. */
export function isOfConfig(value: unknown): boolean {
  const type = ownField(value, "messageType");
  if (typeof type !== "string") return false;
  return CONFIG_MESSAGES.has(type) || typeof ownField(value, "s3ObjectKey") === "string";
}

/**
 * What AWS Config publishes.
 *
 * @see https://docs.aws.amazon.com/config/latest/developerguide/notifications-for-AWS-Config.html
 */
const CONFIG_MESSAGES: ReadonlySet<string> = new Set([
  "ComplianceChangeNotification",
  "ConfigRulesEvaluationStarted",
  "ConfigurationHistoryDeliveryCompleted",
  "ConfigurationHistoryDeliveryFailed",
  "ConfigurationHistoryDeliveryStarted",
  "ConfigurationItemChangeNotification",
  "ConfigurationSnapshotDeliveryCompleted",
  "ConfigurationSnapshotDeliveryFailed",
  "ConfigurationSnapshotDeliveryStarted",
  "OversizedConfigurationItemChangeDeliveryFailed",
  "OversizedConfigurationItemChangeNotification",
  "ScheduledNotification",
]);
