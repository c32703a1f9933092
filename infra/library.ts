/**
 * What the package `trailbridge` exports to CDK apps.
 *
 * @module
 */

export type { AlertEvent, AlertState } from "../src/core/alert-event/alert-event.ts";
export type { AlertDisplay } from "../src/core/alert-event/display.ts";
export type { AdmittedAccounts, BusAccess } from "../src/core/deployment/bus-access.ts";
export type { Rule, RuleSet, Severity } from "../src/core/rule/rule.ts";
export type { BusLogLevel } from "./bus/log.ts";
export { RecordBus } from "./bus/record-bus.ts";
export type {
  IRecordBus,
  RecordBusAttributes,
  TargetOptions,
} from "./bus/record-bus-interface.ts";
export type { RecordBusProps } from "./bus/record-bus-props.ts";
export { type AlertFields, alertPattern } from "./consumer/alert-pattern.ts";
export type { ApiAuthorization, ApiOptions } from "./consumer/api-target.ts";
export type { Consumer, ConsumerOptions, Delivered } from "./consumer/consumer.ts";
export type { FirehoseOptions, FirehoseStream } from "./consumer/firehose-target.ts";
export type { LogGroupOptions } from "./consumer/log-group-target.ts";
export type { PagerDutyOptions } from "./consumer/pagerduty-target.ts";
export {
  type AnythingBut,
  type FieldPattern,
  type FlatKey,
  noticePattern,
  type RecordFields,
  recordPattern,
} from "./consumer/pattern.ts";
export type { QueueOptions } from "./consumer/queue-target.ts";
export type { BusOptions } from "./consumer/target.ts";
export type { TeamsOptions } from "./consumer/teams-target.ts";
export type { FunctionOptions } from "./function/function-options.ts";
export { IamCallForwarder, type IamCallForwarderProps } from "./iam-call-forwarder.ts";
export { LogArchiveForwarder, type LogArchiveForwarderProps } from "./log-archive-forwarder.ts";
export { LogRemovalForwarder, type LogRemovalForwarderProps } from "./log-removal-forwarder.ts";
export type { AlertDestinations, AlertRoute, AlertTargets } from "./notifier/alert-destinations.ts";
export { Notifier } from "./notifier/notifier.ts";
export type { NotifierProps } from "./notifier/notifier-props.ts";
export type { AlarmTopicProps } from "./operations/alarm-topic.ts";
export { Alarms, type AlarmsProps } from "./operations/alarms.ts";
export type { CompanionAlarmsProps } from "./operations/companion-alarms.ts";
export { TrailbridgeDashboard, type TrailbridgeDashboardProps } from "./operations/dashboard.ts";
export type { ProductMetrics } from "./operations/product-metrics.ts";
export { RemovedObjects, type RemovedObjectsProps } from "./removed-objects.ts";
export { type AlarmName, RUNBOOK, type RunbookSection } from "./runbook/runbook.ts";
export type { ProductFunction } from "./shared/product-function.ts";
export { loadRuleSet, type RuleSetProps } from "./shared/rules.ts";
export { eventBridgeSource } from "./splitter/eventbridge-source.ts";
export type { OwnerStatements } from "./splitter/log-access.ts";
export type {
  LogSource,
  LogSourceTarget,
  QueueSourceProps,
  TopicSourceProps,
} from "./splitter/log-source.ts";
export { queueSource } from "./splitter/queue-source.ts";
export { s3Source } from "./splitter/s3-source.ts";
export { Splitter } from "./splitter/splitter.ts";
export type { SplitterProps } from "./splitter/splitter-props.ts";
export { topicSource } from "./splitter/topic-source.ts";
export { Trailbridge } from "./trailbridge.ts";
export type { ITrailbridge, TrailbridgeAttributes } from "./trailbridge-interface.ts";
export { TrailbridgeLogReader, type TrailbridgeLogReaderProps } from "./trailbridge-log-reader.ts";
export type { TrailbridgeProps } from "./trailbridge-props.ts";
export { TrailbridgeReceiver, type TrailbridgeReceiverProps } from "./trailbridge-receiver.ts";
export { TrailbridgeStack, type TrailbridgeStackProps } from "./trailbridge-stack.ts";
