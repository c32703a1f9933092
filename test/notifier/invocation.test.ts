import { suite } from "uvu";
import * as assert from "uvu/assert";
import { batchResponse, incomingOf } from "../../src/notifier/invocation.ts";

const test = suite("incomingOf()");

for (const event of [undefined, null, 7, [], {}, { detail: {} }]) {
  test(`refuses ${JSON.stringify(event)}`, () => {
    assert.throws(() => incomingOf(event), /^Cannot read invocation/);
  });
}

test("takes the messages of a batch", () => {
  const record = {
    messageId: "m1",
    receiptHandle: "r1",
    body: "{}",
    attributes: { ApproximateReceiveCount: "3" },
  };
  assert.equal(incomingOf({ Records: [record] }), [
    { id: "m1", receiptHandle: "r1", body: "{}", receiveCount: 3 },
  ]);
});

test("counts a message without count as received once", () => {
  const [incoming] = incomingOf({ Records: [{ messageId: "m1", receiptHandle: "r", body: "" }] });
  assert.is(incoming?.receiveCount, 1);
});

test("takes a bare event", () => {
  const event = { id: "e1", "detail-type": "x", detail: {} };
  assert.equal(incomingOf(event), [{ id: "e1", body: event, receiveCount: 1 }]);
});

test.run();

const responses = suite("batchResponse()");

responses("names the failed messages of a batch", () => {
  const incoming = [{ id: "m1", receiptHandle: "r", body: "", receiveCount: 1 }];
  assert.equal(batchResponse(incoming, ["m1"]), { batchItemFailures: [{ itemIdentifier: "m1" }] });
  assert.equal(batchResponse(incoming, []), { batchItemFailures: [] });
});

responses("throws for a bare event, which Lambda then tries again", () => {
  const incoming = [{ id: "e1", body: {}, receiveCount: 1 }];
  assert.throws(() => batchResponse(incoming, ["e1"]), /^Cannot deliver event "e1" now/);
});

responses.run();
