import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Assessment, Incoming } from "../../src/notifier/assess.ts";
import type { SentOutcome } from "../../src/notifier/go-alone.ts";
import type { Delivery } from "../../src/notifier/record/delivery.ts";
import { settleMessage } from "../../src/notifier/settle.ts";
import type { DeadLetter } from "../../src/ports.ts";

const INCOMING: Incoming = {
  id: "m1",
  body: { a: 1 },
  receipt: { queue: "buffer", handle: "r1" },
  receiveCount: 1,
};

interface Given {
  readonly incoming?: Partial<Incoming>;
  readonly kind?: Assessment["kind"];
  readonly reason?: string;
  /** Of deliveries to C0, C1 …; each of an alert, or of a notice of this identity. */
  readonly ends?: readonly (SentOutcome | [SentOutcome, notice: string])[];
  readonly deadLettersFail?: boolean;
  readonly queuesFail?: boolean;
}

async function settled({ incoming, kind = "matched", reason, ends = [], ...faults }: Given) {
  const letters: DeadLetter[] = [];
  const postponed: [string, string, number][] = [];
  const logged: unknown[] = [];
  const log = (level: string) => (message: string, fields: unknown) => {
    logged.push([level, message, fields]);
  };
  const outcomes = ends.map((end, i) => {
    const [outcome, identity] = Array.isArray(end) ? end : [end as SentOutcome, undefined];
    const subject = identity === undefined ? { kind: "alert" } : { kind: "notice", identity };
    return [{ subject, channel: `slack:C${i}` } as unknown as Delivery, outcome] as const;
  });
  const assessment = {
    incoming: { ...INCOMING, ...incoming },
    ...{ kind, deliveries: [], faults: [], denied: false },
    ...(reason !== undefined && { reason }),
  };
  const end = await settleMessage(assessment, outcomes, {
    deadLetters: {
      async send(letter) {
        if (faults.deadLettersFail) throw new Error("queue is down");
        letters.push(letter);
      },
    },
    queues: {
      async postpone({ queue, handle }, seconds) {
        if (faults.queuesFail) throw new Error("queue is down");
        postponed.push([queue, handle, seconds]);
      },
    },
    log: { ...{ info: log("info"), warn: log("warn"), error: log("error") }, metrics: () => {} },
  });
  return { end, letters, postponed, logged };
}

const LATER: SentOutcome = { kind: "later" };

const test = suite("settleMessage()");

test("gives up what is malformed, with the reason and the event as it was received", async () => {
  const { end, letters, postponed, logged } = await settled({ kind: "malformed", reason: "Odd." });
  assert.is(end, "given-up");
  const error = { errorType: "MalformedEvent", errorMessage: "Odd." };
  assert.equal(letters, [{ requestPayload: { a: 1 }, responsePayload: error }]);
  assert.equal(postponed, []);
  assert.equal(logged, [["error", "A message is given up", { messageId: "m1", ...error }]]);
});

test("has words for what is malformed without a reason", async () => {
  const { letters } = await settled({ kind: "malformed", incoming: { body: "{" } });
  assert.equal(letters, [
    {
      requestPayload: "{",
      responsePayload: { errorType: "MalformedEvent", errorMessage: "Cannot read bus event" },
    },
  ]);
});

test("lets a message come again whose dead letter cannot be sent", async () => {
  const { end, postponed, logged } = await settled({ kind: "malformed", deadLettersFail: true });
  assert.is(end, "again");
  assert.equal(postponed, [["buffer", "r1", 2]]);
  assert.equal(logged, [
    [
      "error",
      "A dead letter cannot be sent",
      { messageId: "m1", error: new Error("queue is down") },
    ],
  ]);
});

for (const ends of [
  [],
  [{ kind: "recorded" }],
  [{ kind: "known" }],
  [{ kind: "alone" }, { kind: "recorded" }],
] as SentOutcome[][]) {
  test(`is done with ${JSON.stringify(ends)}`, async () => {
    const made = await settled({ ends });
    assert.equal(made, { end: "done", letters: [], postponed: [], logged: [] });
  });
}

for (const ends of [
  [{ kind: "recorded" }, LATER],
  [{ kind: "recorded", unasked: true }],
  [{ kind: "known", unasked: true }, { kind: "known" }],
] as SentOutcome[][]) {
  test(`lets the whole message come again with ${JSON.stringify(ends)}`, async () => {
    const { end, letters, postponed } = await settled({ ends });
    assert.equal([end, letters, postponed], ["again", [], [["buffer", "r1", 2]]]);
  });
}

for (const [receiveCount, seconds] of [
  [0, 2],
  [1, 2],
  [2, 4],
  [8, 256],
  [9, 300],
  [400, 300],
] as const) {
  test(`comes again in ${seconds} s when received ${receiveCount} times`, async () => {
    const { end, postponed } = await settled({ ends: [LATER], incoming: { receiveCount } });
    assert.is(end, "again");
    assert.equal(postponed, [["buffer", "r1", seconds]]);
  });
}

test("comes again for no notice of a fault, which the next fault brings, and for any other", async () => {
  assert.is((await settled({ ends: [[LATER, "fault#rule#2026-01-24T00"]] })).end, "done");
  assert.is((await settled({ ends: [[LATER, "file#fault#1"]] })).end, "again");
});

test("has a bare event come again, which no queue postpones", async () => {
  const made = await settled({ ends: [LATER], incoming: { receipt: undefined } as object });
  assert.equal(made, { end: "again", letters: [], postponed: [], logged: [] });
});

test("has a message come again when the queue cannot postpone it", async () => {
  const { end, logged } = await settled({ ends: [LATER], queuesFail: true });
  assert.is(end, "again");
  assert.equal(logged, [
    [
      "warn",
      "A message cannot be postponed: it comes again when the queue says",
      { messageId: "m1", error: new Error("queue is down") },
    ],
  ]);
});

test.run();
