import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import type { SynthesizedStack } from "../../../infra/build/synthesize.ts";
import { SETTINGS } from "../product.ts";
import { logKey, stopLogging } from "../record.ts";
import { type Scenario, verdictOf } from "../scenario.ts";

const BUS = "arn:aws:events:us-east-1:111122223333:event-bus/security";

const EXISTING_BUS: Scenario = {
  id: "3.1-existing-bus",
  title:
    "puts a record on a bus that was there before, as a role of the account that may do everything",
  run: (product) =>
    product.deployed(
      `${SETTINGS}bus: { arn: "${BUS}" }\n`,
      async (running) => {
        const events = new EventBridgeClient(await running.as("arn:aws:iam::111122223333:role/ci"));
        const put = async (Source: string) => {
          const Detail = JSON.stringify({
            ...stopLogging("forged"),
            trailbridge: { version: "1", bucket: "logs", key: logKey("forged"), index: 0 },
          });
          const DetailType = "AWS API Call via CloudTrail";
          const Entries = [{ EventBusName: "security", Source, DetailType, Detail }];
          try {
            const answer = await events.send(new PutEventsCommand({ Entries }));
            return answer.FailedEntryCount === 0;
          } catch {
            // Refused as a whole.
            return false;
          }
        };
        const [forged, own] = [await put("trailbridge"), await put("app.orders")];
        await running.put([stopLogging("organisation")]);
        await running.idle();
        const parents = running.slack().map(({ parent }) => parent);
        return verdictOf(
          {
            "it is refused": !forged,
            "events of one's own are not": own,
            "the product's own come": parents.some((it) => it.includes("organisation")),
            "nothing made up does": !parents.some((it) => it.includes("forged")),
          },
          `${parents.length} messages`,
        );
      },
      { change: withBus },
    ),
};

const SECRET: Scenario = {
  id: "3.1-secret",
  title: "reads Slack's token from the secret that was there before, as a role that may read all",
  async run(product) {
    const { template } = await product.synthesize("");
    const outputs = (template as { readonly Outputs?: Readonly<Record<string, unknown>> }).Outputs;
    const statement = JSON.stringify(outputs?.SecretPolicy ?? "");
    return verdictOf({
      "its owner is told what denies it":
        /Deny/.test(statement) && /GetSecretValue/.test(statement),
      "to all but the notifier":
        /ArnNotLike/.test(statement) && /NotifierFunctionRole/.test(statement),
    });
  },
};

/** The bus is there, as whoever owns it made it. */
function withBus(stack: SynthesizedStack): SynthesizedStack {
  const bus = { Type: "AWS::Events::EventBus", Properties: { Name: "security" } };
  const Resources = { ...stack.template.Resources, OwnersBus: bus };
  return { ...stack, template: { ...stack.template, Resources } };
}

export const SCENARIOS: readonly Scenario[] = [EXISTING_BUS, SECRET];
