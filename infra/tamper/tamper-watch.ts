import { Aspects, CfnResource, Duration, Stack } from "aws-cdk-lib";
import {
  EventField,
  type EventPattern,
  type IEventBus,
  type IRuleTarget,
  Rule,
  RuleTargetInput,
} from "aws-cdk-lib/aws-events";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct, type IConstruct } from "constructs";
import { checkPattern } from "../consumer/pattern.ts";
import { onBehalfOf } from "../delivery/source-conditions.ts";
import { deadLetterQueue } from "../shared/dead-letters.ts";
import { physicalName } from "../shared/physical-name.ts";
import { topicKey } from "../shared/topic-key.ts";
import { bootstrapRoles } from "./bootstrap-roles.ts";
import type { CallField } from "./call-field.ts";
import { callPatterns } from "./call-pattern.ts";
import {
  attemptPatterns,
  deployPattern,
  foreignRulePattern,
  trailPattern,
} from "./other-patterns.ts";
import { callFields, stackFields } from "./resource-fields.ts";
import { functionNamesBelow, resourcesBelow } from "./watched.ts";

/** Properties of {@linkcode TamperWatch}. */
export interface TamperWatchProps {
  /** Topic that is told: that of the alarms. */
  readonly topic: ITopic;
  /** The notifier's queue: it tells the same where alerts go, as long as it can. */
  readonly front: { readonly queue: Queue; readonly deadLetters: Queue };
  /** The record bus: a rule on it that is not the stack's own is told of, whoever deploys it. */
  readonly bus: IEventBus;
  /** Everything below it is watched. */
  readonly watched: IConstruct;
  /** What else is called by what, that was there before. */
  readonly fields: readonly CallField[];
  /**
   * ARNs of the roles that deploy: their calls are not told one by one, but the stack's update is.
   *
   * @default - the roles of the CDK's bootstrap stack in this account and Region
   */
  readonly deployRoleArns?: readonly string[] | undefined;
}

/**
 * Defines the second way out: whoever changes, disables, deletes or re-points a resource of the
 * product's, or tries to, is told of by an EventBridge rule of the default bus, straight to the
 * alarm topic. It needs no function, no bus, no queue and no table of the product's. The notifier
 * tells the same, where alerts go: of a topic that is gone, say.
 *
 * What is watched is everything below a construct when the app is synthesized, consumers that are
 * added later too. A deploy by a role that is known is told once, by the stack's own status.
 *
 * It sees calls of this account and Region. IAM's are made in us-east-1: `IamCallForwarder` there
 * sends them here. Calls in other accounts come by the log files alone.
 */
export class TamperWatch extends Construct {
  /** Takes what the topic did not. */
  readonly undelivered: Queue;
  private readonly props: TamperWatchProps;
  /** What the names of all its rules begin with. */
  private readonly rules: string;

  constructor(scope: Construct, id: string, props: TamperWatchProps) {
    super(scope, id);
    this.props = props;
    this.rules = `${physicalName(this, 48)}-`;
    this.undelivered = deadLetterQueue(this, "Undelivered");
    this.admit();
    let isDone = false;
    Aspects.of(props.watched).add({
      visit: (visited) => {
        // Once all that is to be watched is there.
        if (isDone || visited !== props.watched) return;
        isDone = true;
        this.watch();
      },
    });
  }

  private watch(): void {
    const { watched } = this.props;
    const stack = Stack.of(this);
    const { rules } = this;
    const named = (field: string): CallField => ({
      field,
      value: { prefix: rules },
      characters: rules.length + 12,
    });
    const fields = [
      ...resourcesBelow(watched, stack).flatMap(callFields),
      ...this.props.fields,
      ...stackFields(stack),
    ];
    const deployRoleArns = this.props.deployRoleArns ?? bootstrapRoles(stack);
    const handler = stack.node.tryFindChild(NOTIFICATIONS_HANDLER)?.node.tryFindChild("Role")
      ?.node.defaultChild;
    const roles = [
      ...deployRoleArns,
      ...(CfnResource.isCfnResource(handler) ? [handler.getAtt("Arn").toString()] : []),
    ];
    const calls = callPatterns(distinct(fields, stack), {
      deployRoleArns: roles,
      // Two rules at least know of each other: of the calls that disable one, another tells.
      always: [named("name"), named("rule")],
    });
    const attempts = attemptPatterns(
      stack,
      { functions: functionNamesBelow(watched), bus: this.props.bus.eventBusName },
      roles,
    );
    const all: readonly (readonly [string, EventPattern])[] = [
      ...calls.map((pattern, i) => [`${i + 1}`, pattern] as const),
      ...attempts.map(
        (pattern, i) => [i === 0 ? "attempts" : `attempts-${i + 1}`, pattern] as const,
      ),
      ["trails", trailPattern()],
      ...(roles.length > 0
        ? [["foreign", foreignRulePattern(stack, this.props.bus, roles)] as const]
        : []),
      ["deploy", deployPattern(stack)],
    ];
    for (const [name, eventPattern] of all) {
      checkPattern(this, eventPattern, `watch the product's own resources (${name})`);
      new Rule(this, `On-${name}`, {
        ruleName: `${rules}${name}`,
        description: "Calls on trailbridge's own resources: straight to the alarm topic",
        eventPattern,
        targets:
          name === "deploy"
            ? [this.toTopic(DEPLOY_TEXT)]
            : [this.toTopic(CALL_TEXT), this.toFront()],
      });
    }
  }

  /** A target as the CDK's own, but for its grant, which would be given anew for each rule. */
  private toTopic(text: string): IRuleTarget {
    const { topic } = this.props;
    return {
      bind: () => ({
        arn: topic.topicArn,
        input: RuleTargetInput.fromText(text),
        deadLetterConfig: { arn: this.undelivered.queueArn },
        retryPolicy: PATIENCE,
        targetResource: topic,
      }),
    };
  }

  private toFront(): IRuleTarget {
    const { queue, deadLetters } = this.props.front;
    return {
      bind: () => ({
        arn: queue.queueArn,
        deadLetterConfig: { arn: deadLetters.queueArn },
        retryPolicy: PATIENCE,
        targetResource: queue,
      }),
    };
  }

  private admit(): void {
    const { topic } = this.props;
    const events = new ServicePrincipal("events.amazonaws.com");
    // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sns-permissions
    // EventBridge publishes without saying for which rule: with a condition it could not.
    topic.addToResourcePolicy(
      new PolicyStatement({
        sid: "TamperRulesPublish",
        principals: [events],
        actions: ["sns:Publish"],
        resources: [topic.topicArn],
      }),
    );
    if (CfnResource.isCfnResource(topic.node.defaultChild)) {
      topicKey(this).addToResourcePolicy(
        new PolicyStatement({
          sid: "TamperRulesEncrypt",
          principals: [events],
          actions: ["kms:GenerateDataKey*", "kms:Decrypt"],
          resources: ["*"],
        }),
      );
    }
    const stack = Stack.of(this);
    const rules = stack.formatArn({
      service: "events",
      resource: "rule",
      resourceName: `${this.rules}*`,
    });
    const { queue, deadLetters } = this.props.front;
    for (const [sid, to] of [
      ["TamperRulesGiveUp", this.undelivered],
      ["TamperRulesSend", queue],
      ["TamperRulesGiveUp", deadLetters],
    ] as const) {
      to.addToResourcePolicy(
        new PolicyStatement({
          sid,
          principals: [events],
          actions: ["sqs:SendMessage"],
          resources: [to.queueArn],
          conditions: onBehalfOf({ arn: rules, account: stack.account }),
        }),
      );
    }
  }
}

/** Fixed by the CDK, one per stack: what sets a bucket's notifications during a deploy. */
const NOTIFICATIONS_HANDLER = "BucketNotificationsHandler050a0587b7544547bf325f094a3db834";

/** One of each: several resources may be known by the same. */
function distinct(fields: readonly CallField[], stack: Stack): readonly CallField[] {
  const key = ({ field, value }: CallField) => JSON.stringify([field, stack.resolve(value)]);
  return [...new Map(fields.map((it) => [key(it), it])).values()];
}

const PATIENCE = {
  maximumEventAgeInSeconds: Duration.hours(24).toSeconds(),
  maximumRetryAttempts: 185,
};

const path = (of: string) => EventField.fromPath(of);

/** Nothing in it is text that the caller chose freely: the event's id leads to all of it. */
const CALL_TEXT = [
  `trailbridge: ${path("$.detail.eventName")} (${path("$.detail.eventSource")}) was called on what trailbridge itself is made of, or on what it depends on.`,
  `By ${path("$.detail.userIdentity.arn")} from ${path("$.detail.sourceIPAddress")}, in ${path("$.account")} ${path("$.detail.awsRegion")} at ${path("$.detail.eventTime")}. Refused with: ${path("$.detail.errorCode")} (nothing: it succeeded).`,
  `Unless this was you, treat it as an incident: somebody may be silencing alerts. CloudTrail has the whole call as event ${path("$.detail.eventID")}.`,
].join(" ");

const DEPLOY_TEXT = [
  `trailbridge: its stack ${path("$.detail.stack-id")} is in state ${path("$.detail.status-details.status")} since ${path("$.time")}.`,
  "A deploy says so once; where nobody deployed, treat it as an incident.",
].join(" ");
