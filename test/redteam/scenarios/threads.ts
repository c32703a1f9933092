import { setTimeout } from "node:timers/promises";
import { SETTINGS } from "../product.ts";
import { LOGIN, record, stopLogging } from "../record.ts";
import { type Scenario, verdictOf } from "../scenario.ts";

const NOISY_THREAD: Scenario = {
  id: "1.1-noisy-thread",
  title: "stops a trail of one's own twenty times, then the organisation's",
  whole: true,
  run: (product) =>
    product.deployed("", async (running) => {
      const own = Array.from({ length: 21 }, () => stopLogging("mine"));
      await running.put(own);
      await running.idle();
      await running.put([stopLogging("organisation")]);
      await running.idle();
      // Two edits of one message are some seconds apart.
      const isTold = () =>
        running.slack().some(({ replies }) => replies.some((it) => it.includes("organisation")));
      for (let tries = 0; tries < 40 && !isTold(); tries++) await setTimeout(1_000);
      return verdictOf({ "a reply that notifies names the organisation's trail": isTold() });
    }),
};

/** A sign-in of root, with the answer that sign-in events carry in place of an error code. */
function rootSignIn(answer: "Success" | "Failure"): Record<string, unknown> {
  return record({
    ...LOGIN,
    eventType: "AwsConsoleSignIn",
    userIdentity: {
      type: "Root",
      accountId: "111122223333",
      arn: "arn:aws:iam::111122223333:root",
    },
    responseElements: { ConsoleLogin: answer },
    additionalEventData: { MFAUsed: "No" },
    ...(answer === "Failure" && { errorMessage: "Failed authentication" }),
  });
}

const ROOT_SIGN_IN: Scenario = {
  id: "1.1-root-sign-in",
  title: "fails to sign in as root twenty-one times, then succeeds",
  run: (product) =>
    product.deployed("", async (running) => {
      await running.put(Array.from({ length: 21 }, () => rootSignIn("Failure")));
      await running.idle();
      const before = running.slack().length;
      await running.put([rootSignIn("Success")]);
      await running.idle();
      return verdictOf(
        {
          "the attempts are told": before === 1,
          "the success is a message of its own": running.slack().length === 2,
        },
        `${before} messages before, ${running.slack().length} after`,
      );
    }),
};

/** Two rules that one call may match: the lesser for every call, the graver for some. */
const LOW_AND_CRITICAL = {
  "grant.yaml": `
id: grant
title: Grant
severity: low
match: eventName == 'Grant'
tests:
  - { name: grant, expect: match, event: { eventName: Grant } }
  - { name: other, expect: no-match, event: { eventName: Other } }
`,
  "grant-to-all.yaml": `
id: grant-to-all
title: Grant to all
severity: critical
match: eventName == 'Grant' && requestParameters.grantee == 'everyone'
tests:
  - { name: all, expect: match, event: { eventName: Grant, requestParameters: { grantee: everyone } } }
  - { name: one, expect: no-match, event: { eventName: Grant, requestParameters: { grantee: ada } } }
`,
};

const LOW_THEN_CRITICAL: Scenario = {
  id: "1.1-low-then-critical",
  title: "matches a low rule twenty-one times, then a critical one by the same call",
  run(product) {
    const folder = product.folder(LOW_AND_CRITICAL);
    const settings = `${SETTINGS}rules: { directories: ["${folder}"] }\n`;
    return product.deployed(settings, async (running) => {
      const grant = (grantee: string) =>
        record({ eventName: "Grant", requestParameters: { grantee } });
      await running.put(Array.from({ length: 21 }, () => grant("ada")));
      await running.idle();
      await running.put([grant("everyone")]);
      await running.idle();
      const parents = running.slack().map(({ parent }) => parent);
      return verdictOf(
        {
          "a message of its own": parents.length === 2,
          "it says that it is critical": parents.some((it) => /critical/i.test(it)),
        },
        `${parents.length} messages`,
      );
    });
  },
};

export const SCENARIOS: readonly Scenario[] = [NOISY_THREAD, ROOT_SIGN_IN, LOW_THEN_CRITICAL];
