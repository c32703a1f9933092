import type { IEventBus } from "aws-cdk-lib/aws-events";
import { EventBus } from "aws-cdk-lib/aws-events-targets";
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
    to: () => new EventBus(options.eventBus),
  });
}
