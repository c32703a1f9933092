import { suite } from "uvu";
import * as assert from "uvu/assert";
import { SWEEP_INPUT } from "../../src/contract.ts";
import { batchResponse, incomingOf } from "../../src/notifier/invocation.ts";

const test = suite("incomingOf()");

for (const event of [undefined, null, 7, [], {}, { detail: {} }]) {
  test(`refuses ${JSON.stringify(event)}`, () => {
    assert.throws(() => incomingOf(event), /^Cannot read invocation/);
  });
}

test("takes the messages of a batch, read as JSON where they are", () => {
  const record = {
    messageId: "m1",
    receiptHandle: "r1",
    body: '{"a":1}',
    attributes: { ApproximateReceiveCount: "3", SentTimestamp: "1769213160000" },
    eventSourceARN: "arn:aws:sqs:us-east-1:111122223333:buffer",
  };
  assert.equal(incomingOf({ Records: [record, { ...record, body: "{" }] }), [
    {
      id: "m1",
      receipt: { queue: "buffer", handle: "r1" },
      body: { a: 1 },
      receiveCount: 3,
      sentAt: 1_769_213_160_000,
    },
    {
      id: "m1",
      receipt: { queue: "buffer", handle: "r1" },
      body: "{",
      receiveCount: 3,
      sentAt: 1_769_213_160_000,
    },
  ]);
});

test("counts a message without count as received once", () => {
  const [incoming] = incomingOf({ Records: [{ messageId: "m1", receiptHandle: "r", body: "" }] });
  assert.equal([incoming?.receiveCount, incoming?.sentAt], [1, undefined]);
});

test("takes a dead letter that was sent back for what it was about", () => {
  const letter = { requestPayload: { trailbridge: { sweep: true } }, responsePayload: {} };
  const [queued] = incomingOf({ Records: [{ messageId: "m", body: JSON.stringify(letter) }] });
  assert.equal(queued?.body, letter.requestPayload);
  assert.equal(incomingOf(letter)[0]?.body, letter.requestPayload);
});

test("takes what the schedule rule sends", () => {
  assert.equal(incomingOf(SWEEP_INPUT), [{ id: "invocation", body: SWEEP_INPUT, receiveCount: 1 }]);
});

test("takes a bare event", () => {
  const event = { id: "e1", "detail-type": "x", detail: {} };
  assert.equal(incomingOf(event), [{ id: "e1", body: event, receiveCount: 1 }]);
});

test.run();

const responses = suite("batchResponse()");

responses("names the failed messages of a batch", () => {
  const receipt = { queue: "buffer", handle: "r" };
  const incoming = [{ id: "m1", receipt, body: "", receiveCount: 1 }];
  assert.equal(batchResponse(incoming, ["m1"]), { batchItemFailures: [{ itemIdentifier: "m1" }] });
  assert.equal(batchResponse(incoming, []), { batchItemFailures: [] });
});

responses("throws for a bare event, which Lambda then tries again", () => {
  const incoming = [{ id: "e1", body: {}, receiveCount: 1 }];
  assert.throws(() => batchResponse(incoming, ["e1"]), /^Cannot handle event "e1" now/);
});

responses.run();
