import { suite } from "uvu";
import * as assert from "uvu/assert";
import { changesBetween, changeText } from "./changes.ts";
import { livedThrough } from "./lived-through.ts";
import { readReleased } from "./released.ts";

const test = suite("changesBetween()");

test("says of every kind of resource what its loss means", () => {
  const states = readReleased().flatMap((it) => Object.values(it.deployments));
  const texts = states.flatMap(({ template }) =>
    Object.entries(template.Resources).map(([id, { Type }]) => livedThrough(id, Type)),
  );
  assert.match(texts.join("\n"), /the dead-letter queue goes with its messages/);
  assert.throws(() => livedThrough("X", "AWS::Odd::Thing"), /must have a text/);
});

test("tells what a replaced, a renamed and a kept resource mean to whoever runs it", () => {
  const queue = (QueueName: string, id = "SplitterDeadLetters", policy = "Delete") => ({
    Resources: {
      [id]: {
        Type: "AWS::SQS::Queue",
        Properties: { QueueName },
        UpdateReplacePolicy: policy,
        DeletionPolicy: policy,
      },
    },
  });
  const told = (...[before, after]: Parameters<typeof changesBetween>) =>
    changesBetween(before, after).map(changeText).join("\n");
  assert.is(told(queue("a"), queue("a")), "");
  assert.match(
    told(queue("a"), queue("b")),
    /^SplitterDeadLetters \(AWS::SQS::Queue\) is made anew, as QueueName .* the dead-letter queue goes with its messages/,
  );
  assert.match(told(queue("a"), queue("a", "Other")), /Letters .* is deleted, .*\nOther .* is new/);
  assert.match(told(queue("a"), { Resources: {} }), /is deleted, or has another logical id/);
  assert.match(told(queue("a", "A", "Retain"), queue("b", "A", "Retain")), /the old one stays/);
});

test.run();
