/**
 * What the package `trailbridge` exports to CDK apps.
 *
 * @module
 */

export type { Rule, RuleSet, Severity } from "../src/core/rule.ts";
export type { AlarmTopicProps } from "./alarm-topic.ts";
export { Alarms, type AlarmsProps } from "./alarms.ts";
export { AlertBus, type AlertBusProps, type TargetOptions } from "./alert-bus.ts";
export type { AlertDestinations, AlertRoute, AlertTargets } from "./alert-destinations.ts";
export type { ApiAuthorization, ApiOptions } from "./api-target.ts";
export {
  type AnythingBut,
  type FieldPattern,
  type FlatKey,
  noticePattern,
  type RecordFields,
  recordPattern,
} from "./bus-pattern.ts";
export type { BusOptions } from "./bus-target.ts";
export type { Consumer, ConsumerOptions, Delivered } from "./consumer.ts";
export { TrailbridgeDashboard, type TrailbridgeDashboardProps } from "./dashboard.ts";
export { eventBridgeDelivery } from "./eventbridge-delivery.ts";
export type { FirehoseOptions } from "./firehose-target.ts";
export { LogArchiveForwarder, type LogArchiveForwarderProps } from "./log-archive-forwarder.ts";
export type {
  LogDelivery,
  LogDeliveryTarget,
  QueueDeliveryProps,
  TopicDeliveryProps,
} from "./log-delivery.ts";
export type { LogGroupOptions } from "./log-group-target.ts";
export { Notifier, type NotifierProps } from "./notifier.ts";
export type { FunctionOptions, ProductFunction } from "./product-function.ts";
export { queueDelivery } from "./queue-delivery.ts";
export type { QueueOptions } from "./queue-target.ts";
export { RemovedObjects, type RemovedObjectsProps } from "./removed-objects.ts";
export { loadRuleSet, type RuleSetProps } from "./rules.ts";
export { type AlarmName, RUNBOOK, type RunbookSection } from "./runbook.ts";
export { s3Notification } from "./s3-notification.ts";
export { type OwnerStatements, Splitter, type SplitterProps } from "./splitter.ts";
export { topicDelivery } from "./topic-delivery.ts";
export { Trailbridge, type TrailbridgeProps } from "./trailbridge.ts";
export { TrailbridgeReceiver, type TrailbridgeReceiverProps } from "./trailbridge-receiver.ts";
export { TrailbridgeStack, type TrailbridgeStackProps } from "./trailbridge-stack.ts";
