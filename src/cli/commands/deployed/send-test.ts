import { readSettings } from "../../../adapters/settings-file.ts";
import type { TestedPart } from "../../../core/send-test/test-targets.ts";
import type { Settings } from "../../../core/settings/settings.ts";
import { type Command, type CommandLine, UsageError } from "../../command.ts";
import { SEND_TEST_SCHEMA } from "../../json/operation-schemas.ts";
import { askedStack, STACK_OPTIONS, STACK_WORDS } from "../../operation/stack-option.ts";
import { regionOption } from "../../region-option.ts";
import { sendTests, type TestVerdict } from "../../send-test/send-tests.ts";
import { inLine } from "../../terminal-text.ts";

/** Sends each destination of the settings one message that says it is a test. */
export const sendTestCommand: Command = {
  name: "send-test",
  summary: "Send each destination of the settings one message that is marked as a test",
  operands: "",
  about: `
Tries each Slack channel, webhook, topic and consumer that the settings name, each once: is the token
good, is the app in the channel and may it post, is the webhook known, is the topic there, does
EventBridge deliver to the consumer. A line each says so, and what to do where it does not.

Every message says that it is a test. Consumers get an event on the record bus that their setting only
takes, made up: a record named TrailbridgeTest, which is marked as a replay, so that no rule tells of
it; or an alert titled TEST, by which PagerDuty opens an incident. A consumer without only gets each
event that one with only needs. Of a consumer it is known that no dead letter came in five seconds.

It asks with your credentials, not the notifier's: secretsmanager:GetSecretValue of the secrets (and
kms:Decrypt), sns:Publish, for consumers events:PutEvents as one of the setting operators and
sqs:GetQueueAttributes. Tokens and addresses are never printed.
${STACK_WORDS}
Its Slack desk is reached with SLACK_API_URL set to the desk's address and api/ behind it.

Exit status: 0; 1 if a destination did not take its message; 2 if one could not be asked.`,
  options: {
    settings: { value: "file", description: "The settings whose destinations are tried." },
    route: {
      value: "part",
      description:
        "Try these alone: default, consumers, or a route by its number, 1 the first. Default: all.",
    },
    ...STACK_OPTIONS,
    stack: { value: "name", description: "Name of the stack. Default: that of the settings." },
    json: { description: "Print what each came to as one JSON object." },
  },
  examples: [
    { words: "send-test --settings my.yaml", says: "Each destination of the settings, tried once" },
    {
      words: "send-test --settings my.yaml --route 1 --json",
      says: "Those of the first route alone, as JSON",
    },
  ],
  json: SEND_TEST_SCHEMA,
  async run(invocation, io) {
    const { operands, value, has } = invocation;
    if (operands.length > 0) {
      throw new UsageError(`send-test takes options alone: --settings ${operands[0]}?`);
    }
    const file = value("settings");
    if (file === undefined) throw new UsageError("whose destinations? --settings my.yaml");
    const settings = readSettings(file);
    const part = partOf(invocation, settings);
    const region = regionOption(invocation) ?? settings.region;
    // Loaded here, so that the other commands start without the SDK.
    const { callerArn } = await import("../../../adapters/aws/asked/caller.ts");
    const by = (await callerArn(region)).split(/[:/]/).slice(-1).join("");
    const now = Date.now();
    const stackValue = (option: string): string | undefined =>
      ({ stack: value("stack") ?? settings.name, region })[option] ?? value(option);
    let found: ReturnType<typeof askedStack> | undefined;
    const stack = async () => {
      found ??= askedStack({ value: stackValue });
      const { parts, deployed } = await found;
      const alertTopicArn = deployed.resources.find(
        ({ type, logicalId }) =>
          logicalId.startsWith(value("construct") ?? "") &&
          type === "AWS::SNS::Topic" &&
          /AlertTopic[0-9A-F]{8}$/.test(logicalId),
      )?.physicalId;
      return { ...parts, ...(alertTopicArn !== undefined && { alertTopicArn }) };
    };
    const run = { name: `send-test-${new Date(now).toISOString()}`, now };
    const results: TestVerdict[] = [];
    for await (const result of sendTests({ settings, part, run, by, region, stack })) {
      results.push(result);
      if (!has("json")) await io.out(textOf(result));
    }
    if (results.length === 0) {
      throw new UsageError("the settings name no destination there: nothing was sent");
    }
    if (has("json")) await io.out(`${JSON.stringify({ test: run.name, results })}\n`);
    const verdicts = new Set(results.map(({ verdict }) => verdict));
    return verdicts.has("unasked") ? 2 : verdicts.has("refused") ? 1 : 0;
  },
};

function partOf({ value }: CommandLine, { routes }: Settings): TestedPart | undefined {
  const text = value("route");
  if (text === undefined || text === "default" || text === "consumers") return text;
  const number = /^[1-9]\d{0,5}$/.test(text) ? Number(text) : Number.NaN;
  if (number <= routes.length) return number;
  const numbers = routes.length === 0 ? "there are no routes" : `1 to ${routes.length}`;
  throw new UsageError(
    `--route takes default, consumers or a route's number, ${numbers}: it is "${text}"`,
  );
}

const WORDS = { sent: "ok     ", refused: "FAILED ", unasked: "unknown" };

function textOf({ destination, namedBy, verdict, what, fix }: TestVerdict): string {
  const line = `${WORDS[verdict]}  ${destination} (${namedBy.join(", ")}): ${what}`;
  return `${inLine(line)}\n${fix === undefined ? "" : `         fix: ${inLine(fix)}\n`}`;
}
