import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Continuation } from "../../src/core/notification/continuation.ts";
import type { Waiting } from "../../src/core/notification/patience.ts";
import { handOn, MAX_HOPS, postpone } from "../../src/splitter/hand-on.ts";
import { LogFile } from "../../src/splitter/log-file.ts";

interface Case {
  readonly hops: number;
  readonly begun: boolean;
  readonly records: number;
  readonly waiting?: Waiting;
  readonly yielded?: boolean;
}

const object = { bucket: "b", key: "k" };

const test = suite("handOn()");

for (const [name, hops, begun, records] of [
  ["that nobody began", 0, false, 0],
  ["that the first invocation had no time for", 0, true, 0],
  ["that nobody began again", 3, false, 0],
  ["that came on by a record", 3, true, 1],
  ["that came on in the last invocation but one", MAX_HOPS - 2, true, 1],
] as const) {
  test(`asks another invocation to read a file ${name}`, async () => {
    const { file, sent } = await handedOn({ hops, begun, records });
    assert.equal(sent, [
      { continuation: { ...object, next: 7 + records, offset: 70 + records, hops: hops + 1 } },
    ]);
    assert.equal([file.handedOn, file.failure, file.unreadable], [true, undefined, undefined]);
  });
}

for (const hops of [1, MAX_HOPS]) {
  test(`fails a file that came no further than ${hops} invocations before`, async () => {
    const { file, sent } = await handedOn({ hops, begun: true, records: 0 });
    assert.equal([sent.length, file.handedOn, file.unreadable], [0, false, undefined]);
    assert.is(
      file.failure,
      "time is up before record 7 is on the bus: splitter.timeoutSeconds or splitter.memoryMiB is too small for this file",
    );
  });
}

for (const hops of [MAX_HOPS - 1, MAX_HOPS]) {
  test(`gives up a file that ${hops + 1} invocations have read of`, async () => {
    const { file, sent } = await handedOn({ hops, begun: true, records: 2 });
    assert.equal([sent.length, file.handedOn, file.failure], [0, false, undefined]);
    assert.match(
      file.unreadable?.message ?? "",
      /^Cannot read log file as 1000 invocations must suffice for it: they read 9 records$/,
    );
  });
}

test("fails a file that nobody can be asked to read on", async () => {
  const { file } = await handedOn({ hops: 0, begun: true, records: 1 }, async () => {
    throw new Error("queue gone");
  });
  assert.is(file.failure, "time is up, and no continuation could be sent: Error: queue gone");
  assert.is(file.handedOn, false);
});

test("keeps since when a file waits that came no further, and forgets it of one that did", async () => {
  const waiting = { pauses: 3, since: 1_000 };
  for (const [records, kept] of [
    [0, waiting],
    [1, undefined],
  ] as const) {
    const { sent } = await handedOn({ hops: 0, begun: true, records, waiting });
    assert.equal(sent[0]?.continuation.waiting, kept);
  }
});

test("fails nothing that only let others have their turn", async () => {
  const { file } = await handedOn({ hops: 4, begun: true, records: 0, yielded: true });
  assert.equal([file.handedOn, file.failure], [true, undefined]);
});

test.run();

const postponing = suite("postpone()");

const obstacle = { code: "ThrottlingException", message: "ThrottlingException: slow" };
const HOUR = 3_600_000;

for (const [name, waiting, records, expected] of [
  ["for the first time", undefined, 0, { pauses: 1, since: 7 * HOUR }],
  ["again", { pauses: 3, since: 5 * HOUR }, 0, { pauses: 4, since: 5 * HOUR }],
  ["that came on", { pauses: 3, since: 5 * HOUR }, 1, { pauses: 3, since: 5 * HOUR }],
  [
    "whose last pause is not yet over",
    { pauses: 9, since: HOUR + 1_000 },
    0,
    { pauses: 10, since: HOUR + 1_000 },
  ],
] as const) {
  postponing(`has a file wait ${name}, with all it knows`, async () => {
    const { file, sent, delays } = await postponed({ records, ...(waiting && { waiting }) });
    assert.equal(sent[0]?.continuation, {
      ...object,
      next: 7 + records,
      offset: 70 + records,
      hops: 2,
      waiting: expected,
    });
    assert.equal([file.handedOn, file.failure, file.overdue], [true, undefined, undefined]);
    assert.equal(delays, [file.waits?.pauseSeconds]);
    assert.is(file.waits?.seconds, (7 * HOUR - expected.since) / 1_000);
  });
}

postponing("waits longer from pause to pause, and less long when it came on", async () => {
  const delay = async (pauses: number, records: number) => {
    const { delays } = await postponed({ records, waiting: { pauses, since: 5 * HOUR } });
    return delays[0] ?? 0;
  };
  assert.ok((await delay(4, 0)) > 2 * (await delay(2, 0)));
  assert.ok((await delay(4, 1)) < (await delay(4, 0)));
});

postponing("gives up what was tried for six hours, whatever came of it", async () => {
  const waiting = { pauses: 9, since: HOUR };
  const { file, sent } = await postponed({ records: 1, waiting });
  assert.equal([sent, file.handedOn, file.waits], [[], false, undefined]);
  assert.is(
    file.overdue?.message,
    "Cannot split log file as 6 hours of tries must suffice: ThrottlingException: slow",
  );
});

postponing("fails a file whose continuation cannot be sent, with both reasons", async () => {
  const { file } = await postponed({ records: 0 }, async () => {
    throw new Error("queue gone");
  });
  assert.is(
    file.failure,
    "ThrottlingException: slow; and no continuation could be sent: Error: queue gone",
  );
  assert.equal([file.handedOn, file.waits], [false, undefined]);
});

postponing.run();

async function postponed(
  { records, waiting }: { records: number; waiting?: Waiting },
  send?: () => Promise<void>,
) {
  const resume = { next: 7, offset: 70, hops: 2, ...(waiting && { waiting }) };
  const file = new LogFile({ object, resume });
  for (let n = 0; n < records; n++) file.filtered({ index: 7 + n, end: 71 + n });
  const [sent, delays]: [Continuation[], number[]] = [[], []];
  const take = async (continuation: Continuation, delay: number) => {
    sent.push(continuation);
    delays.push(delay);
  };
  const clock = { now: () => 7 * HOUR, sleep: async () => {} };
  await postpone(file, obstacle, { send: send ?? take }, clock);
  return { file, sent, delays };
}

async function handedOn(
  { hops, begun, records, waiting, yielded = false }: Case,
  send?: () => Promise<void>,
) {
  const resume = { next: 7, offset: 70, hops, ...(waiting && { waiting }) };
  const file = new LogFile({ object, resume });
  file.yielded = yielded;
  file.begun = begun;
  for (let n = 0; n < records; n++) file.filtered({ index: 7 + n, end: 71 + n });
  const sent: Continuation[] = [];
  await handOn(file, { send: send ?? (async (continuation) => void sent.push(continuation)) });
  return { file, sent };
}
