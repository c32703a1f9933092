import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { DeniedError, UnreadableError } from "../../src/core/log/unreadable.ts";
import { PATIENCE_HOURS } from "../../src/core/notification/patience.ts";
import { createRandom } from "../support/random.ts";
import { logFile, logKey } from "../support/splitter.ts";
import {
  newsOf,
  runWorld,
  type WorldFaults,
  type WorldOutcome,
} from "../support/splitter-world.ts";

const HOUR = 3_600_000;
const PATIENCE = PATIENCE_HOURS * HOUR;
const LONGEST_PAUSE = 900_000;

const keys = (count: number) => Array.from({ length: count }, (_, i) => logKey(`f${i}`));
const files = (count: number, records = 45) =>
  new Map(keys(count).map((key) => [key, logFile(recordsOf(records))]));

const throttled = suite("a bus that throttles");

const ENTRY: Record<string, WorldFaults["refuse"]> = {
  "refuses every entry": (now) => (now < HOUR ? { code: "ThrottlingException" } : undefined),
  "fails every call": (now) => {
    if (now < HOUR) throw Object.assign(new Error("rate"), { name: "ThrottlingException" });
    return undefined;
  },
  "refuses one entry": (now, index) =>
    now < HOUR && index === 17 ? { code: "InternalFailure" } : undefined,
};

for (const [what, refuse = () => undefined] of Object.entries(ENTRY)) {
  throttled(`costs lateness and nothing else when it ${what} for an hour`, async () => {
    const outcome = await runWorld(files(3), [newsOf(keys(2)), newsOf(keys(3).slice(2))], {
      refuse,
    });
    assertOnce(outcome, 3 * 45);
    const times = outcome.published.map(([, at]) => at);
    assert.ok(Math.max(...times) < HOUR + LONGEST_PAUSE + 10_000);
    assert.ok(outcome.durations.length < 60, `${outcome.durations.length} invocations`);
    assert.ok(Math.max(...outcome.durations) < 10_000, "no invocation waits itself");
    assert.ok(outcome.pauses.some((pause) => pause <= 8));
    assert.ok(outcome.pauses.some((pause) => pause > 400));
  });
}

throttled("delays none but the record it refuses", async () => {
  const { published } = await runWorld(files(2), [newsOf(keys(2))], {
    refuse: ENTRY["refuses one entry"],
  });
  const late = published.filter(([, at]) => at > 10_000).map(([record]) => record);
  assert.equal(
    late.sort(),
    keys(2).map((key) => `${key} 17`),
  );
});

throttled("is worn down by what it lets through, whatever share and however long", async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(1e6), fc.integer({ min: 1, max: 99 }), async (seed, percent) => {
      const random = createRandom(seed);
      const outcome = await runWorld(files(3), [newsOf(keys(3))], {
        refuse: (now) => {
          const isBad = now < 4 * HOUR && random.below(100) < percent;
          if (isBad && random.below(10) === 0) throw new Error("socket hang up");
          return isBad ? { code: "ThrottlingException" } : undefined;
        },
      });
      assertOnce(outcome, 3 * 45);
    }),
    { numRuns: 15 },
  );
});

throttled(
  "makes a dead letter of each file in the end, with the reason, that goes on",
  async () => {
    const refuse: WorldFaults["refuse"] = (_now, index) =>
      index >= 20 || index === -1 ? { code: "ThrottlingException" } : undefined;
    const outcome = await runWorld(files(3), [newsOf(keys(3))], { refuse });
    assert.is(outcome.letters.length, 3);
    assert.is(outcome.counters.overdue, 3);
    for (const { letter, at } of outcome.letters) {
      assert.ok(at >= PATIENCE && at < PATIENCE + 2 * LONGEST_PAUSE, `${at}`);
      assert.match(
        letter.responsePayload.errorMessage,
        /^Cannot split log file as 6 hours of tries must suffice: ThrottlingException: refused$/,
      );
    }
    const rest = await runWorld(
      files(3),
      outcome.letters.map(({ letter }) => letter),
    );
    assert.equal([rest.letters, rest.published.length], [[], 3 * 25]);
    const all = new Set([...outcome.published, ...rest.published].map(([record]) => record));
    assert.is(all.size, 3 * 45);
  },
);

throttled("keeps the notice of a broken file waiting, not its records", async () => {
  const broken = new Map([...files(1)].map(([key, file]) => [key, file.subarray(0, -4)]));
  const outcome = await runWorld(broken, [newsOf(keys(1))], {
    refuse: (now, index) => (now < HOUR && index === -1 ? { code: "Throttled" } : undefined),
  });
  assert.equal([outcome.published.length, outcome.counters.published], [45, 45]);
  assert.equal([outcome.notices.length, outcome.letters.length], [1, 1]);
  assert.ok((outcome.letters[0]?.at ?? 0) > HOUR);
  assert.match(outcome.letters[0]?.letter.responsePayload.errorMessage ?? "", /gzip/);
});

throttled("leaves what it will never take to who invoked the function", async () => {
  const outcome = await runWorld(files(1), [newsOf(keys(1))], {
    refuse: (_now, index) => (index === 4 ? { code: "MalformedDetail", isFinal: true } : undefined),
  });
  assert.equal([outcome.letters.length, outcome.pauses, outcome.counters.failed], [1, [], 3]);
  assert.match(outcome.letters[0]?.letter.responsePayload.errorMessage ?? "", /MalformedDetail/);
  assert.is(outcome.counters.resent, outcome.published.length);
});

throttled.run();

const denied = suite("log files that are denied");

/** A denial that names the object, until a time. */
const deny = (until: number) => (now: number, key: string) => {
  if (now < until) throw new DeniedError("AccessDenied, s3:GetObject", `no GetObject on ${key}`);
};

denied("are read when access comes hours later, noticed once", async () => {
  const outcome = await runWorld(
    files(40, 3),
    keys(40).map((key) => newsOf([key])),
    {
      open: deny(5 * HOUR),
    },
  );
  assertOnce(outcome, 40 * 3);
  assert.equal(outcome.notices, [
    "denied-log-files#org-logs#AccessDenied, s3:GetObject#2027-01-15",
  ]);
  assert.is(outcome.counters.files, 40);
});

denied("are noticed later when the bus did not take the notice at first", async () => {
  const outcome = await runWorld(files(2, 3), [newsOf(keys(2))], {
    open: deny(3 * HOUR),
    refuse: (now) => (now < HOUR ? { code: "ThrottlingException" } : undefined),
  });
  assertOnce(outcome, 2 * 3);
  assert.is(outcome.notices.length, 1);
});

denied("are dead letters after hours, given up in one notice", async () => {
  const outcome = await runWorld(files(20, 3), [newsOf(keys(20))], {
    open: deny(Number.POSITIVE_INFINITY),
  });
  assert.equal([outcome.letters.length, outcome.published], [20, []]);
  assert.equal([...outcome.notices].sort(), [
    "denied-log-files#org-logs#AccessDenied, s3:GetObject#2027-01-15",
    "overdue-log-files#org-logs#AccessDenied, s3:GetObject#2027-01-15",
  ]);
  const rest = await runWorld(
    files(20, 3),
    outcome.letters.map(({ letter }) => letter),
  );
  assertOnce(rest, 20 * 3);
});

denied("say how long they are tried and what to check", async () => {
  const { noticeOf } = await import("../../src/core/alert/notice.ts");
  const { deniedFilesNotice } = await import("../../src/core/entry/operator-notice.ts");
  const obstacle = { code: "AccessDenied", message: "AccessDenied: no" };
  const { detail } = deniedFilesNotice({ bucket: "b", key: "k" }, obstacle, PATIENCE_HOURS, 0);
  const { title, text, advice, facts } = noticeOf(JSON.parse(detail)) ?? {};
  assert.is(title, "Log files may not be read");
  assert.match(text ?? "", /^s3:\/\/b\/k, and maybe others of the bucket: AccessDenied: no$/);
  assert.match(advice ?? "", /6 hours.*bucket's policy.*reader role.*s3:GetObject.*kms:Decrypt/);
  assert.match(advice ?? "", /kms:Decrypt\. S3 says the same of an object that is gone/);
  assert.equal(facts, [
    ["Bucket", "b"],
    ["File", "k"],
    ["Reason", "AccessDenied"],
  ]);
});

denied.run();

const others = suite("what one file waits for");

others("delays no other file of the invocation", async () => {
  const [slow = "", hung = "", gone = "", ...rest] = keys(10);
  const outcome = await runWorld(files(10), [newsOf(keys(10))], {
    slowness: (key) => (key === slow ? 60_000 : 0),
    open: (now, key) => {
      if (key === hung && now < HOUR) throw new Error("no answer");
      if (key === gone) throw new UnreadableError("gone");
    },
  });
  const lateness = (key: string) =>
    Math.max(...outcome.published.filter(([record]) => record.startsWith(key)).map(([, at]) => at));
  for (const key of rest) assert.ok(lateness(key) < 90_000, `${lateness(key)}`);
  assert.ok(lateness(hung) < HOUR + LONGEST_PAUSE + 400_000);
  assert.is(outcome.letters.length, 1);
  assert.is(new Set(outcome.published.map(([record]) => record)).size, 9 * 45);
});

for (const [name, wrap] of [
  ["S3", (event: unknown) => event],
  ["a queue", (event: unknown) => ({ Records: [inQueue(event)] })],
  ["SNS", (event: unknown) => ({ Records: [inTopic(event)] })],
  ["SNS in a queue", (event: unknown) => ({ Records: [inQueue(inTopic(event))] })],
  ["a pipe", (event: unknown) => [inQueue(event)]],
  ["a redrive", (event: unknown) => ({ requestPayload: event })],
] as const) {
  others(`is waited for when ${name} tells of it, and fails nothing`, async () => {
    const outcome = await runWorld(files(2), [wrap(newsOf(keys(2)))], {
      refuse: (now) => (now < HOUR ? { code: "ThrottlingException" } : undefined),
    });
    assertOnce(outcome, 2 * 45);
  });
}

others.run();

function assertOnce(outcome: WorldOutcome, records: number): void {
  const { counters, published, letters } = outcome;
  assert.equal([letters, counters.overdue, counters.unreadable], [[], 0, 0]);
  assert.is(new Set(published.map(([record]) => record)).size, records, "nothing is lost");
  assert.is(published.length, records, "nothing is sent twice");
  assert.equal([counters.published, counters.records, counters.resent], [records, records, 0]);
}

function recordsOf(count: number): unknown[] {
  return Array.from({ length: count }, (_, n) => ({ n, pad: String(n * 7919).repeat(40) }));
}

function inQueue(event: unknown) {
  return { messageId: "m1", eventSource: "aws:sqs", body: JSON.stringify(event) };
}

function inTopic(event: unknown) {
  return { EventSource: "aws:sns", Sns: { Message: JSON.stringify(event) } };
}
