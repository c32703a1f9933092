import { Stack } from "aws-cdk-lib";
import { EventBus, type IEventBus } from "aws-cdk-lib/aws-events";
import { EventBus as EventBusTarget } from "aws-cdk-lib/aws-events-targets";
import type { Construct } from "constructs";
import type { ConsumerOptions, ConsumerTarget } from "./consumer.ts";

/** What a bus consumer can be told. */
export interface BusOptions extends Omit<ConsumerOptions, "maxEventAge" | "retryAttempts"> {
  /**
   * The bus, in this or another account or Region: `EventBus.fromEventBusArn()`. The other side is
   * `TrailbridgeReceiver`.
   */
  readonly eventBus: IEventBus;
}

/**
 * Another bus. It gets the whole event, `detail.record` included, under this account's number and
 * with trailbridge as source; a role of this account sends it.
 */
export function busTarget(options: BusOptions) {
  return (): ConsumerTarget => ({
    retryPolicy: false,
    to: () => new EventBusTarget(options.eventBus),
  });
}

/**
 * The default bus of another account.
 *
 * @param region Its Region. @default the stack's
 */
export function defaultBusIn(scope: Construct, account: string, region?: string): IEventBus {
  const stack = Stack.of(scope);
  const arn = stack.formatArn({
    service: "events",
    account,
    region: region ?? stack.region,
    resource: "event-bus",
    resourceName: "default",
  });
  return EventBus.fromEventBusArn(scope, "There", arn);
}
