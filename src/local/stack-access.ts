import { type Access, createAccess, namedCaller, roleCaller } from "./access/access.ts";
import type { Ask } from "./access/operation-asks.ts";
import { type AccessRefusal, refusalText } from "./access/refusal.ts";
import type { RoutedEvent } from "./events/routed-event.ts";
import { targetArn } from "./events/target.ts";
import type { Principal } from "./iam/request.ts";
import type { AwsError } from "./protocol/aws-error.ts";
import type { Intercept } from "./protocol/service.ts";
import type { CountedRefusal, StackOptions } from "./stack-types.ts";
import { arnOf, bucketArn, functionArn, type Place } from "./wiring/arn.ts";
import type {
  BucketWiring,
  EventSourceMappingWiring,
  FunctionWiring,
  NotificationWiring,
  SubscriptionWiring,
  TargetWiring,
  Wiring,
} from "./wiring/wiring.ts";

/** Who may do what in a stack; a wiring that says nothing of permissions allows everything. */
export interface StackAccess {
  readonly intercept: Intercept;
  /** Notes a session that a role was assumed for. */
  assumed(accessKeyId: string, roleArn: string, session: string): void;
  /** Whose an access key is; undefined for one of the account's own. */
  callerOf(accessKeyId: string | undefined): Principal | undefined;
  /** Environment variables by which a function's calls are its role's. */
  credentialsOf(wiring: FunctionWiring): Readonly<Record<string, string>>;
  /** Whether S3 may tell a destination. */
  mayNotify(bucket: BucketWiring, notification: NotificationWiring): boolean;
  /** Whether SNS may hand a message on. */
  mayDeliver(topicArn: string, subscription: SubscriptionWiring): boolean;
  /** Whether Lambda may read a queue by the role of the function it feeds. */
  mayPoll(mapping: EventSourceMappingWiring): boolean;
  /** How a target refuses EventBridge. */
  refuseTarget(ruleArn: string, target: TargetWiring, event: RoutedEvent): AwsError | undefined;
  /** What was refused so far. */
  refusals(): readonly CountedRefusal[];
}

/** Makes it, and asks at once for what services would do that the stack does not run. */
export function createStackAccess(
  wiring: Wiring,
  place: Place,
  { onAsked, onEvent = () => {} }: Pick<StackOptions, "onAsked" | "onEvent">,
): StackAccess {
  const { permissions, functions = [], sinks = [] } = wiring;
  const counts = new Map<string, CountedRefusal>();
  const onRefused = (refusal: AccessRefusal) => {
    const text = refusalText(refusal);
    counts.set(text, { ...refusal, count: (counts.get(text)?.count ?? 0) + 1 });
    onEvent({ kind: "refused", refusal });
  };
  const options = { place, onRefused, ...(onAsked && { onAsked }) };
  const access = permissions === undefined ? OPEN : createAccess(permissions, options);
  const roleOf = (name: string) => functions.find((it) => it.name === name)?.roleArn;
  const asService = (service: string, sourceArn: string, account: string, asks: readonly Ask[]) => {
    const context = { "aws:SourceArn": sourceArn, "aws:SourceAccount": account };
    return access.check(
      asks[0]?.action.split(":")[0] ?? "",
      { kind: "service", service },
      asks.map((ask) => ({ ...ask, context: { ...ask.context, ...context } })),
    );
  };
  const asksOfDestination = (it: {
    readonly queue?: string;
    readonly function?: string;
    readonly topic?: string;
  }): readonly Ask[] => [
    ...(it.queue === undefined
      ? []
      : [{ action: "sqs:SendMessage", resource: arnOf("sqs", it.queue, place) }]),
    ...(it.function === undefined
      ? []
      : [{ action: "lambda:InvokeFunction", resource: functionArn(it.function, place) }]),
    ...(it.topic === undefined
      ? []
      : [{ action: "sns:Publish", resource: arnOf("sns", it.topic, place) }]),
  ];

  for (const { caller, action, resource, context = {} } of permissions?.serviceCalls ?? []) {
    const asked = { action, resource, context };
    access.check(action.split(":")[0] ?? "", namedCaller(caller), [asked]);
  }
  for (const { roleArn, onFailureQueue: queue } of functions) {
    if (roleArn === undefined || queue === undefined) continue;
    access.check("sqs", roleCaller(roleArn), asksOfDestination({ queue }));
  }

  return {
    intercept: access.intercept,
    assumed: access.assumed,
    refusals: () => [...counts.values()],
    callerOf: access.callerOf,
    credentialsOf({ roleArn, name }): Readonly<Record<string, string>> {
      if (roleArn === undefined || permissions === undefined) return {};
      // Lambda names the sessions of a function's role for the function.
      return { AWS_ACCESS_KEY_ID: access.keyOf(roleArn, name) };
    },
    mayNotify({ name, account = place.account }, notification) {
      const asks = asksOfDestination(notification);
      if (notification.byCloudTrail) return true;
      return (
        asService("s3.amazonaws.com", bucketArn(name, place.region), account, asks) === undefined
      );
    },
    mayDeliver(topicArn, subscription) {
      const account = topicArn.split(":")[4] ?? place.account;
      const asks = asksOfDestination(subscription);
      return asService("sns.amazonaws.com", topicArn, account, asks) === undefined;
    },
    mayPoll({ queue, function: name }) {
      const roleArn = roleOf(name);
      if (roleArn === undefined) return true;
      // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html#events-sqs-permissions
      const asks = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"].map(
        (action) => ({ action, resource: arnOf("sqs", queue, place) }),
      );
      return access.check("sqs", roleCaller(roleArn), asks) === undefined;
    },
    refuseTarget(ruleArn, target, { parsed }) {
      const sink = target.kind === "sink" && sinks.find(({ name }) => name === target.sink);
      const arn = sink ? sink.arn : targetArn(target, place);
      const { roleArn } = target;
      const stream = arn.split(":")[2] === "logs" ? ":log-stream:local" : "";
      const context = {
        "events:source": String(parsed.source),
        "events:detail-type": String(parsed["detail-type"]),
      };
      const asks = actionsAt(arn).map((action) => ({
        action,
        resource: arn + stream,
        ...(action === "events:PutEvents" && { context }),
      }));
      if (roleArn === undefined) {
        return asService("events.amazonaws.com", ruleArn, place.account, asks);
      }
      const trust = { action: "sts:AssumeRole", resource: roleArn };
      return (
        asService("events.amazonaws.com", ruleArn, place.account, [trust]) ??
        access.check("events", roleCaller(roleArn), asks)
      );
    },
  };
}

/**
 * What EventBridge does at a target.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 */
function actionsAt(arn: string): readonly string[] {
  switch (arn.split(":")[2]) {
    case "sqs":
      return ["sqs:SendMessage"];
    case "sns":
      return ["sns:Publish"];
    case "lambda":
      return ["lambda:InvokeFunction"];
    case "logs":
      return ["logs:CreateLogStream", "logs:PutLogEvents"];
    case "firehose":
      return ["firehose:PutRecord", "firehose:PutRecordBatch"];
    case "events":
      return [arn.includes(":event-bus/") ? "events:PutEvents" : "events:InvokeApiDestination"];
    default:
      return [];
  }
}

const OPEN: Access = {
  keyOf: () => "local",
  callerOf: () => undefined,
  assumed() {},
  intercept: () => undefined,
  check: () => undefined,
};
