import { ArnFormat, RemovalPolicy, Stack } from "aws-cdk-lib";
import { type ILogGroup, LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { LogAccess } from "../shared/log-access.ts";
import { requireHere } from "../shared/usable.ts";
import type { Consumer, ConsumerOptions, ConsumerTarget } from "./consumer.ts";

/** What a log group consumer can be told. */
export interface LogGroupOptions extends ConsumerOptions {
  /**
   * Existing log group.
   *
   * @default - created, and retained when the stack goes
   */
  readonly logGroup?: ILogGroup;

  /**
   * How long the created group keeps events.
   *
   * @default RetentionDays.ONE_YEAR
   */
  readonly retention?: RetentionDays;
}

/**
 * A CloudWatch log group, for Logs Insights. It gets the whole event: EventBridge can send it
 * nothing but that, or a text.
 *
 * The CDK's own target brings a custom resource with a function to set a policy that
 * CloudFormation can set by itself: one for all log groups of a bus, as an account has ten.
 *
 * @param access Policy of the bus's log groups, to which this one is added.
 */
export function logGroupTarget(options: LogGroupOptions, access: () => LogAccess) {
  return (consumer: Consumer): ConsumerTarget => {
    const prop = `logGroup of consumer "${consumer.node.id}"`;
    requireHere(consumer, prop, options.logGroup, "EventBridge writes to groups of its own Region");
    const logGroup =
      options.logGroup ??
      new LogGroup(consumer, "LogGroup", {
        // Without a name, so that one that was kept is not in the way of the next.
        retention: options.retention ?? RetentionDays.ONE_YEAR,
        removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      });
    access().admitRules(consumer.node.id, logGroup.logGroupName);
    // A target's ARN has no ":*" at its end, unlike the group's own attribute.
    const arn = Stack.of(consumer).formatArn({
      service: "logs",
      resource: "log-group",
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      resourceName: logGroup.logGroupName,
    });
    return { to: () => ({ bind: () => ({ arn }) }) };
  };
}
