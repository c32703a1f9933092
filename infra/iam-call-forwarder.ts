import { Stack, Token } from "aws-cdk-lib";
import type { EventPattern } from "aws-cdk-lib/aws-events";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import { Construct } from "constructs";
import { DETAIL_TYPES } from "../src/contract.ts";
import { Consumer } from "./consumer/consumer.ts";
import { busTarget, defaultBusIn } from "./consumer/target.ts";
import {
  type CompanionAlarmsProps,
  tellOfAlarms,
  tellOfFailures,
} from "./operations/companion-alarms.ts";

/** Properties of {@linkcode IamCallForwarder}. */
export interface IamCallForwarderProps {
  /** Region trailbridge runs in, in this account. */
  readonly trailbridgeRegion: string;

  /**
   * What the names of trailbridge's roles begin with: its stack's name, and those of its functions
   * where they are named otherwise.
   *
   * @default ["trailbridge"]
   */
  readonly rolePrefixes?: readonly string[];

  /**
   * Whom the alarms of what could not be forwarded tell.
   *
   * @default - a topic is made that nobody is subscribed to yet
   */
  readonly alarms?: CompanionAlarmsProps;
}

/**
 * For us-east-1, where trailbridge runs in another Region: IAM is called there, and CloudTrail tells
 * no other Region's bus of it. Calls on trailbridge's roles are forwarded to its own default bus,
 * whose rules tell the alarm topic.
 */
export class IamCallForwarder extends Construct {
  /** Topic the alarms tell. */
  readonly alarmTopic: ITopic;

  constructor(scope: Construct, id: string, props: IamCallForwarderProps) {
    super(scope, id);
    const { trailbridgeRegion, rolePrefixes = ["trailbridge"] } = props;
    const { region, account } = Stack.of(this);
    if (!Token.isUnresolved(region) && region !== IAM_REGION) {
      throw new Error(
        `Cannot forward calls to IAM from ${region} as they are made in ${IAM_REGION}: deploy it there`,
      );
    }
    if (trailbridgeRegion === IAM_REGION) {
      throw new Error(
        `Cannot forward calls to IAM to ${IAM_REGION} as they are told there: leave it out`,
      );
    }
    const { topic, action } = tellOfAlarms(this, props.alarms);
    this.alarmTopic = topic;
    const forwarder = new Consumer(this, "Calls", {
      pattern: iamCallPattern(rolePrefixes),
      target: busTarget({ eventBus: defaultBusIn(this, account, trailbridgeRegion) }),
    });
    tellOfFailures(forwarder, action);
  }
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html */
const IAM_REGION = "us-east-1";

/** The pattern of calls that change roles whose names begin so, or try to. */
export function iamCallPattern(rolePrefixes: readonly string[]): EventPattern {
  const pattern = {
    source: ["aws.iam"],
    detailType: [DETAIL_TYPES.AwsApiCall],
    detail: {
      readOnly: [false, { exists: false }],
      $or: [
        { requestParameters: { roleName: rolePrefixes.map((prefix) => ({ prefix })) } },
        // One that was refused names no request: "not authorized … on resource: role trailbridge-…".
        { errorMessage: rolePrefixes.map((prefix) => ({ wildcard: `*: role ${prefix}*` })) },
      ],
    },
  };
  // The CDK types these lists as text, but takes what EventBridge does.
  return pattern as unknown as EventPattern;
}
