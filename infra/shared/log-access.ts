import { ArnFormat, Lazy, Stack } from "aws-cdk-lib";
import { PolicyDocument, PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { CfnResourcePolicy } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { onBehalfOf } from "../delivery/source-conditions.ts";
import { physicalName } from "./physical-name.ts";

/**
 * The policy that lets EventBridge write to the log groups of one bus: its own log, and those that
 * are consumers. One for all, as an account has ten in a Region.
 *
 * Log streams are made without word of whom they are for, so that action has no condition.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-cloudwatchlogs-permissions
 */
export class LogAccess extends Construct {
  private readonly busName: string;
  private readonly stack: Stack;
  private busLog?: PolicyStatement;
  /** Log streams of the consumers' groups. */
  private readonly consumers: string[] = [];

  constructor(scope: Construct, id: string, busName: string) {
    super(scope, id);
    this.stack = Stack.of(scope);
    this.busName = busName;
    new CfnResourcePolicy(this, "ResourcePolicy", {
      policyName: physicalName(scope, 200),
      policyDocument: Lazy.string({ produce: () => this.stack.toJsonString(this.document()) }),
    });
  }

  /** Lets EventBridge deliver the bus's own log to a log group. */
  admitBusLog(logGroupName: string): void {
    this.busLog = new PolicyStatement({
      sid: "BusLog",
      principals: [new ServicePrincipal("delivery.logs.amazonaws.com")],
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resources: [this.streamsOf(logGroupName)],
      conditions: { StringEquals: { "aws:SourceAccount": this.stack.account } },
    });
  }

  /**
   * Lets the bus's rules write to a log group.
   *
   * @param consumer Name of the consumer, for the message.
   * @throws {Error} If the policy would have more characters than CloudWatch takes.
   */
  admitRules(consumer: string, logGroupName: string): void {
    const streams = this.streamsOf(logGroupName);
    if (!this.consumers.includes(streams)) this.consumers.push(streams);
    const characters = lengthOf(this.stack.resolve(this.document()), this.stack.stackName);
    if (characters <= MAX_CHARACTERS) return;
    throw new Error(
      `Cannot add log group consumer "${consumer}" as the policy of a bus's log groups must have <= ${MAX_CHARACTERS} characters: ${characters}; give log groups shorter names, let consumers share one, or take a queue or Firehose`,
    );
  }

  private document(): PolicyDocument {
    const statements = [
      ...(this.busLog ? [this.busLog] : []),
      ...(this.consumers.length > 0 ? this.rulesWrite() : []),
    ];
    return new PolicyDocument({ statements });
  }

  private rulesWrite(): PolicyStatement[] {
    const resources = this.consumers;
    const principals = [
      new ServicePrincipal("events.amazonaws.com"),
      new ServicePrincipal("delivery.logs.amazonaws.com"),
    ];
    const rules = this.stack.formatArn({
      service: "events",
      resource: "rule",
      resourceName: `${this.busName}/*`,
    });
    const conditions = onBehalfOf({ arn: rules, account: this.stack.account });
    return [
      new PolicyStatement({ principals, resources, actions: ["logs:CreateLogStream"] }),
      new PolicyStatement({ principals, resources, actions: ["logs:PutLogEvents"], conditions }),
    ];
  }

  /** By the group's name and not by its ARN, whose length nobody knows. */
  private streamsOf(logGroupName: string): string {
    return this.stack.formatArn({
      service: "logs",
      resource: "log-group",
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      resourceName: `${logGroupName}:*`,
    });
  }
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutResourcePolicy.html */
const MAX_CHARACTERS = 5_120;

/** Characters of a resolved policy, with room for what only the deployment knows. */
function lengthOf(policy: unknown, stackName: string): number {
  const text = (part: unknown): string => textOf(part, stackName);
  return JSON.stringify(policy, (_, value: unknown) => {
    const intrinsic = Object(value) as Record<string, unknown>;
    const join = intrinsic["Fn::Join"];
    if (Array.isArray(join)) return (join[1] as unknown[]).map(text).join(String(join[0]));
    return "Ref" in intrinsic ? text(value) : value;
  }).length;
}

/** The longest Region's name has 15 characters, an account's id 12, a partition's name at most 10. */
function textOf(part: unknown, stackName: string): string {
  if (typeof part === "string") return part;
  const { Ref } = part as { Ref?: string };
  if (Ref === undefined || Ref.startsWith("AWS::")) return "?".repeat(15);
  // CloudFormation names what has no name by the stack, its logical id and 12 characters.
  return `${stackName}-${Ref}-${"?".repeat(12)}`;
}
