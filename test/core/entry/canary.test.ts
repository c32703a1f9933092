import { suite } from "uvu";
import * as assert from "uvu/assert";
import { canaryInput } from "../../../src/contract.ts";
import {
  canaryEntry,
  canaryMessage,
  canaryOfDetail,
  canaryRequestOf,
} from "../../../src/core/entry/canary.ts";

const QUEUE = "continuations";

const queued = (body: unknown, more: object[] = [], queue = QUEUE) => ({
  Records: [
    {
      messageId: "m",
      eventSource: "aws:sqs",
      eventSourceARN: `arn:aws:sqs:us-east-1:111122223333:${queue}`,
      body: JSON.stringify(body),
    },
    ...more,
  ],
});

const request = suite("canaryRequestOf()");

for (const event of [
  undefined,
  null,
  "text",
  [],
  {},
  { trailbridge: null },
  { trailbridge: { sweep: true } },
  { trailbridge: { canary: true } },
  { trailbridge: { canary: {} } },
  { trailbridge: { canary: { rules: "Rule1" } } },
  { trailbridge: { canary: { rules: [1] } } },
  { trailbridge: { canary: { rule: "Rule1" } } },
  { trailbridge: { canary: { rule: "Rule1", at: "1" } } },
  { Records: [] },
  { Records: [{ messageId: "m", eventSource: "aws:sqs", body: "{" }] },
  queued({ continuation: { bucket: "b", key: "k" } }),
  // By another queue anybody may send one.
  queued(canaryMessage({ rule: "Rule1", at: 1 }), [], "others"),
  // Beside others it is no canary of ours: each of them must be read.
  queued(canaryMessage({ rule: "Rule1", at: 1 }), [{ body: "{}" }]),
]) {
  request(`takes ${JSON.stringify(event)?.slice(0, 90)} for no request`, () => {
    assert.is(canaryRequestOf(event, QUEUE), undefined);
  });
}

request("knows what the schedule rule sends", () => {
  assert.equal(canaryRequestOf(canaryInput(["CriticalRule1", "Rule1"]), QUEUE), {
    kind: "fly",
    rules: ["CriticalRule1", "Rule1"],
  });
});

request("knows a canary that comes by the continuation queue", () => {
  assert.equal(canaryRequestOf(queued(canaryMessage({ rule: "Rule1", at: 7 })), QUEUE), {
    kind: "land",
    canary: { rule: "Rule1", way: "continuations", at: 7 },
  });
});

const entry = suite("canaryEntry()");

entry("says which AWS rule it is addressed to, which way it proves, and when it set out", () => {
  const { source, detailType, detail } = canaryEntry({ rule: "Rule1", way: "turns", at: 7 });
  assert.equal([source, detailType], ["trailbridge", "Trailbridge Canary"]);
  const parsed = JSON.parse(detail);
  assert.is(parsed.canary, "Rule1");
  assert.equal(canaryOfDetail(parsed), { way: "turns", at: 7 });
});

request.run();
entry.run();
