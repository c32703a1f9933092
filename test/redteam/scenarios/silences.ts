import type { Product } from "../product.ts";
import { type Scenario, verdictOf } from "../scenario.ts";

const SETTINGS = `
account: "111122223333"
region: us-east-1
logs: { bucket: logs }
slack: { app: { botTokenSecretId: bot, channel: C0SECURITY } }
`;

type Silencing = typeof import("../../silencing/silencing.ts");
type SettingsFile = typeof import("../../../src/adapters/settings-file.ts");
type Environment = typeof import("../../../src/core/deployment/function-environment.ts");

/** Disables one thing after the other, and waits a quarter of an hour that is simulated. */
const CANARY: Scenario = {
  id: "2.1-canary",
  title:
    "disables each rule, mapping, schedule and function that an alert goes through, and makes no call that anybody sees",
  async run(product) {
    const { silence } = await product.load<Silencing>("test/silencing/silencing.ts");
    const { parseSettings } = await product.load<SettingsFile>("src/adapters/settings-file.ts");
    const flow =
      /^Trailbridge(?:Notifier(?:Critical)?Rule\d|NotifierSweep|Canary|NotifierFunction|SplitterFunction)/;
    const rows = await silence(
      parseSettings(SETTINGS, "settings.yaml"),
      ".",
      ({ resource, how, type }) =>
        flow.test(resource) &&
        /^(?:disabled|throttled to nothing|removed)$/.test(how) &&
        type !== "AWS::Logs::LogGroup",
    );
    const silent = rows.filter(({ canary }) => canary === undefined || canary > 15);
    return verdictOf(
      { "something was disabled": rows.length > 10, "each is an alarm": silent.length === 0 },
      `${rows.length} ways closed; without an alarm: ${silent.map(({ resource }) => resource).join(", ") || "none"}`,
    );
  },
};

/** Makes a call on the product's own resources, which only CloudTrail's event tells of. */
function tampering(
  id: string,
  title: string,
  call: Parameters<NonNullable<Stack["calls"]>["note"]>[0],
  told: string,
): Scenario {
  return {
    id,
    title,
    run: (product) =>
      product.deployed(
        SETTINGS,
        async (running) => {
          running.local.stack.calls?.note(call);
          await running.idle();
          const topic = running.local.stack
            .snsMessages()
            .filter(({ topic }) => topic.includes("Alarm"))
            .map(({ message }) => message);
          const slack = running.slack().map(({ parent }) => parent);
          return verdictOf(
            {
              "the alarm topic is told": topic.some((message) => message.includes(told)),
              "Slack is told": slack.some((message) => message.includes(told)),
            },
            topic[0] ?? "nothing on the alarm topic",
          );
        },
        { recordCalls: true },
      ),
  };
}

type Stack = import("../../../src/local/stack-types.ts").Stack;

const OWN_CALL = tampering(
  "2.2-own-call",
  "disables a rule of the record bus, before any log file tells of it",
  {
    service: "events",
    operation: "DisableRule",
    input: { Name: "any", EventBusName: "trailbridge" },
  },
  "DisableRule",
);

const ATTEMPT = tampering(
  "2.2-attempt",
  "tries to delete a function with a role that may not, whose record says nothing of the request",
  {
    service: "lambda",
    operation: "DeleteFunction",
    input: {},
    error: {
      code: "AccessDenied",
      message:
        "User: arn:aws:iam::111122223333:user/m is not authorized to perform: lambda:DeleteFunction on resource: arn:aws:lambda:us-east-1:111122223333:function:trailbridge-notifier",
    },
  },
  "DeleteFunction",
);

const BUCKET: Scenario = {
  id: "2.4-bucket",
  title:
    "has the log bucket forget: its files expire after a day, and what is overwritten is not kept",
  run: (product) =>
    product.deployed(
      SETTINGS,
      async (running) => {
        const input = { Bucket: "logs" };
        for (const operation of ["PutBucketLifecycleConfiguration", "PutBucketVersioning"]) {
          running.local.stack.calls?.note({ service: "s3", operation, input });
        }
        await running.idle();
        const told = running.local.stack.snsMessages().map(({ message }) => message);
        const slack = running.slack().map(({ parent }) => parent);
        const isIn = (texts: readonly string[], call: string) =>
          texts.some((text) => text.includes(call));
        return verdictOf({
          "expiry is told": isIn(told, "PutBucketLifecycle") && isIn(slack, "PutBucketLifecycle"),
          "versioning is told":
            isIn(told, "PutBucketVersioning") && isIn(slack, "PutBucketVersioning"),
        });
      },
      { recordCalls: true },
    ),
};

const ENVIRONMENT: Scenario = {
  id: "2.3-environment",
  title: "has the function send its token elsewhere by a variable of its environment",
  async run(product) {
    const { unsafeVariable } = await product.load<Environment>(
      "src/core/deployment/function-environment.ts",
    );
    const variables = [
      ["SLACK_API_URL", "https://taker.example/api/"],
      ["SLACK_API_URL", "http://127.0.0.1.taker.example/"],
      ["AWS_ENDPOINT_URL_SECRETS_MANAGER", "https://taker.example"],
      ["NODE_OPTIONS", "--import=/opt/taker.mjs"],
      ["HTTPS_PROXY", "http://taker.example"],
      ["TRAILBRIDGE_CONFIG", "/opt/config.json"],
    ] as const;
    const taken = variables.filter(([name, value]) => unsafeVariable(name, value) === undefined);
    const loopback = unsafeVariable("SLACK_API_URL", "http://127.0.0.1:4000/");
    return verdictOf(
      { "each is refused": taken.length === 0, "loopback is not": loopback === undefined },
      taken.map(([name]) => name).join(", "),
    );
  },
};

const ARRIVALS: Scenario = {
  id: "2.5-dead-letters",
  title: "puts one dead letter into each queue, so that no other is heard of",
  async run(product: Product) {
    const { template } = await product.synthesize(SETTINGS);
    const alarms = Object.values(template.Resources).filter(
      ({ Type }) => Type === "AWS::CloudWatch::Alarm",
    );
    const lasting = alarms.filter(
      ({ Properties }) => Properties?.MetricName === "ApproximateNumberOfMessagesVisible",
    );
    const anew = alarms.filter(({ Properties }) =>
      JSON.stringify(Properties?.Metrics ?? []).includes("DIFF(depth)"),
    );
    return verdictOf(
      {
        "there are dead letters to watch": lasting.length > 3,
        "each further one is an alarm": anew.length === lasting.length,
        "which tells somebody": anew.every(
          ({ Properties }) => Properties?.AlarmActions !== undefined,
        ),
      },
      `${lasting.length} queues, ${anew.length} alarms of arrivals`,
    );
  },
};

export const SCENARIOS: readonly Scenario[] = [
  CANARY,
  OWN_CALL,
  ATTEMPT,
  BUCKET,
  ENVIRONMENT,
  ARRIVALS,
];
