import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  validationMessage,
  validationRequestOf,
} from "../../../src/core/entry/validation-request.ts";

const test = suite("validationRequestOf()");

for (const [what, event] of [
  ["a notification", { Records: [{ s3: {} }] }],
  ["a canary", { trailbridge: { canary: { rules: [] } } }],
  ["a folder that is none", validationMessage({ folder: "x", from: 0, to: 1 })],
  ["a time that is none", validationMessage({ folder: "x/", from: Number.NaN, to: 1 })],
  ["two messages", { Records: [{ body: "{}" }, { body: "{}" }] }],
  [
    "a message of another queue",
    {
      Records: [
        {
          body: JSON.stringify(validationMessage({ folder: "x/", from: 0, to: 1 })),
          eventSourceARN: "arn:aws:sqs:x:1:others",
        },
      ],
    },
  ],
  ["text", "validate"],
] as const) {
  test(`is not ${what}`, () => assert.is(validationRequestOf(event, "own"), undefined));
}

test("reads the schedule's input, and a message of the queue", () => {
  assert.equal(validationRequestOf({ trailbridge: { validate: { hours: 3 } } }, "own"), {
    kind: "all",
    hours: 3,
  });
  const folder = { folder: "AWSLogs/1/", from: 0, to: 1_767_326_400_000 };
  const body = JSON.stringify(validationMessage(folder));
  assert.equal(
    validationRequestOf({ Records: [{ body, eventSourceARN: "arn:aws:sqs:x:1:own" }] }, "own"),
    { kind: "folder", ...folder },
  );
});

test.run();
