import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Continuation } from "../../src/core/notification/continuation.ts";
import { handOn, MAX_HOPS } from "../../src/splitter/hand-on.ts";
import { LogFile } from "../../src/splitter/log-file.ts";

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

test.run();

async function handedOn(
  { hops, begun, records }: { hops: number; begun: boolean; records: number },
  send?: () => Promise<void>,
) {
  const file = new LogFile({ object, resume: { next: 7, offset: 70, hops } });
  file.begun = begun;
  for (let n = 0; n < records; n++) file.filtered({ index: 7 + n, end: 71 + n });
  const sent: Continuation[] = [];
  await handOn(file, { send: send ?? (async (continuation) => void sent.push(continuation)) });
  return { file, sent };
}
