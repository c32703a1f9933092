import type { Product } from "../product.ts";
import { record } from "../record.ts";
import { type Scenario, verdictOf } from "../scenario.ts";

/** What the record of a call has in common with no other. */
type Call = Readonly<Record<string, unknown>>;

const AT = "us-east-1:111122223333";

/** A call on each kind of part, as CloudTrail writes it, and one that was refused. */
function callsOn(name: string): readonly (readonly [source: string, event: string, Call])[] {
  const part = `${name}-Part-1A2B`;
  const asked = (requestParameters: Call): Call => ({ requestParameters });
  return [
    ["lambda", "DeleteFunction20150331", asked({ functionName: `${name}-notifier` })],
    ["lambda", "UpdateFunctionCode20150331v2", asked({ functionName: `${name}-notifier` })],
    ["lambda", "RemovePermission20150331v2", asked({ functionName: `${name}-notifier:live` })],
    ["lambda", "CreateEventSourceMapping20150331", asked({ functionName: `${name}-notifier` })],
    ["events", "DeleteEventBus", asked({ name })],
    ["events", "RemoveTargets", asked({ rule: "any", eventBusName: name })],
    ["events", "DisableRule", asked({ name: part })],
    ["sqs", "PurgeQueue", asked({ queueUrl: `https://sqs.example/111122223333/${part}` })],
    ["sqs", "StartMessageMoveTask", asked({ sourceArn: `arn:aws:sqs:${AT}:${part}` })],
    ["dynamodb", "UpdateTimeToLive", asked({ tableName: part })],
    ["secretsmanager", "DeleteSecret", asked({ secretId: `${name}/slack-bot-token` })],
    ["iam", "PutRolePolicy", asked({ roleName: `${name}-notifier-us-east-1` })],
    ["monitoring", "DisableAlarmActions", asked({ alarmNames: ["any", part] })],
    ["sns", "SetTopicAttributes", asked({ topicArn: `arn:aws:sns:${AT}:${part}` })],
    ["cloudformation", "DeleteStack", asked({ stackName: name })],
    ["logs", "DeleteLogGroup", asked({ logGroupName: `/aws/lambda/${name}-notifier` })],
    [
      "lambda",
      "DeleteFunction20150331",
      {
        requestParameters: null,
        errorCode: "AccessDenied",
        errorMessage: `User: arn:aws:iam::111122223333:user/m is not authorized to perform: lambda:DeleteFunction on resource: arn:aws:lambda:${AT}:function:${name}-notifier`,
      },
    ],
  ];
}

/** Lines about those of the calls that a rule of the pack matches, the stack being called `name`. */
async function matched(product: Product, name: string, calls = callsOn(name)): Promise<string[]> {
  const settings = `
name: ${name}
account: "111122223333"
region: us-east-1
logs: { bucket: logs }
slack: { app: { botTokenSecretId: bot, channel: C0SECURITY } }
rules: { packs: [tamper] }
`;
  const folder = product.folder({ "settings.yaml": settings });
  const lines = calls.map(([source, eventName, more]) =>
    JSON.stringify(record({ eventSource: `${source}.amazonaws.com`, eventName, ...more })),
  );
  const { out } = await product.cli(
    ["judge", "--settings", `${folder}/settings.yaml`, "-"],
    lines.join("\n"),
  );
  return out.split("\n").filter((line) => line.includes('"matched":["tamper-'));
}

const BY_RULE: Scenario = {
  id: "2.2-by-rule",
  title:
    "changes a part of each kind, or tries to, where no event but the log file's record tells of it",
  async run(product) {
    const usual = await matched(product, "trailbridge");
    const renamed = await matched(product, "sec-ops");
    const others = await matched(product, "sec-ops", callsOn("checkout"));
    const count = callsOn("any").length;
    return verdictOf(
      {
        "each call matches a rule of the pack": usual.length === count,
        "in a stack of another name, too": renamed.length === count,
        "the same calls on what is someone else's match none": others.length === 0,
      },
      `${count} calls: ${usual.length}, ${renamed.length}, ${others.length} matched`,
    );
  },
};

export const SCENARIOS: readonly Scenario[] = [BY_RULE];
