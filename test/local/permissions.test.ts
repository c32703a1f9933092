import { gzipSync } from "node:zlib";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type SynthesizedStack, synthesizeSettings } from "../../infra/build/synthesize.ts";
import { parseSettings } from "../../src/adapters/settings-file.ts";
import type { CountedRefusal } from "../../src/local/stack-types.ts";
import { startTrailbridge } from "../../src/local/trailbridge.ts";

const KEY =
  "AWSLogs/111122223333/CloudTrail/eu-central-1/2026/01/02/111122223333_CloudTrail_eu-central-1_20260102T0305Z_a.json.gz";
const RECORD = {
  eventVersion: "1.11",
  eventName: "StopLogging",
  eventSource: "cloudtrail.amazonaws.com",
  eventID: "e-0",
  eventTime: "2026-01-02T03:04:05Z",
  readOnly: false,
  awsRegion: "eu-central-1",
  userIdentity: { type: "IAMUser", accountId: "111122223333", userName: "a" },
  recipientAccountId: "111122223333",
};
const settings = parseSettings(
  `
account: "111122223333"
region: eu-central-1
logs: { bucket: trail }
slack: { app: { botTokenSecretId: slack-token, channel: C0SECURITY } }
consumers:
  changes: { queue: {} }
  insights: { logGroup: {} }
  lake: { firehose: {} }
`,
  "settings.yaml",
);

type Properties = Readonly<Record<string, unknown>>;
interface Written {
  readonly Action: string | readonly string[];
}

const test = suite("permissions of the local stack");

let synthesis: Awaited<ReturnType<typeof synthesizeSettings>>;
test.before(async () => {
  synthesis = await synthesizeSettings(settings, ".");
});
test.after(() => synthesis.close());

for (const [name, change, expected] of [
  [
    "a file by a role without s3:GetObject",
    without("s3:GetObject"),
    /Splitter.* s3:GetObject arn:aws:s3:::trail\/AWSLogs.* identity/i,
  ],
  [
    "an event by a role without events:PutEvents",
    without("events:PutEvents"),
    /Splitter.* events:PutEvents .*event-bus\/.* identity/i,
  ],
  [
    "an item by a role without dynamodb:PutItem",
    without("dynamodb:PutItem"),
    /Notifier.* dynamodb:PutItem .*table\/.* identity/i,
  ],
  [
    "the token by a role without secretsmanager:GetSecretValue",
    without("secretsmanager:GetSecretValue"),
    /Notifier.* secretsmanager:GetSecretValue .*slack-token/i,
  ],
  [
    "a queue's messages by a role without sqs:ReceiveMessage",
    without("sqs:ReceiveMessage"),
    /Notifier.* sqs:ReceiveMessage .*Critical/i,
  ],
  [
    "an event by a queue without its policy",
    dropped("AWS::SQS::QueuePolicy"),
    /^events.amazonaws.com sqs:SendMessage .*Critical.* resource/i,
  ],
  [
    "a notification by a function without its permission",
    dropped("AWS::Lambda::Permission"),
    /^s3.amazonaws.com lambda:InvokeFunction .*Splitter/i,
  ],
  [
    "an event by a log group without its policy",
    dropped("AWS::Logs::ResourcePolicy"),
    /^events.amazonaws.com logs:\w+ .*insights/i,
  ],
  [
    "a role that nobody may assume",
    without("sts:AssumeRole"),
    /^lambda.amazonaws.com sts:AssumeRole .*resource/i,
  ],
] as const) {
  test(`refuses ${name}, and names it`, async () => {
    const refusals = await refusalsOf(change(synthesis.stacks.trailbridge), expected);
    const lines = refusals.map(lineOf);
    assert.ok(
      lines.some((line) => expected.test(line)),
      lines.join("\n"),
    );
  });
}

test("refuses nothing that the template allows", async () => {
  assert.equal(await refusalsOf(synthesis.stacks.trailbridge), []);
});

test.run();

/** Takes an action out of every statement, and a statement away that has no other. */
function without(action: string) {
  const strip = (value: unknown): unknown => {
    if (Array.isArray(value)) {
      return value.filter((it) => !isOnly(it)).map(strip);
    }
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, child]) => [
        key,
        key === "Action" && Array.isArray(child)
          ? child.filter((it) => it !== action)
          : strip(child),
      ]),
    );
  };
  const isOnly = (statement: unknown) => (Object(statement) as Partial<Written>).Action === action;
  return (stack: SynthesizedStack) => changed(stack, strip as (it: Properties) => Properties);
}

/** Takes every resource of a type away. */
function dropped(type: string) {
  return (stack: SynthesizedStack): SynthesizedStack => ({
    ...stack,
    template: {
      Resources: Object.fromEntries(
        Object.entries(stack.template.Resources).filter(([, it]) => it.Type !== type),
      ),
    },
  });
}

function changed(
  stack: SynthesizedStack,
  change: (properties: Properties) => Properties,
): SynthesizedStack {
  const Resources = Object.fromEntries(
    Object.entries(stack.template.Resources).map(([id, { Type, Properties = {} }]) => [
      id,
      { Type, Properties: Type.startsWith("AWS::IAM::") ? change(Properties) : Properties },
    ]),
  );
  return { ...stack, template: { Resources } };
}

function lineOf({ caller, action, resource, why }: CountedRefusal): string {
  return `${caller} ${action} ${resource} ${why}`;
}

/** What is refused of a file's way, until the expected is or nothing is left to do. */
async function refusalsOf(
  deployment: SynthesizedStack,
  expected?: RegExp,
): Promise<readonly CountedRefusal[]> {
  const local = await startTrailbridge({ settings, deployments: [deployment] });
  const { stack } = local;
  try {
    const body = gzipSync(JSON.stringify({ Records: [RECORD] }));
    await stack.putObject("trail", KEY, body);
    const isIdle = stack.idle({ patienceSeconds: 5 }).then(() => true);
    const isThere = () => stack.refusals().some((it) => expected?.test(lineOf(it)));
    while (!isThere()) {
      const waited = new Promise<false>((resolve) => setTimeout(resolve, 100, false));
      if (await Promise.race([isIdle, waited])) break;
    }
    return stack.refusals();
  } finally {
    await local.close();
  }
}
