import { type Scenario, verdictOf } from "../scenario.ts";

const CALLS = [
  { operation: "PutRule", input: { Name: "copy", EventBusName: "trailbridge" } },
  { operation: "PutTargets", input: { Rule: "copy", EventBusName: "trailbridge", Targets: [] } },
  {
    operation: "PutPermission",
    input: { EventBusName: "trailbridge", StatementId: "copy", Principal: "444455556666" },
  },
  {
    operation: "CreateArchive",
    input: {
      ArchiveName: "copy",
      EventSourceArn: "arn:aws:events:us-east-1:111122223333:event-bus/trailbridge",
    },
  },
] as const;

const FOREIGN: Scenario = {
  id: "3.5-foreign-rule",
  title:
    "copies all records: a rule of a new name on the record bus, a target, a permission, an archive",
  run: (product) =>
    product.deployed(
      "",
      async (running) => {
        for (const call of CALLS) running.local.stack.calls?.note({ service: "events", ...call });
        await running.idle();
        const topic = running.local.stack.snsMessages().map(({ message }) => message);
        const slack = running.slack().map((it) => JSON.stringify(it));
        const untold = (texts: readonly string[]) =>
          CALLS.map(({ operation }) => operation).filter(
            (call) => !texts.some((text) => text.includes(call)),
          );
        return verdictOf(
          {
            "the alarm topic is told of each": untold(topic).length === 0,
            "Slack is told of each": untold(slack).length === 0,
          },
          `untold: ${[...untold(topic), ...untold(slack)].join(", ") || "none"}`,
        );
      },
      { recordCalls: true },
    ),
};

export const SCENARIOS: readonly Scenario[] = [FOREIGN];
