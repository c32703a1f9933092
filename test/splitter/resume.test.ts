import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Continuation } from "../../src/core/notification/continuation.ts";
import { readNotification, toS3Notification } from "../../src/core/notification/notification.ts";
import type { SplitCounters } from "../../src/splitter/counters.ts";
import { MAX_HOPS } from "../../src/splitter/hand-on.ts";
import { inChunks } from "../support/chunks.ts";
import { type Faults, fakeSplitter, logKey } from "../support/splitter.ts";

const KEY = logKey("large");

/** What is otherwise than all's well in one chain of invocations. */
interface Chain {
  readonly file: Buffer;
  /** Milliseconds of reading, invocation by invocation; the last one repeats. */
  readonly budgets: readonly number[];
  /** Invocations that die at a call of the bus, by its number. */
  readonly deaths?: ReadonlyMap<number, number>;
  /** Invocations that die when all is done but before anybody hears of it. */
  readonly lateDeaths?: ReadonlySet<number>;
  /** Messages that come twice, by their number. */
  readonly doubled?: ReadonlySet<number>;
  /** Offers of an entry that the bus refuses, by their number. */
  readonly refused?: ReadonlySet<number>;
  readonly accepts?: Faults["accepts"];
  /** Milliseconds that each KiB of the object takes to come and be decompressed. */
  readonly slowness?: number;
}

interface Outcome {
  /** Indexes of the records on the bus, as they came. */
  readonly published: readonly number[];
  readonly counters: Readonly<Record<keyof SplitCounters, number>>;
  readonly letters: number;
  readonly notices: number;
  readonly invocations: number;
  /** Messages that failed to the last, and were then redriven. */
  readonly deadLetters: number;
}

const MAX_RECEIVES = 5;

/** Runs a file through as many invocations as it takes; what fails to the last is redriven. */
async function runChain(chain: Chain): Promise<Outcome> {
  const { deaths = new Map(), lateDeaths = new Set(), doubled = new Set() } = chain;
  let now = 0;
  let offers = 0;
  let [invocations, messages, letters, notices, deadLetters] = [0, 0, 0, 0, 0];
  const published: number[] = [];
  const sums: Record<string, number> = {};
  const arriving = async function* () {
    for await (const chunk of inChunks(chain.file, 1024)) {
      now += chain.slowness ?? 0;
      yield chunk;
    }
  };
  const queue: { body: unknown; receives: number }[] = [];
  const enqueue = (body: unknown) => {
    const times = doubled.has(messages++) ? 2 : 1;
    for (let i = 0; i < times; i++) queue.push({ body, receives: 0 });
  };
  enqueue(toS3Notification({ bucket: "b", key: KEY }));
  while (queue.length > 0) {
    const message = queue.shift() as (typeof queue)[number];
    message.receives++;
    const at = invocations++;
    assert.ok(invocations < 1_000, "the chain ends");
    let calls = 0;
    let isDead = false;
    const fake = fakeSplitter({
      ...(chain.accepts && { accepts: chain.accepts }),
      before() {
        now += 10;
        isDead ||= deaths.get(at) === ++calls;
        if (isDead) throw new Error("no longer here");
      },
      refuse: () => (chain.refused?.has(offers++) ? { code: "Throttled" } : undefined),
      clock: {
        now: () => now,
        async sleep(milliseconds) {
          now += milliseconds;
        },
      },
      continuations: {
        async send(continuation: Continuation) {
          if (!isDead) enqueue(continuation);
        },
      },
    });
    fake.objects.set(KEY, arriving());
    const budget = chain.budgets[Math.min(at, chain.budgets.length - 1)] ?? 0;
    const eventSourceARN = "arn:aws:sqs:us-east-1:111122223333:own";
    const body = JSON.stringify(message.body);
    const record = { messageId: "m", eventSource: "aws:sqs", eventSourceARN, body };
    const report = await fake.splitEvent(
      { Records: [record] },
      { read: now + budget, send: now + budget + 20 },
    );
    for (const { index } of fake
      .details()
      .map(({ trailbridge }) => trailbridge as { index: number })) {
      published.push(index);
    }
    if (!isDead) {
      letters += fake.letters.length;
      notices += fake.batches.flat().filter(({ detailType }) => /Notice/.test(detailType)).length;
      const { records, published: sent, filtered, rejected } = report.counters;
      assert.is(records, sent + filtered + rejected);
    }
    if (!isDead && !lateDeaths.has(at)) {
      for (const [name, value] of Object.entries(report.counters)) {
        sums[name] = (sums[name] ?? 0) + value;
      }
      if (report.failures.length === 0) continue;
    }
    if (message.receives === MAX_RECEIVES) {
      deadLetters++;
      message.receives = 0;
    }
    queue.push(message);
  }
  const counters = sums as Record<keyof SplitCounters, number>;
  return { published, counters, letters, notices, invocations, deadLetters };
}

const RECORDS = 137;

/** Records of many kinds, every eleventh none. */
const ELEMENTS = Array.from({ length: RECORDS }, (_, n) =>
  n % 11 === 5 ? "null" : JSON.stringify({ n, eventName: `e${n % 7}`, pad: "x".repeat(n * 5) }),
);
const WANTED = ELEMENTS.flatMap((text, n) => (text === "null" ? [] : [n]));
const TEXT = `{"Records":[${ELEMENTS.join(",\n")}]}`;
/** Bytes up to the end of the record before this one. */
const offsetOf = (next: number) =>
  next === 0 ? 0 : `{"Records":[${ELEMENTS.slice(0, next).join(",\n")}`.length;
const inMembers = (size: number) =>
  Buffer.concat(
    Array.from({ length: Math.ceil(TEXT.length / size) }, (_, i) =>
      gzipSync(TEXT.slice(i * size, (i + 1) * size)),
    ),
  );
const FILES = {
  gzip: gzipSync(TEXT),
  "gzip of many members": inMembers(500),
  "no gzip": Buffer.from(TEXT),
};

const test = suite("a log file over several invocations");

for (const [name, file] of Object.entries(FILES)) {
  test(`is on the bus exactly once when nothing goes wrong (${name})`, async () => {
    let most = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 20 }),
        async (budgets) => {
          const { published, counters, invocations, letters, deadLetters } = await runChain({
            file,
            budgets,
          });
          most = Math.max(most, invocations);
          assert.equal(sorted(published), WANTED);
          assert.is(counters.records, RECORDS);
          assert.is(counters.published, WANTED.length);
          assert.is(counters.rejected, RECORDS - WANTED.length);
          assert.equal([counters.resent, counters.failed, letters, deadLetters], [0, 0, 0, 0]);
          assert.equal([counters.files, counters.resumed], [1, invocations - 1]);
        },
      ),
      { numRuns: 20 },
    );
    assert.ok(most > 3, `at most ${most} invocations were needed`);
  });
}

test("loses no record to invocations that die and messages that come twice", async () => {
  const numbers = (max: number) => fc.uniqueArray(fc.nat(max), { maxLength: 4 });
  // Four deaths in all: a message that dies with its invocation five times is a dead letter.
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...Object.values(FILES)),
      fc.array(fc.integer({ min: 20, max: 90 }), { minLength: 1, maxLength: 8 }),
      fc.array(fc.tuple(fc.nat(9), fc.integer({ min: 1, max: 8 })), { maxLength: 2 }),
      fc.uniqueArray(fc.nat(9), { maxLength: 2 }),
      numbers(4),
      numbers(200),
      async (file, budgets, deaths, late, doubled, refused) => {
        const outcome = await runChain({
          file,
          budgets,
          deaths: new Map(deaths),
          lateDeaths: new Set(late),
          doubled: new Set(doubled),
          refused: new Set(refused),
        });
        const mostDead = new Set([...deaths.map(([at]) => at), ...late]).size;
        assert.ok(outcome.deadLetters <= mostDead / MAX_RECEIVES);
        assert.equal(sorted([...new Set(outcome.published)]), WANTED);
        assert.ok(outcome.counters.records >= RECORDS);
      },
    ),
    { numRuns: 50 },
  );
});

test("counts every record once, and apart what is sent again, when the bus refuses entries", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 10, max: 90 }), { minLength: 1, maxLength: 8 }),
      fc.uniqueArray(fc.nat(300), { maxLength: 60 }),
      async (budgets, refused) => {
        const { published, counters, deadLetters } = await runChain({
          file: FILES.gzip,
          budgets,
          refused: new Set(refused),
          accepts: ({ value }) => Number(value.n) % 3 > 0,
        });
        assert.is(deadLetters, 0);
        assert.is(counters.records, RECORDS);
        assert.is(counters.records, counters.published + counters.filtered + counters.rejected);
        assert.is(published.length, counters.published + counters.resent);
      },
    ),
    { numRuns: 30 },
  );
});

for (const [name, text] of [
  ["a cut at its end", TEXT.slice(0, -40)],
  ["a record that is no JSON among the first", TEXT.replace('{"n":2,', '{"n":2:,')],
  ["a record that is no JSON among the last", TEXT.replace('{"n":130,', '{"n":130:,')],
  ["a second list that is none", TEXT.replace(/\}$/, ',"Records":7}')],
] as const) {
  test(`has one notice and one dead letter for ${name}, however often it goes on`, async () => {
    for (const budget of [5, 15, 35, 10_000]) {
      const outcome = await runChain({ file: gzipSync(text), budgets: [budget] });
      assert.equal([outcome.notices, outcome.letters, outcome.deadLetters], [1, 1, 0], `${budget}`);
      assert.is(outcome.counters.unreadable, 1);
      assert.is(new Set(outcome.published).size, outcome.published.length);
    }
  });
}

test("ends whole while there is time to come to where it stopped, however little is left then", async () => {
  const file = FILES["no gzip"];
  const kibibytes = Math.ceil(file.length / 1024);
  for (const slowness of [0, 1, 5, 40]) {
    // The last KiB comes in the very last moment for sending.
    const budgets = [kibibytes * slowness + 2];
    const outcome = await runChain({ file, budgets, slowness });
    assert.equal([outcome.deadLetters, outcome.letters, outcome.notices], [0, 0, 0], `${slowness}`);
    assert.equal(sorted(outcome.published), WANTED);
    assert.is(outcome.counters.records, RECORDS);
  }
});

test("hands on a file that the first invocation had no time for", async () => {
  let now = 0;
  const fake = fakeSplitter({ clock: { now: () => now, sleep: async () => {} } });
  fake.objects.set(
    KEY,
    (async function* () {
      now += 100;
      yield FILES.gzip;
    })(),
  );
  const event = toS3Notification({ bucket: "b", key: KEY });
  const { failures } = await fake.splitEvent(event, { read: 80, send: 90 });
  assert.equal(failures, []);
  assert.equal(
    fake.continuations.map(({ continuation }) => continuation),
    [{ bucket: "b", key: KEY, next: 0, offset: 0, hops: 1, etag: `"${KEY}"` }],
  );
});

test("goes on at every record there is", async () => {
  for (let next = 0; next <= RECORDS; next++) {
    const fake = fakeSplitter();
    fake.objects.set(KEY, FILES.gzip);
    const continuation = { bucket: "b", key: KEY, ...at(next), hops: 1, etag: `"${KEY}"` };
    const { counters, failures } = await fake.splitEvent({ continuation });
    assert.equal(failures, []);
    assert.is(counters.records, RECORDS - next);
    assert.equal(
      fake.details().map(({ n }) => n),
      WANTED.filter((n) => n >= next),
    );
  }
});

test("fails when an invocation comes no further than the one before", async () => {
  let now = 0;
  const slow = fakeSplitter({
    clock: { now: () => now++, sleep: async () => {} },
  });
  slow.objects.set(KEY, FILES.gzip);
  const continuation = { bucket: "b", key: KEY, ...at(3), hops: 5 };
  const { failures } = await slow.splitEvent({ continuation }, { read: 3, send: 3 });
  assert.match(
    failures[0]?.reason ?? "",
    /time is up before record 3 is on the bus: splitter.timeoutSeconds or splitter.memoryMiB is too small/,
  );
  assert.equal([slow.continuations.length, slow.letters.length], [0, 0]);
});

test("gives up a file that never ends, as what goes on where it stopped", async () => {
  let now = 0;
  const fake = fakeSplitter({
    clock: { now: () => now, sleep: async () => {} },
    before: () => {
      now += 10;
    },
  });
  fake.objects.set(KEY, FILES.gzip);
  const continuation = { bucket: "b", key: KEY, ...at(0), hops: MAX_HOPS - 1, etag: '"e"' };
  const { failures, counters } = await fake.splitEvent({ continuation }, { read: 25, send: 50 });
  assert.equal([failures.length, counters.unreadable, fake.continuations.length], [0, 1, 0]);
  const [letter] = fake.letters;
  assert.match(letter?.responsePayload.errorMessage ?? "", /1000 invocations must suffice/);
  const [again] = readNotification(letter?.requestPayload).objects;
  assert.equal(again?.object, { bucket: "b", key: KEY });
  assert.equal([again?.resume?.hops, again?.resume?.next], [0, counters.records]);
  assert.is(fake.batches.flat().filter(({ detailType }) => /Notice/.test(detailType)).length, 1);
});

test("fails as a whole when nobody can be asked to go on", async () => {
  let now = 0;
  const fake = fakeSplitter({
    clock: { now: () => now, sleep: async () => {} },
    before: () => {
      now += 10;
    },
    continuations: {
      async send() {
        throw new Error("queue gone");
      },
    },
  });
  fake.objects.set(KEY, FILES.gzip);
  const { failures, counters } = await fake.splitEvent(
    toS3Notification({ bucket: "b", key: KEY }),
    { read: 25, send: 50 },
  );
  assert.match(failures[0]?.reason ?? "", /no continuation could be sent: Error: queue gone/);
  assert.is(counters.records, 0);
  assert.is(counters.resent, fake.details().length);
});

test("asks for the content it began with", async () => {
  const asked: unknown[] = [];
  const fake = fakeSplitter({
    logs: {
      async open(_object, etag) {
        asked.push(etag);
        throw new Error("enough");
      },
    },
  });
  const continuation = { bucket: "b", key: KEY, ...at(3), hops: 1, etag: '"e1"' };
  await fake.splitEvent({ continuation });
  assert.equal(asked, ['"e1"']);
});

test.run();

function at(next: number): { readonly next: number; readonly offset: number } {
  return { next, offset: offsetOf(next) };
}

function sorted(numbers: readonly number[]): number[] {
  return [...numbers].sort((a, b) => a - b);
}
