import { gzipSync } from "node:zlib";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { UnreadableError } from "../../src/core/log/unreadable.ts";
import { readNotification, toS3Notification } from "../../src/core/notification/notification.ts";
import type { PublishedFiles } from "../../src/ports.ts";
import { MAX_TRIES } from "../../src/splitter/publisher.ts";
import { ordinary } from "../support/hostile.ts";
import { memoryPublished } from "../support/memory-published.ts";
import {
  type FakeSplitter,
  type Faults,
  fakeSplitter,
  logFile,
  logKey,
} from "../support/splitter.ts";

const A = logKey("a");
const B = logKey("b");

const test = suite("split()");

test("one bad record does not drop the rest of the file or batch", async () => {
  const fake = fakeSplitter();
  fake.objects.set(A, logFile([event("a"), null, 7, event("b")]));
  fake.objects.set(B, logFile([event("c")]));
  const { counters, failures } = await fake.split([A, B]);
  assert.equal(names(fake), ["a", "b", "c"]);
  assert.equal(failures, []);
  assertCounters(counters, { records: 5, published: 3, rejected: 2, files: 2 });
  assert.equal(
    fake.lines.filter(({ level }) => level === "warn").map(({ fields }) => fields.rejections),
    [["record 1: it is null", "record 2: it is a number"]],
  );
});

test("a file that breaks off is published up to there, then a dead letter and a notice", async () => {
  const fake = fakeSplitter();
  const whole = logFile([event("a"), event("b")]);
  fake.objects.set(A, whole.subarray(0, -4));
  fake.objects.set(B, logFile([event("c")]));
  const { counters, failures } = await fake.split([A, B]);
  assert.equal(names(fake), ["a", "b", "c"]);
  assert.equal(failures, [], "no retry can help");
  assertCounters(counters, { records: 3, published: 3, files: 2, unreadable: 1 });
  assert.is(fake.letters.length, 1);
  const { requestPayload, responsePayload } = fake.letters[0] ?? {};
  assert.equal(readNotification(requestPayload).objects, [
    { object: { bucket: "org-logs", key: A } },
  ]);
  assert.is(responsePayload?.errorType, "LogFileError");
  assert.match(responsePayload?.errorMessage ?? "", /its gzip data must be whole/);
  const [entry] = fake.batches.flat().filter(({ detailType }) => /Notice/.test(detailType));
  const { notice, trailbridge } = JSON.parse(entry?.detail ?? "{}");
  assert.equal(trailbridge, { version: "1" });
  assert.equal(notice, {
    kind: "unreadable-log-file",
    title: "A log file could not be read",
    text: `s3://org-logs/${A}, and maybe others of the bucket: ${responsePayload?.errorMessage}`,
    bucket: "org-logs",
    key: A,
    reason: responsePayload?.errorMessage,
    dedupe:
      "unreadable-log-files#org-logs#Cannot read log file as its gzip data must be whole#1970-01-01T00",
  });
});

test("records of another account than their file's are published, counted and told of once", async () => {
  const fake = fakeSplitter();
  const of = (name: string, recipientAccountId: string) => ({ ...event(name), recipientAccountId });
  fake.objects.set(A, logFile([of("a", "111122223333"), of("b", "<!channel>"), of("c", "9")]));
  fake.objects.set(B, logFile([of("d", "444455556666")]));
  const { counters, failures } = await fake.split([A, B]);
  await fake.split([B]);
  assert.equal(names(fake), ["a", "b", "c", "d", "d"]);
  assert.equal(failures, []);
  assertCounters(counters, { records: 4, published: 4, misplaced: 3, files: 2 });
  assert.equal(noticesOf(fake), [
    ["misplaced-records#org-logs#1970-01-01", A, "record 1 says it is of account <!channel>"],
  ]);
});

test("a file that is overwritten is told of, its records published, and one that comes again is not", async () => {
  const fake = fakeSplitter({ published: memoryPublished() });
  fake.objects.set(A, logFile([event("a")]));
  fake.etags.set(A, '"one"');
  const news = (eTag: string) => ({
    eventSource: "aws:s3",
    eventName: "ObjectCreated:Put",
    s3: { bucket: { name: "org-logs" }, object: { key: A, eTag } },
  });
  await fake.splitEvent({ Records: [news("one"), news("one")] });
  await fake.split([A]);
  assert.equal(noticesOf(fake), []);
  fake.objects.set(A, logFile([event("b")]));
  fake.etags.set(A, '"two"');
  // What the news say of the tag is anybody's: the content counts.
  const { counters, failures } = await fake.splitEvent({ Records: [news("one")] });
  assert.equal(failures, []);
  assertCounters(counters, { records: 1, published: 1, files: 1, overwritten: 1 });
  const [[dedupe, key] = [], ...more] = noticesOf(fake) as unknown[][];
  assert.match(String(dedupe), /^overwritten-log-file#org-logs#/);
  assert.equal([key, more], [A, []]);
  assert.equal(names(fake), ["a", "a", "a", "b"]);
});

test("a file that is overwritten by what nobody can read is told of all the same", async () => {
  const fake = fakeSplitter({ published: memoryPublished() });
  fake.objects.set(A, logFile([event("a")]));
  await fake.split([A]);
  fake.objects.set(A, Buffer.from("no log file"));
  fake.etags.set(A, '"two"');
  const { counters } = await fake.split([A]);
  assertCounters(counters, { files: 1, unreadable: 1, overwritten: 1 });
  assert.equal(
    noticesOf(fake).map((notice) => String((notice as unknown[])[0]).split("#")[0]),
    ["overwritten-log-file", "unreadable-log-files"],
  );
});

test("a file is tried again while nobody can be told that it was overwritten", async () => {
  const published = memoryPublished();
  await fakeWith(published).split([A]);
  const fake = fakeWith(published, {
    refuse: ({ detailType }) =>
      detailType === "Trailbridge Operator Notice" ? { code: "InternalFailure" } : undefined,
  });
  fake.objects.set(A, logFile([event("b")]));
  fake.etags.set(A, '"two"');
  const { counters } = await fake.split([A]);
  assertCounters(counters, { records: 1, published: 1, files: 1, overwritten: 1, waiting: 1 });
  assert.equal(fake.continuations.length, 1);
});

test("what cannot be compared is published, and told of once an hour", async () => {
  const fake = fakeWith({
    remember: async () => {
      throw Object.assign(new Error("not found"), { name: "ResourceNotFoundException" });
    },
  });
  for (const name of ["c", "d", "e", "f"]) fake.objects.set(logKey(name), logFile([event(name)]));
  const { counters } = await fake.split([...fake.objects.keys()]);
  await fake.split([A]);
  assertCounters(counters, { records: 5, published: 5, files: 5 });
  assert.equal(noticesOf(fake), [
    ["uncompared-log-files#1970-01-01T00", undefined, "ResourceNotFoundException"],
  ]);
});

test("log files of another bucket are not read, but told of once", async () => {
  const fake = fakeSplitter({ logBucket: "logs" });
  const { counters, failures, malformed } = await fake.split([A, B]);
  await fake.split([A]);
  assert.equal([names(fake), failures, malformed], [[], [], []]);
  assertCounters(counters, { skipped: 2 });
  assert.equal(noticesOf(fake), [
    ["other-bucket#1970-01-01", A, "the settings name the bucket logs"],
  ]);
});

test("what is no log file in another bucket is skipped without a word", async () => {
  const fake = fakeSplitter({ logBucket: "logs" });
  const { counters } = await fake.split([logKey("a", "CloudTrail-Digest"), "notes.txt"]);
  assertCounters(counters, { skipped: 2 });
  assert.equal(noticesOf(fake), []);
});

test("neither resuming nor sending a dead letter back has another bucket read", async () => {
  const fake = fakeSplitter({ logBucket: "logs" });
  const continuation = { bucket: "org-logs", key: A, next: 0, offset: 0, hops: 1 };
  for (const payload of [{ continuation }, toS3Notification({ bucket: "org-logs", key: A })]) {
    const { counters } = await fake.splitEvent({ requestPayload: payload });
    assertCounters(counters, { skipped: 1 });
  }
  assert.equal(names(fake), []);
});

test("what the bus refuses waits for another try, after all else went out", async () => {
  const fake = fakeSplitter({
    refuse: (entry) => (nameOf(entry) === "b" ? { code: "InternalFailure" } : undefined),
  });
  fake.objects.set(A, logFile([event("a"), event("b"), event("c")]));
  fake.objects.set(B, logFile([event("d")]));
  const { counters, failures } = await fake.split([A, B]);
  assert.equal(names(fake), ["a", "c", "d"]);
  assert.equal(failures, []);
  assertCounters(counters, { records: 3, published: 3, failed: 1, files: 2, waiting: 1 });
  const [{ continuation } = {}] = fake.continuations;
  assert.equal([continuation?.key, continuation?.next], [A, 1]);
  assert.equal(continuation?.beyond, { end: 3, open: [1] });
});

test("what the bus will never take is a failure, after all else went out", async () => {
  const fake = fakeSplitter({
    refuse: (entry) =>
      nameOf(entry) === "b" ? { code: "MalformedDetail", isFinal: true } : undefined,
  });
  fake.objects.set(A, logFile([event("a"), event("b"), event("c")]));
  fake.objects.set(B, logFile([event("d")]));
  const { counters, failures } = await fake.split([A, B]);
  assert.equal(names(fake), ["a", "c", "d"]);
  assert.equal(failures, [
    { reason: `s3://org-logs/${A}: MalformedDetail: refused`, messageId: undefined },
  ]);
  assertCounters(counters, { records: 1, published: 1, resent: 2, failed: 1, files: 2 });
  assert.equal([fake.continuations, fake.sleeps], [[], []]);
});

test("a key with Digest in its prefix is a log, a digest file stops nothing", async () => {
  const fake = fakeSplitter();
  const digest = logKey("d", "CloudTrail-Digest");
  const log = `TeamDigest/${A}`;
  fake.objects.set(log, logFile([event("a")]));
  fake.objects.set(B, logFile([event("b")]));
  const { counters, failures } = await fake.split([digest, log, "AWSLogs/x/Config/y", B]);
  assert.equal(names(fake), ["a", "b"]);
  assert.equal(failures, []);
  assertCounters(counters, { records: 2, published: 2, files: 2, skipped: 2 });
});

test("reads what is sent back to it beside the log prefix: somebody asks for it", async () => {
  const fake = fakeSplitter({ logPrefix: "o-1/AWSLogs/" });
  fake.objects.set(`o-2/${logKey("b")}`, logFile([{ n: 1 }]));
  const requestPayload = toS3Notification({ bucket: "org-logs", key: `o-2/${logKey("b")}` });
  const { counters } = await fake.splitEvent({ requestPayload, responsePayload: {} });
  assertCounters(counters, { records: 1, published: 1, files: 1 });
});

test("leaves alone what a topic tells of beside the log prefix, which it may not read", async () => {
  const fake = fakeSplitter({ logPrefix: "o-1/AWSLogs/" });
  fake.objects.set(`o-1/${logKey("a")}`, logFile([{ n: 1 }]));
  const { counters } = await fake.split([`o-1/${logKey("a")}`, `o-2/${logKey("b")}`]);
  assertCounters(counters, { records: 1, published: 1, files: 1, skipped: 1 });
});

test("records without MFAUsed, identity or error code, and Insight records, are published", async () => {
  const fake = fakeSplitter();
  const records = [
    { ...ordinary(), eventName: "ConsoleLogin" },
    { ...ordinary(), eventName: "null identity", userIdentity: null },
    { ...ordinary(), eventName: "null error", errorCode: null },
    { eventType: "AwsCloudTrailInsight", insightDetails: { eventName: "RunInstances" } },
    { eventID: 1 },
  ];
  fake.objects.set(A, logFile(records.slice(0, 3)));
  const insight = logKey("i", "CloudTrail-Insight");
  fake.objects.set(insight, logFile(records.slice(3)));
  await fake.split([A, insight]);
  assert.equal(
    fake.details().map(({ record }) => record),
    records,
  );
});

test("gives up a file that cannot be opened, and goes on", async () => {
  const fake = fakeSplitter();
  fake.objects.set(
    A,
    new UnreadableError("Cannot read log file as S3 must give it out: NoSuchKey"),
  );
  fake.objects.set(B, logFile([event("b")]));
  const { counters, failures } = await fake.split([A, B]);
  assert.equal([names(fake), failures.length, fake.letters.length], [["b"], 0, 1]);
  assert.is(fake.letters[0]?.responsePayload.errorType, "UnreadableError");
  assertCounters(counters, { records: 1, published: 1, files: 2, unreadable: 1 });
});

test("tells once for a bucket what keeps all of its files from being read", async () => {
  const fake = fakeSplitter();
  const gone = new UnreadableError("Cannot read log file: NoSuchBucket", { code: "NoSuchBucket" });
  for (const key of [A, B]) fake.objects.set(key, gone);
  await fake.split([A, B]);
  const identities = fake.batches.flat().map(({ detail }) => JSON.parse(detail).notice.dedupe);
  assert.equal(identities, ["unreadable-log-files#org-logs#NoSuchBucket#1970-01-01T00"]);
  assert.is(fake.letters.length, 2);
});

test("tells once an hour for a bucket of files nobody can read for one reason, each a dead letter", async () => {
  const fake = fakeSplitter();
  const keys = Array.from({ length: 30 }, (_, i) => logKey(`x${i}`));
  for (const [i, key] of keys.entries()) {
    const whole = logFile([event("a"), event(`b${"x".repeat(i)}`)]);
    fake.objects.set(key, i % 2 ? Buffer.from(`<!channel> ${i}`) : whole.subarray(0, -4 - (i % 3)));
  }
  await fake.split(keys);
  await fake.split(keys);
  assert.is(fake.letters.length, 60);
  const identities = noticesOf(fake).map((notice) => (notice as unknown[])[0]);
  assert.equal(identities.length, 2);
  assert.not.match(identities.join(), "channel");
});

test("tries a file again that may be opened next time, and goes on", async () => {
  const fake = fakeSplitter();
  fake.objects.set(A, Object.assign(new Error("slow down"), { name: "SlowDown" }));
  fake.objects.set(B, logFile([event("b")]));
  const { failures, counters } = await fake.split([A, B]);
  assert.equal([names(fake), fake.letters.length, failures], [["b"], 0, []]);
  assertCounters(counters, { records: 1, published: 1, files: 1, waiting: 1 });
  assert.equal(
    fake.continuations.map(({ continuation: { key, next } }) => [key, next]),
    [[A, 0]],
  );
  const line = fake.lines.find(({ level }) => level === "warn");
  assert.equal(
    [line?.fields.file, line?.fields.reason],
    [`s3://org-logs/${A}`, "SlowDown: slow down"],
  );
});

test("tries a file again whose connection broke, from where it did", async () => {
  const fake = fakeSplitter();
  const text = Buffer.from(JSON.stringify({ Records: [event("a"), event("b")] }));
  fake.objects.set(
    A,
    (async function* () {
      yield text.subarray(0, text.length - 20);
      throw new Error("aborted");
    })(),
  );
  const { counters, failures } = await fake.split([A]);
  assert.equal([names(fake), fake.letters.length, failures], [["a"], 0, []]);
  assertCounters(counters, { records: 1, published: 1, files: 1, waiting: 1 });
  assert.is(fake.continuations[0]?.continuation.next, 1);
});

test("fails for a file that must be tried again when nobody can be asked to", async () => {
  const fake = fakeSplitter({
    continuations: {
      async send() {
        throw new Error("queue gone");
      },
    },
  });
  fake.objects.set(A, new Error("reset"));
  fake.objects.set(B, logFile([event("b")]));
  const { failures, counters } = await fake.split([A, B]);
  assert.equal(failures, [
    {
      reason: `s3://org-logs/${A}: Error: reset; and no continuation could be sent: Error: queue gone`,
      messageId: undefined,
    },
  ]);
  assertCounters(counters, { records: 1, published: 1, files: 1 });
});

test("fails for a file that could be given up only if the dead letters took it", async () => {
  const fake = fakeSplitter({
    sendLetter: async () => {
      throw new Error("queue gone");
    },
  });
  fake.objects.set(A, Buffer.from("garbage"));
  const { failures } = await fake.split([A]);
  assert.match(failures[0]?.reason ?? "", /no dead letter could be sent: Error: queue gone/);
});

test("tries a file again whose notice does not get through, without a dead letter yet", async () => {
  const fake = fakeSplitter({
    refuse: ({ detailType }) =>
      /Notice/.test(detailType) ? { code: "InternalFailure" } : undefined,
  });
  fake.objects.set(A, logFile([event("a"), event("b")]).subarray(0, -4));
  const { failures, counters } = await fake.split([A]);
  assert.equal([failures, fake.letters], [[], []]);
  assertCounters(counters, { records: 2, published: 2, files: 1, waiting: 1 });
  assert.is(fake.continuations[0]?.continuation.next, 2);
  const line = fake.lines.find(({ message }) => /waits/.test(message));
  assert.match(String(line?.fields.reason), /operator notice not published: InternalFailure/);
});

test("fails for a file whose notice is never taken", async () => {
  const fake = fakeSplitter({
    refuse: ({ detailType }) =>
      /Notice/.test(detailType) ? { code: "MalformedDetail", isFinal: true } : undefined,
  });
  fake.objects.set(A, logFile([event("a"), event("b")]).subarray(0, -4));
  const { failures, counters } = await fake.split([A]);
  assert.match(failures[0]?.reason ?? "", /operator notice not published: MalformedDetail/);
  assert.is(fake.letters.length, 0);
  assertCounters(counters, { resent: 2, files: 1 });
});

test("does not give up a file twice: not while some of it must be tried again", async () => {
  const fake = fakeSplitter({ refuse: () => ({ code: "ThrottlingException" }) });
  fake.objects.set(A, logFile([event("a")]).subarray(0, -4));
  const { counters, failures } = await fake.split([A]);
  assert.equal([fake.letters.length, failures.length, counters.unreadable], [0, 0, 0]);
  assert.is(counters.waiting, 1);
});

test("leaves out its own work, and nothing else of its role", async () => {
  const own = {
    roles: [{ name: "splitter", account: "111122223333", session: "splitter-function" }],
    bucket: "org-logs",
    prefix: "AWSLogs/",
    bus: "records",
  };
  const fake = fakeSplitter({ own });
  const reads = (bucketName: string) => ({
    ...event("GetObject"),
    eventSource: "s3.amazonaws.com",
    userIdentity: {
      type: "AssumedRole",
      arn: "arn:aws:sts::111122223333:assumed-role/splitter/splitter-function",
    },
    requestParameters: { bucketName, key: "AWSLogs/x.json.gz" },
  });
  fake.objects.set(A, logFile([reads("org-logs"), reads("payroll")]));
  const { counters } = await fake.split([A]);
  assert.equal(names(fake), ["GetObject"]);
  assertCounters(counters, { records: 2, published: 1, filtered: 1, files: 1 });
});

test("leaves out what is not wanted on the bus", async () => {
  const fake = fakeSplitter({ accepts: ({ value }) => value.eventName === "b" });
  fake.objects.set(A, logFile([event("a"), event("b"), event("c")]));
  const { counters } = await fake.split([A]);
  assert.equal(names(fake), ["b"]);
  assertCounters(counters, { records: 3, published: 1, filtered: 2, files: 1 });
});

test("says nothing of a file without records", async () => {
  const fake = fakeSplitter();
  fake.objects.set(A, logFile([]));
  const { counters, failures } = await fake.split([A]);
  assertCounters(counters, { files: 1 });
  assert.equal([fake.batches, fake.letters, failures], [[], [], []]);
  assert.equal(
    fake.lines.map(({ level }) => level),
    ["metrics"],
  );
});

test("fills batches over the files of one notification", async () => {
  const fake = fakeSplitter();
  const keys = Array.from({ length: 7 }, (_, i) => logKey(String(i)));
  for (const key of keys) fake.objects.set(key, logFile([event("a"), event("b"), event("c")]));
  await fake.split(keys);
  assert.equal(
    fake.batches.map((batch) => batch.length),
    [10, 10, 1],
  );
});

test("opens files ahead, and reads one at a time", async () => {
  const opened: string[] = [];
  let reading = 0;
  let most = 0;
  const fake = fakeSplitter({
    logs: {
      async open({ key }) {
        opened.push(key);
        const bytes = (async function* () {
          reading++;
          most = Math.max(most, reading);
          if (key === A) assert.is(opened.length, 4);
          yield logFile([event("a")]);
          reading--;
        })();
        return { bytes, etag: undefined };
      },
    },
  });
  const keys = [A, ...Array.from({ length: 9 }, (_, i) => logKey(String(i)))];
  await fake.split(keys);
  assert.equal(opened, keys);
  assert.is(most, 1);
});

test("waits for a file that cannot be opened until its turn comes", async () => {
  const fake = fakeSplitter();
  fake.objects.set(
    A,
    (async function* () {
      // Time enough for an unhandled rejection to end the process.
      for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
      yield logFile([event("a")]);
    })(),
  );
  fake.objects.set(B, new Error("reset"));
  const { counters } = await fake.split([A, B]);
  assert.equal([names(fake), counters.waiting], [["a"], 1]);
});

test("counts what the notification itself had to skip", async () => {
  const s3 = { bucket: { name: "org-logs" }, object: { key: A } };
  const removed = { eventSource: "aws:s3", eventName: "ObjectRemoved:Delete", s3 };
  const { counters } = await fakeSplitter().splitEvent({ Records: [removed, removed] });
  assertCounters(counters, { skipped: 2 });
});

test("names the queue messages that must come again, and no others", async () => {
  const fake = fakeSplitter({
    refuse: (entry) => (nameOf(entry) === "a" ? { code: "x", isFinal: true } : undefined),
  });
  fake.objects.set(A, logFile([event("a")]));
  fake.objects.set(B, logFile([event("b")]));
  const { failures, malformed } = await fake.splitEvent({
    Records: [message("m1", A), message("m2", B), { ...message("m3", B), body: "hello" }],
  });
  assert.equal(
    failures.map(({ messageId }) => messageId),
    ["m1"],
  );
  assert.equal(malformed, []);
  assert.equal(
    fake.letters.map(({ responsePayload }) => responsePayload.errorType),
    ["NotificationError"],
  );
  assert.equal(fake.letters[0]?.requestPayload, {
    Records: [{ ...message("m3", B), body: "hello" }],
  });
});

test("hands a notification that nobody understands back to who invoked it", async () => {
  const fake = fakeSplitter();
  const { malformed, counters } = await fake.splitEvent({ foo: 1 });
  assert.is(malformed[0]?.name, "NotificationError");
  assert.equal([fake.letters.length, counters.malformed], [0, 1]);
});

test("stops in time, and hands on what is left", async () => {
  let now = 0;
  const fake = fakeSplitter({
    clock: { now: () => now, sleep: async () => {} },
    before: () => {
      now += 400_000;
    },
  });
  const keys = Array.from({ length: 10 }, (_, i) => logKey(String(i)));
  for (const key of keys) fake.objects.set(key, logFile(Array(20).fill(event("a"))));
  fake.objects.set(keys[0] as string, logFile(Array(2_000).fill(event("a"))));
  const { counters, failures } = await fake.split(keys);
  assert.equal(failures, []);
  assert.ok(counters.published >= 20 && counters.published <= 60, String(counters.published));
  assert.is(counters.records, counters.published);
  const handedOn = fake.continuations.map(({ continuation }) => continuation);
  assert.equal(
    handedOn.map(({ key, hops }) => [key, hops]),
    keys.map((key) => [key, 1]),
  );
  assert.is(
    handedOn.reduce((sum, { next }) => sum + next, 0),
    counters.published,
  );
  assert.is(counters.handedOn, 10);
});

test("reads no further in a file while the bus is down", async () => {
  const fake = fakeSplitter({
    before() {
      throw new Error("bus down");
    },
  });
  fake.objects.set(A, logFile(Array(5_000).fill(event("a"))));
  const { counters } = await fake.split([A]);
  assert.ok(counters.failed < 100, `${counters.failed} were offered`);
  assert.equal(
    fake.continuations.map(({ continuation: { next, beyond } }) => [next, beyond]),
    [[0, undefined]],
  );
});

test("names no more than a thousand or so open records where a file goes on", async () => {
  let entries = 0;
  const odd = new Map<unknown, boolean>();
  const fake = fakeSplitter({
    refuse(entry) {
      if (!odd.has(entry)) odd.set(entry, entries++ % 2 === 1);
      return odd.get(entry) ? { code: "InternalFailure" } : undefined;
    },
  });
  fake.objects.set(A, logFile(Array(9_000).fill(event("a"))));
  const { counters } = await fake.split([A]);
  const [{ continuation } = {}] = fake.continuations;
  const { end = 0, open = [] } = continuation?.beyond ?? {};
  assert.ok(open.length > 900 && open.length < 1_100, `${open.length} open`);
  assert.is(counters.records, end - open.length);
  assert.ok(JSON.stringify(fake.continuations).length < 20_000);
});

test("logs a refused entry's reason, and the counters in one line", async () => {
  const fake = fakeSplitter({ refuse: () => ({ code: "ThrottlingException" }) });
  fake.objects.set(A, logFile([event("a")]));
  await fake.split([A]);
  const [line, metrics] = fake.lines;
  assert.match(String(line?.fields.reason), /ThrottlingException: refused/);
  assert.is(metrics?.level, "metrics");
  assert.is(metrics?.fields.failed, 1);
  assert.is(fake.sleeps.length, MAX_TRIES - 1);
});

test("takes a corrupt file's records that came before, over two files and one notice", async () => {
  const fake = fakeSplitter();
  const cut = gzipSync('{"Records":[{"eventName":"a"},{"eventName":"b"},]}');
  fake.objects.set(A, cut);
  fake.objects.set(B, cut);
  await fake.split([A, B]);
  assert.equal(names(fake), ["a", "b", "a", "b"]);
  assert.is(fake.letters.length, 2);
  assert.is(fake.batches.flat().length, 5);
});

for (const [around, wrap] of [
  [
    "a topic",
    (text: string) => ({ Records: [{ EventSource: "aws:sns", Sns: { Message: text } }] }),
  ],
  ["a queue of others", (body: string) => inQueue("others", body)],
  [
    "a queue in a queue of others",
    (text: string) => inQueue("others", JSON.stringify(inQueue("own", text))),
  ],
  ["a pipe", (text: string) => [JSON.parse(text)]],
] as const) {
  test(`takes nothing that comes by ${around} for its own message or a dead letter`, async () => {
    const fake = fakeSplitter({ logPrefix: "AWSLogs/111122223333/" });
    const beside = A.replace("111122223333", "444455556666");
    for (const key of [A, beside]) fake.objects.set(key, logFile([event("a"), event("b")]));
    const on = (key: string) => ({
      continuation: { bucket: "org-logs", key, next: 2, offset: 24, hops: 1 },
    });
    for (const body of [on(A), on(beside), { requestPayload: on(beside) }]) {
      await fake.splitEvent(wrap(JSON.stringify(body)));
    }
    assert.equal(names(fake), ["a", "b"], "the file under the prefix, from its beginning");
  });
}

test("goes on where its own message says, and reads again what was sent back, whatever the prefix", async () => {
  const fake = fakeSplitter({ logPrefix: "AWSLogs/111122223333/" });
  const beside = A.replace("111122223333", "444455556666");
  fake.objects.set(beside, logFile([event("a"), event("b")]));
  const again = { requestPayload: toS3Notification({ bucket: "org-logs", key: beside }) };
  await fake.splitEvent(inQueue("own", JSON.stringify(again)));
  assert.equal(names(fake), ["a", "b"]);
});

test.run();

function inQueue(name: string, body: string) {
  const eventSourceARN = `arn:aws:sqs:us-east-1:111122223333:${name}`;
  return { Records: [{ messageId: "m", eventSource: "aws:sqs", eventSourceARN, body }] };
}

function event(eventName: string): Record<string, unknown> {
  return { ...ordinary(), eventName };
}

function names(fake: FakeSplitter): unknown[] {
  return fake.details().map(({ eventName }) => eventName);
}

/** Identity, file and reason of each notice. */
function noticesOf(fake: FakeSplitter): unknown[] {
  return fake.batches.flat().flatMap(({ detail }) => {
    const { notice } = JSON.parse(detail);
    return notice ? [[notice.dedupe, notice.key, notice.reason]] : [];
  });
}

function nameOf({ detail }: { readonly detail: string }): unknown {
  return JSON.parse(detail).eventName;
}

function message(messageId: string, key: string) {
  const s3 = { bucket: { name: "org-logs" }, object: { key } };
  const body = { Records: [{ eventSource: "aws:s3", eventName: "ObjectCreated:Put", s3 }] };
  return { messageId, eventSource: "aws:sqs", body: JSON.stringify(body) };
}

/** A splitter that knows of files, with one to read. */
function fakeWith(published: PublishedFiles, faults: Faults = {}): FakeSplitter {
  const fake = fakeSplitter({ published, ...faults });
  fake.objects.set(A, logFile([event("a")]));
  return fake;
}

function assertCounters(counters: object, expected: Record<string, number>): void {
  const some = Object.entries(counters).filter(([, value]) => value !== 0);
  assert.equal(Object.fromEntries(some), expected);
}
