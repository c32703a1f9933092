import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Assessment, Incoming } from "../../src/notifier/assess.ts";
import type { Delivery, Outcome } from "../../src/notifier/delivery/delivery.ts";
import { settleMessage } from "../../src/notifier/settle.ts";
import type { DeadLetter } from "../../src/ports.ts";

const INCOMING: Incoming = { id: "m1", body: '{"a":1}', receiptHandle: "r1", receiveCount: 1 };

interface Given {
  readonly incoming?: Partial<Incoming>;
  readonly kind?: Assessment["kind"];
  readonly reason?: string;
  /** Of deliveries to C0, C1 …; each of an alert, or of a notice of this identity. */
  readonly ends?: readonly (Outcome | [Outcome, notice: string])[];
  readonly deadLettersFail?: boolean;
  readonly bufferFails?: boolean;
}

async function settled({ incoming, kind = "matched", reason, ends = [], ...faults }: Given) {
  const letters: DeadLetter[] = [];
  const postponed: [string, number][] = [];
  const logged: unknown[] = [];
  const log = (level: string) => (message: string, fields: unknown) => {
    logged.push([level, message, fields]);
  };
  const outcomes = ends.map((end, i) => {
    const [outcome, identity] = Array.isArray(end) ? end : [end as Outcome, undefined];
    const subject = identity === undefined ? { kind: "alert" } : { kind: "notice", identity };
    const destination = { kind: "slack-app", channel: `C${i}` };
    return [{ subject, destination } as unknown as Delivery, outcome] as const;
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
    buffer: {
      async postpone(receiptHandle, seconds) {
        if (faults.bufferFails) throw new Error("queue is down");
        postponed.push([receiptHandle, seconds]);
      },
    },
    log: { ...{ info: log("info"), warn: log("warn"), error: log("error") }, metrics: () => {} },
  });
  return { end, letters, postponed, logged };
}

const later = (afterSeconds: number): Outcome => ({ kind: "later", reason: "r", afterSeconds });
const refused = (reason: string): Outcome => ({ kind: "refused", reason });
const BUSY: Outcome = { kind: "busy" };

const test = suite("settleMessage()");

test("gives up what is malformed, with the reason and the event as it was received", async () => {
  const { end, letters, postponed, logged } = await settled({ kind: "malformed", reason: "Odd." });
  assert.is(end, "given-up");
  const error = { errorType: "MalformedEvent", errorMessage: "Odd." };
  assert.equal(letters, [{ requestPayload: { a: 1 }, responsePayload: error }]);
  assert.equal(postponed, []);
  assert.equal(logged, [["error", "A message is given up", { messageId: "m1", ...error }]]);
});

for (const [body, payload] of [
  ["{", "{"],
  [{ b: 2 }, { b: 2 }],
  [undefined, undefined],
] as const) {
  test(`keeps ${JSON.stringify(body)} as it was received`, async () => {
    const { letters } = await settled({ kind: "malformed", incoming: { body } });
    assert.equal(letters, [
      {
        requestPayload: payload,
        responsePayload: { errorType: "MalformedEvent", errorMessage: "Cannot read bus event" },
      },
    ]);
  });
}

test("gives up what destinations refuse, and says which and why", async () => {
  const ends = [refused("is_archived"), { kind: "posted" } as const, refused("not_in_channel")];
  const { end, letters } = await settled({ ends });
  assert.is(end, "given-up");
  assert.equal(letters, [
    {
      requestPayload: { a: 1 },
      responsePayload: {
        errorType: "DeliveryError",
        errorMessage:
          'Cannot deliver as slack:C0 answers "is_archived" and slack:C2 answers "not_in_channel"',
      },
    },
  ]);
});

test("lets a message come again whose dead letter cannot be sent", async () => {
  const { end, postponed, logged } = await settled({ kind: "malformed", deadLettersFail: true });
  assert.is(end, "again");
  assert.equal(postponed, [["r1", 5]]);
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
  [{ kind: "posted" }],
  [{ kind: "folded" }],
  [{ kind: "repeated" }],
] as Outcome[][]) {
  test(`is done with ${JSON.stringify(ends)}`, async () => {
    const made = await settled({ ends });
    assert.equal(made, { end: "done", letters: [], postponed: [], logged: [] });
  });
}

test("lets the whole message come again while one delivery may still succeed", async () => {
  const { end, letters, postponed } = await settled({ ends: [refused("is_archived"), later(5)] });
  assert.equal([end, letters, postponed], ["again", [], [["r1", 5]]]);
});

/** Received so many times, with these waits asked for → seconds until it comes again. */
const WAITS: [receiveCount: number, ends: Outcome[], seconds: number][] = [
  [1, [later(1)], 5],
  [1, [later(5)], 5],
  [1, [later(6)], 6],
  [1, [later(6.2)], 7],
  [1, [later(7), later(30), later(8)], 30],
  [1, [BUSY], 5],
  [1, [BUSY, later(9)], 9],
  [0, [later(1)], 5],
  [2, [later(1)], 10],
  [2, [BUSY], 10],
  [8, [later(1)], 640],
  [9, [later(1)], 900],
  [400, [later(1)], 900],
  [9, [later(901)], 901],
  [1, [later(43_200)], 43_200],
  [1, [later(43_201)], 43_200],
];

for (const [receiveCount, ends, seconds] of WAITS) {
  const asked = ends.map((end) => (end.kind === "later" ? end.afterSeconds : end.kind)).join(", ");
  test(`comes again in ${seconds} s when received ${receiveCount} times, asked ${asked}`, async () => {
    const { end, postponed } = await settled({ ends, incoming: { receiveCount } });
    assert.is(end, "again");
    assert.equal(postponed, [["r1", seconds]]);
  });
}

test("waits for no notice of a fault that another notifier posts, and for any other", async () => {
  assert.is((await settled({ ends: [[BUSY, "fault#rule#2026-01-24T00"]] })).end, "done");
  assert.is((await settled({ ends: [[BUSY, "file#fault#1"]] })).end, "again");
  assert.is((await settled({ ends: [[later(5), "fault#rule#2026-01-24T00"]] })).end, "again");
});

test("has a bare event come again, which no queue postpones", async () => {
  const { receiptHandle: _, ...bare } = INCOMING;
  const made = await settled({ ends: [later(5)], incoming: { ...bare, receiptHandle: undefined } });
  assert.equal(made, { end: "again", letters: [], postponed: [], logged: [] });
});

test("has a message come again when the queue cannot postpone it", async () => {
  const { end, logged } = await settled({ ends: [later(5)], bufferFails: true });
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
