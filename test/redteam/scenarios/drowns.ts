import { setTimeout } from "node:timers/promises";
import { SETTINGS } from "../product.ts";
import { iamUser, LOGIN, record, roleSession, stopLogging } from "../record.ts";
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

/** A sign-in of a user that is there. */
function signIn(userName: string, answer: "Success" | "Failure"): Record<string, unknown> {
  return record({
    ...LOGIN,
    userIdentity: iamUser(userName),
    eventType: "AwsConsoleSignIn",
    responseElements: { ConsoleLogin: answer },
    additionalEventData: { MFAUsed: "No" },
    ...(answer === "Failure" && { errorMessage: "Failed authentication" }),
  });
}

const SPRAY: Scenario = {
  id: "3.3-password-spray",
  title: "tries one password on fifty users of the account, and it is that of two of them",
  run: (product) =>
    product.deployed(SETTINGS, async (running) => {
      const users = Array.from({ length: 50 }, (_, n) => `user${n}`);
      await running.put(users.map((user) => signIn(user, "Failure")));
      await running.idle();
      const attempts = running.slack().length;
      for (const user of ["user40", "user41"]) await running.put([signIn(user, "Success")]);
      await running.idle();
      const parents = running.slack().map(({ parent }) => parent);
      const isTold = (user: string) => parents.slice(attempts).some((it) => it.includes(user));
      return verdictOf(
        {
          "the attempts are a few messages and a storm": attempts > 0 && attempts <= 6,
          "each success is a message of its own": isTold("user40") && isTold("user41"),
        },
        `${attempts} messages of attempts, ${parents.length - attempts} more`,
      );
    }),
};

export const SCENARIOS: readonly Scenario[] = [OTHER_CONTENT, ATTEMPTS, SIGN_INS, SPRAY];
