import { RemovalPolicy, Token } from "aws-cdk-lib";
import type { IEventBus } from "aws-cdk-lib/aws-events";
import {
  CfnDelivery,
  CfnDeliveryDestination,
  CfnDeliverySource,
  LogGroup,
  type RetentionDays,
} from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import type { LogAccess } from "../shared/log-access.ts";
import { physicalName, physicalNameOf } from "../shared/physical-name.ts";

/** What EventBridge logs of a bus's own work: each level includes those before it. */
export type BusLogLevel = "off" | "error" | "info" | "trace";

/**
 * Kinds of log a level delivers: each level has its own, and includes those before it.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-logs.html
 */
const LOG_TYPES = [
  ["error", "ERROR_LOGS"],
  ["info", "INFO_LOGS"],
  ["trace", "TRACE_LOGS"],
] as const;

/**
 * Delivers a bus's log to a log group of its own. The level must be the one in the bus's
 * `logConfig`, which decides what EventBridge writes at all.
 *
 * @param busName The bus's name as text, not as a reference to it.
 * @param access Policy that lets EventBridge's log delivery write to log groups of this account.
 */
export function busLog(
  scope: Construct,
  bus: IEventBus,
  busName: string,
  level: Exclude<BusLogLevel, "off">,
  retention: RetentionDays,
  access: LogAccess,
): LogGroup {
  const unique = physicalName(scope, 40);
  // Under this prefix CloudWatch keeps access policies short: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
  const logGroupName = `/aws/vendedlogs/events/event-bus/${unique}`;
  const logGroup = new LogGroup(scope, "Log", {
    logGroupName,
    retention,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  access.admitBusLog(logGroupName);
  const destination = new CfnDeliveryDestination(scope, "LogDestination", {
    name: `${unique}-log`,
    destinationResourceArn: logGroup.logGroupArn,
  });
  // A delivery source cannot be given another bus: a bus of another name has other sources.
  const below = Token.isUnresolved(busName) ? [] : [busName];
  const sourceName = physicalNameOf(scope, below, 50);
  let before: CfnDelivery | undefined;
  const upTo = LOG_TYPES.findIndex(([name]) => name === level);
  for (const [name, logType] of LOG_TYPES.slice(0, upTo + 1)) {
    const source = new CfnDeliverySource(scope, `LogSource${name.toUpperCase()}`, {
      name: `${sourceName}-${name}`,
      logType,
      resourceArn: bus.eventBusArn,
    });
    const delivery = new CfnDelivery(scope, `LogDelivery${name.toUpperCase()}`, {
      deliverySourceName: source.name,
      deliveryDestinationArn: destination.attrArn,
    });
    delivery.node.addDependency(source);
    delivery.node.addDependency(access);
    // Deliveries to one destination that are made at the same time conflict.
    if (before) delivery.node.addDependency(before);
    before = delivery;
  }
  return logGroup;
}
