import { setTimeout } from "node:timers/promises";
import { SETTINGS } from "../product.ts";
import { LOGIN, record, roleSession, stopLogging } from "../record.ts";
import { type Scenario, verdictOf } from "../scenario.ts";

const OTHER_CONTENT: Scenario = {
  id: "3.2-same-id",
  title: "gives what must not be seen the id of an event that was told",
  run: (product) =>
    product.deployed("", async (running) => {
      const eventID = "00000000-0000-4000-8000-000000000001";
      await running.put([stopLogging("mine", { eventID })]);
      await running.idle();
      await running.put([stopLogging("organisation", { eventID })]);
      await running.idle();
      const told = running.slack().flatMap(({ parent, replies }) => [parent, ...replies]);
      return verdictOf({
        "the first is told": told.some((it) => it.includes("trail/mine")),
        "the other is not taken for it": running.count("repeated") === 0,
      });
    }),
};

const ATTEMPTS: Scenario = {
  id: "3.3-attempts",
  title: "has fifty roles without permissions call StopLogging, so that nobody reads on",
  run: (product) =>
    product.deployed(
      SETTINGS.replace("slack:", "threads: { groupIntervalSeconds: 1 }\nslack:"),
      async (running) => {
        const attempts = Array.from({ length: 50 }, (_, n) =>
          stopLogging("organisation", {
            errorCode: "AccessDenied",
            userIdentity: roleSession(`arn:aws:iam::111122223333:role/nobody-${n}`, "mallory"),
          }),
        );
        await running.put(attempts);
        await running.idle();
        const countsAll = () => running.slack().some(({ parent }) => parent.includes("50 events"));
        for (let tries = 0; tries < 40 && !countsAll(); tries++) await setTimeout(1_000);
        const slack = running.slack();
        return verdictOf(
          {
            "one message": slack.length === 1,
            "it is not critical": !slack.some(({ parent }) => /critical/i.test(parent)),
            "it counts all": countsAll(),
          },
          `${slack.length} messages`,
        );
      },
    ),
};

/** What the sign-in page writes of a user name that the account does not have. */
function unknownSignIn(n: number): Record<string, unknown> {
  return record({
    ...LOGIN,
    userIdentity: {
      type: "IAMUser",
      accountId: "111122223333",
      accessKeyId: "",
      userName: "HIDDEN_DUE_TO_SECURITY_REASONS",
    },
    sourceIPAddress: `192.0.2.${n}`,
    errorMessage: "No username found in supplied account",
    responseElements: { ConsoleLogin: "Failure" },
    additionalEventData: { MFAUsed: "No" },
    eventType: "AwsConsoleSignIn",
  });
}

const SIGN_INS: Scenario = {
  id: "3.3-unknown-users",
  title: "fails to sign in fifty times as users that are not there, for a webhook and a topic",
  run: (product) =>
    product.deployed(
      SETTINGS.replace(/slack:.*/, "slack: { webhook: { urlSecretId: hook } }"),
      async (running) => {
        await running.put(Array.from({ length: 50 }, (_, n) => unknownSignIn(n)));
        await running.idle();
        const [hook, topic] = [running.slack("C0WEBHOOK0"), running.topic()];
        return verdictOf(
          {
            "the webhook gets a message and a summary": hook.length > 0 && hook.length <= 3,
            "so does the topic": topic.length > 0 && topic.length <= 3,
          },
          `${hook.length} and ${topic.length} messages`,
        );
      },
    ),
};

export const SCENARIOS: readonly Scenario[] = [OTHER_CONTENT, ATTEMPTS, SIGN_INS];
