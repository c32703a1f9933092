import { CfnOutput } from "aws-cdk-lib";
import { AccountPrincipal, PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import { Construct } from "constructs";
import { EVENT_SOURCE } from "../src/contract.ts";
import type { BusAccess } from "../src/core/deployment/bus-access.ts";
import { RecordBus } from "./bus/record-bus.ts";
import type { RecordBusProps } from "./bus/record-bus-props.ts";
import { addToBusPolicy } from "./guard/bus-policy.ts";
import { type CompanionAlarmsProps, tellOfAlarms } from "./operations/companion-alarms.ts";
import { deadLetterAlarms } from "./runbook/runbook-alarm.ts";

/** Properties of {@linkcode TrailbridgeReceiver}. */
export interface TrailbridgeReceiverProps extends Omit<RecordBusProps, keyof BusAccess> {
  /** Account that forwards: the one trailbridge runs in. */
  readonly senderAccount: string;

  /**
   * Id of the organisation the sender must belong to as well.
   *
   * @default - not asked for
   */
  readonly organizationId?: string;

  /**
   * Whom the alarms of the bus and its consumers tell.
   *
   * @default - a topic is made that nobody is subscribed to yet
   */
  readonly alarms?: CompanionAlarmsProps;
}

/**
 * The receiving side of `RecordBus.addEventBus()`, for another account or Region: a bus that takes
 * trailbridge's events from one account and nothing else, with `add…` methods for consumers there.
 *
 * Give its bus a name, so that the sender can name its ARN before it exists.
 *
 * @example
 * ```ts
 * // in the receiving account
 * const receiver = new TrailbridgeReceiver(stack, "Receiver", {
 *   senderAccount: "111122223333",
 *   eventBusName: "trailbridge",
 * });
 * receiver.bus.addQueue("Siem");
 * // in the account of trailbridge
 * trailbridge.bus.addEventBus("Production", {
 *   eventBus: EventBus.fromEventBusArn(stack, "Receiving", "arn:aws:events:eu-central-1:444455556666:event-bus/trailbridge"),
 * });
 * ```
 */
export class TrailbridgeReceiver extends Construct {
  /** The bus that takes the sender's events; its `add…` methods give it consumers. */
  readonly bus: RecordBus;

  /** Topic the alarms tell. */
  readonly alarmTopic: ITopic;

  constructor(scope: Construct, id: string, props: TrailbridgeReceiverProps) {
    super(scope, id);
    const { senderAccount, organizationId, alarms, ...busProps } = props;
    if (!/^\d{12}$/.test(senderAccount)) {
      throw new Error(
        `Cannot receive from account "${senderAccount}" as senderAccount must be 12 digits`,
      );
    }
    const { topic, action } = tellOfAlarms(this, alarms);
    this.alarmTopic = topic;
    this.bus = new RecordBus(this, "Bus", busProps);
    this.bus.addAlarmAction(action);
    if (this.bus.deadLetters !== undefined) {
      const [lasting, arrivals] = deadLetterAlarms(
        this,
        "BusDeadLetters",
        "consumer-dead-letters",
        this.bus.deadLetters,
      );
      lasting.addAlarmAction(action);
      lasting.addOkAction(action);
      arrivals.addAlarmAction(action);
    }
    addToBusPolicy(
      this,
      this.bus.eventBus,
      new PolicyStatement({
        sid: "trailbridge-forwards",
        principals: [new AccountPrincipal(senderAccount)],
        actions: ["events:PutEvents"],
        resources: [this.bus.eventBus.eventBusArn],
        conditions: {
          StringEquals: {
            "events:source": EVENT_SOURCE,
            ...(organizationId !== undefined && { "aws:PrincipalOrgID": organizationId }),
          },
        },
      }),
    );
    new CfnOutput(this, "EventBusArn", {
      description: "Bus for the sender's consumers.<name>.bus.arn",
      value: this.bus.eventBus.eventBusArn,
    });
  }
}
