import { suite } from "uvu";
import * as assert from "uvu/assert";
import { toContinuation } from "../../src/core/notification/continuation.ts";
import { toS3Notification } from "../../src/core/notification/notification.ts";
import type { DeadLetter } from "../../src/ports.ts";
import { giveUpFile } from "../../src/splitter/give-up.ts";
import { LogFile } from "../../src/splitter/log-file.ts";

const object = { bucket: "org-logs", key: "a.json.gz" };
const START = { next: 0, offset: 0, hops: 0 };
const HALF = { next: 5, offset: 90, hops: 7, etag: '"e1"' };

const test = suite("giveUpFile()");

const corrupt = Object.assign(new Error("its gzip data must be whole"), { name: "LogFileError" });
const late = Object.assign(new Error("tried for six hours"), { name: "OverdueError" });

/** What happened to a file → whether its dead letter has it read from where it stopped. */
for (const [what, from, change, goesOn, error] of [
  ["cannot be read", START, { unreadable: corrupt }, false, corrupt],
  [
    "cannot be read to its end, after others had a part",
    HALF,
    { unreadable: corrupt },
    false,
    corrupt,
  ],
  ["was never begun", START, { overdue: late }, false, late],
  ["waited too long in its midst", HALF, { overdue: late }, true, late],
  [
    "waited too long for its first record alone",
    { ...START, beyond: { end: 3, open: [0] } },
    { overdue: late },
    true,
    late,
  ],
  [
    "ran out of invocations before its first record",
    START,
    { overdue: late, stopped: true },
    true,
    late,
  ],
  [
    "was tried too long and cannot be read",
    START,
    { overdue: late, unreadable: corrupt },
    false,
    late,
  ],
] as const) {
  test(`has a file that ${what} read from ${goesOn ? "where it stopped" : "its beginning"}`, async () => {
    const letters: DeadLetter[] = [];
    const file = Object.assign(new LogFile({ object, resume: from }), change);
    await giveUpFile(file, { send: async (letter) => void letters.push(letter) });
    assert.equal(letters, [
      {
        requestPayload: goesOn
          ? toContinuation(object, { ...file.resumption, hops: 0 })
          : toS3Notification(object),
        responsePayload: { errorType: error.name, errorMessage: error.message },
      },
    ]);
  });
}

test("cuts a long reason", async () => {
  const letters: DeadLetter[] = [];
  const file = Object.assign(new LogFile({ object }), { unreadable: new Error("x".repeat(9_000)) });
  await giveUpFile(file, { send: async (letter) => void letters.push(letter) });
  assert.is(letters[0]?.responsePayload.errorMessage.length, 2_000);
});

test.run();
