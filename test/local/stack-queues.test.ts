import { suite } from "uvu";
import * as assert from "uvu/assert";
import { NOTIFIER_ENV } from "../../src/contract.ts";
import { createStackQueues } from "../../src/local/stack-queues.ts";

const test = suite("createStackQueues()");

test("takes every queue for one of dead letters that anything gives its failures to", () => {
  const target = { kind: "lambda", function: "f", deadLetterQueue: "of a rule" } as const;
  const names = ["work", "of a queue", "of a rule", "of an invocation", "of a function", "marked"];
  const { deadLetterQueues } = createStackQueues(
    {
      queues: names.map((name) => ({
        name,
        ...(name === "work" && { maxReceiveCount: 1, deadLetterQueue: "of a queue" }),
        ...(name === "marked" && { holdsDeadLetters: true }),
      })),
      functions: [
        {
          name: "f",
          modulePath: "/f.mjs",
          onFailureQueue: "of an invocation",
          environment: {
            [NOTIFIER_ENV.deadLetterQueueUrl]: { queueUrl: "of a function" },
            WORK: { queueUrl: "work" },
          },
        },
      ],
      rules: [{ name: "r", pattern: {}, targets: [target] }],
    },
    () => {},
  );
  assert.equal([...deadLetterQueues].sort(), names.filter((name) => name !== "work").sort());
});

test.run();
