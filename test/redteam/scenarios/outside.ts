import { logKey } from "../record.ts";
import { type Scenario, verdictOf } from "../scenario.ts";

type Read = typeof import("../../../src/core/notification/notification.ts");

const CONTINUATION: Scenario = {
  id: "3.2-continuation",
  title:
    "sends what looks like the splitter's own message, and a dead letter, by the queue and topic that news come by",
  async run(product) {
    const { readNotification } = await product.load<Read>(
      "src/core/notification/notification.ts",
      "src/core/notification.ts",
    );
    const own = {
      continuation: { bucket: "logs", key: logKey("a"), next: 999, offset: 9_999_999, hops: 1 },
    };
    const text = JSON.stringify(own);
    const queued = (body: string) => ({
      messageId: "m",
      eventSource: "aws:sqs",
      eventSourceARN: "arn:aws:sqs:us-east-1:111122223333:news",
      body,
    });
    const seen = [
      { Records: [queued(text)] },
      { Records: [queued(JSON.stringify({ requestPayload: own }))] },
      { Records: [{ EventSource: "aws:sns", Sns: { Message: text } }] },
      [queued(text)],
    ].flatMap((event) => readNotification(event, ["Continuations"]).objects);
    return verdictOf({
      "each is news of a file": seen.length === 4,
      "none is read from its end": seen.every((it) => it.resume === undefined),
      "none is taken for what was tried before": seen.every((it) => it.isAgain === undefined),
    });
  },
};

const UNREADABLE: Scenario = {
  id: "3.2-unreadable",
  title: "writes thirty files that nobody can read, each named to be seen",
  run: (product) =>
    product.deployed("", async (running) => {
      for (let file = 0; file < 30; file++) {
        const name = file % 2 ? `%3C!channel%3E-${file}` : `${file}`;
        await running.put(Buffer.from(`no log file ${file}`), logKey(name));
      }
      await running.idle();
      const parents = running.slack().map(({ parent }) => parent);
      return verdictOf(
        {
          "one message for all": parents.length === 1,
          "each is a dead letter": running.deadLetters().length === 30,
        },
        `${parents.length} messages, ${running.deadLetters().length} dead letters`,
      );
    }),
};

const TOKEN: Scenario = {
  id: "3.4-cdk-token",
  title: "has a rule's text say what the CDK puts a value of its own in place of",
  async run(product) {
    const rules = product.folder({
      "token.yaml": `id: token
title: Token
severity: low
description: "It is told of."
runbook: "Look."
match: eventName == '$\{Token[TOKEN.12]}'
tests:
  - { name: it, event: { eventName: '$\{Token[TOKEN.12]}' }, expect: match }
  - { name: other, event: { eventName: x }, expect: no-match }
`,
    });
    const said = await product.cli(["judge", "--rules", rules], "").then(
      (result) => JSON.stringify(result),
      (error) => String(error),
    );
    return verdictOf({
      "it is refused, by its name": /token\.yaml.*the CDK's own marks/s.test(said),
    });
  },
};

export const SCENARIOS: readonly Scenario[] = [CONTINUATION, UNREADABLE, TOKEN];
