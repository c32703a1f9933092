import { Arn, ArnFormat, Stack, Token } from "aws-cdk-lib";
import { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { type ITopic, Topic } from "aws-cdk-lib/aws-sns";
import type { Construct } from "constructs";
import type { CounterSum } from "../src/contract.ts";
import { RecordBus } from "./bus/record-bus.ts";
import type { IRecordBus } from "./bus/record-bus-interface.ts";
import { ProductMetrics } from "./operations/product-metrics.ts";
import type { ITrailbridge, TrailbridgeAttributes } from "./trailbridge-interface.ts";

/** A deployment that another app or stack of the account made. */
export class ImportedTrailbridge extends ProductMetrics implements ITrailbridge {
  readonly bus: IRecordBus;
  readonly alarmTopic: ITopic;
  private readonly names: Readonly<Record<CounterSum["of"], string>>;

  constructor(scope: Construct, id: string, attributes: TrailbridgeAttributes) {
    super(scope, id);
    const { splitterFunctionArn, notifierFunctionArn, alarmTopicArn, ...bus } = attributes;
    requireArn(this, { splitterFunctionArn }, "lambda", "function");
    requireArn(this, { notifierFunctionArn }, "lambda", "function");
    requireArn(this, { alarmTopicArn }, "sns");
    requireArn(this, { eventBusArn: bus.eventBusArn }, "events", "event-bus");
    this.bus = RecordBus.fromRecordBusAttributes(this, "Bus", bus);
    this.alarmTopic = Topic.fromTopicArn(this, "AlarmTopic", alarmTopicArn);
    const nameOf = (part: string, arn: string) =>
      LambdaFunction.fromFunctionArn(this, part, arn).functionName;
    this.names = {
      splitter: nameOf("Splitter", splitterFunctionArn),
      notifier: nameOf("Notifier", notifierFunctionArn),
    };
  }

  protected override functionNames(): Readonly<Record<CounterSum["of"], string>> {
    return this.names;
  }
}

/** Refuses what is no ARN of the kind, or of another account or Region: what it names is used beside it. */
function requireArn(
  scope: Construct,
  attribute: Readonly<Record<string, string>>,
  service: string,
  kind?: string,
): void {
  for (const [name, arn] of Object.entries(attribute)) {
    if (Token.isUnresolved(arn)) continue;
    const is = /^arn:[\w-]+:([^:]*):([^:]+):([^:]+):([^:/]+)/.exec(arn);
    if (is?.[1] !== service || (kind !== undefined && is[4] !== kind)) {
      const what = kind === undefined ? service : `${service} ${kind}`;
      throw new Error(`Cannot use ${name} as it must be an ARN of ${what}: it is "${arn}"`);
    }
    const { region, account } = Arn.split(arn, ArnFormat.NO_RESOURCE_NAME);
    const here = Stack.of(scope);
    for (const [place, given, own] of [
      ["Region", region, here.region],
      ["account", account, here.account],
    ] as const) {
      if (given === own || Token.isUnresolved(own)) continue;
      throw new Error(
        `Cannot use ${name} as a deployment is used in its own ${place}: it is of "${given}", the stack of "${own}"`,
      );
    }
  }
}
