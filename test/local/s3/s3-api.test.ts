import { createHash } from "node:crypto";
import { request } from "node:http";
import { Readable } from "node:stream";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  type GetObjectCommandInput,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { startStack } from "../../../src/local/stack.ts";
import type { Stack, StackEvent } from "../../../src/local/stack-types.ts";
import { clientConfig, errorName } from "../../support/client-config.ts";

const test = suite("S3 through its client");

const Bucket = "logs";
let stack: Stack;
let s3: S3Client;
let events: StackEvent[] = [];

test.before(async () => {
  const queues = [{ name: "notes" }, { name: "events" }];
  const buckets = [
    {
      name: Bucket,
      eventBridge: true,
      notifications: [
        { events: ["s3:ObjectCreated:*"], prefix: "AWSLogs/", suffix: ".gz", queue: "notes" },
        { events: ["s3:ObjectRemoved:Delete"], queue: "notes" },
      ],
    },
  ];
  const rules = [
    {
      name: "all",
      pattern: { source: ["aws.s3"] },
      targets: [{ kind: "sqs" as const, queue: "events" }],
    },
  ];
  const onEvent = (event: StackEvent) => events.push(event);
  stack = await startStack({ wiring: { buckets, queues, rules }, onEvent });
  s3 = new S3Client(clientConfig(stack));
});

test.after.each(async () => {
  const { Contents = [] } = await list({});
  for (const { Key = "" } of Contents) stack.deleteObject(Bucket, Key);
  await stack.idle();
  events = [];
});

test.after(async () => {
  s3.destroy();
  await stack.close();
});

test("says what is not there", async () => {
  const name = (input: GetObjectCommandInput) => errorName(s3.send(new GetObjectCommand(input)));
  assert.is(await name({ Bucket, Key: "none" }), "NoSuchKey");
  assert.is(await name({ Bucket: "none", Key: "none" }), "NoSuchBucket");
  assert.is(
    await errorName(s3.send(new PutObjectCommand({ Bucket: "none", Key: "k", Body: "x" }))),
    "NoSuchBucket",
  );
  assert.is(await errorName(s3.send(new HeadObjectCommand({ Bucket, Key: "none" }))), "NotFound");
  assert.is(await errorName(s3.send(new HeadBucketCommand({ Bucket: "none" }))), "NotFound");
});

test("names an operation it does not know", async () => {
  const copy = new CopyObjectCommand({ Bucket, Key: "k", CopySource: "logs/j" });
  assert.is(await errorName(s3.send(copy)), "NotImplemented");
  const response = await fetch(`${stack.endpointUrl}/logs/k?tagging`);
  assert.is(response.status, 501);
  assert.match(await response.text(), "GET /logs/k?tagging");
});

test("refuses a body that is not what its checksum says, and keeps the old object", async () => {
  await put("k", "old");
  const wrong = { Bucket, Key: "k", Body: "new" };
  const digest = createHash("md5").update("other").digest("base64");
  assert.is(
    await errorName(s3.send(new PutObjectCommand({ ...wrong, ContentMD5: digest }))),
    "BadDigest",
  );
  assert.is(
    await errorName(s3.send(new PutObjectCommand({ ...wrong, ChecksumCRC32: "AAAAAA==" }))),
    "BadDigest",
  );
  assert.is(await text("k"), "old");
  assert.equal(
    events.map(({ kind }) => kind),
    ["object", "bus-event"],
    "nothing of the refused ones",
  );
});

test("keeps nothing of a body whose sender hangs up", async () => {
  await new Promise<void>((resolve) => {
    const sending = request(`${stack.endpointUrl}/logs/cut`, {
      method: "PUT",
      headers: { "content-length": 100 },
    });
    sending.on("error", () => resolve());
    sending.write("only this", () => sending.destroy());
  });
  assert.is(await errorName(s3.send(new HeadObjectCommand({ Bucket, Key: "cut" }))), "NotFound");
});

for (const Key of [
  "a/../b",
  "a//b",
  "/a",
  "..",
  "a b+c%20&=?#",
  "\u0001\u007f\n",
  "ü😀",
  "q\"<>'",
  `long/${"x".repeat(1000)}`,
]) {
  test(`keeps key ${JSON.stringify(Key.slice(0, 30))} as it is`, async () => {
    await put(Key, Key);
    assert.is(await text(Key), Key);
    const { Contents = [] } = await list({ EncodingType: "url" });
    const keys = Contents.map((object) =>
      decodeURIComponent((object.Key ?? "").replaceAll("+", " ")),
    );
    assert.equal(keys, [Key]);
    const body = JSON.parse(stack.messages("events").at(-1)?.body ?? "");
    assert.is(body.detail.object.key, Key, "an EventBridge event has the plain key");
    await s3.send(new DeleteObjectCommand({ Bucket, Key }));
    assert.is(await errorName(s3.send(new HeadObjectCommand({ Bucket, Key }))), "NotFound");
  });
}

test("takes a stream in chunks with a trailing checksum", async () => {
  const parts = [...Array(50).keys()].map((n) => Buffer.alloc(3000 + n, n));
  const whole = Buffer.concat(parts);
  await s3.send(
    new PutObjectCommand({
      Bucket,
      Key: "stream",
      Body: Readable.from(parts),
      ContentLength: whole.length,
      ContentEncoding: "gzip",
      ContentType: "application/json",
      Metadata: { who: "me" },
    }),
  );
  const got = await s3.send(new GetObjectCommand({ Bucket, Key: "stream" }));
  assert.is(got.ContentEncoding, "gzip", "the framing is no part of the encoding");
  assert.is(got.ContentType, "application/json");
  assert.equal(got.Metadata, { who: "me" });
  assert.is(got.ETag, `"${createHash("md5").update(whole).digest("hex")}"`);
  assert.ok(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(whole));
});

test("gives ranges", async () => {
  await put("r", "0123456789");
  const range = async (Range: string) =>
    (await s3.send(new GetObjectCommand({ Bucket, Key: "r", Range }))).Body?.transformToString();
  assert.is(await range("bytes=2-4"), "234");
  assert.is(await range("bytes=7-"), "789");
  assert.is(await range("bytes=-2"), "89");
  assert.is(await range("bytes=8-100"), "89");
  assert.is(await errorName(range("bytes=10-")), "InvalidRange");
});

test("gives an object as it was when the reader came", async () => {
  const old = Buffer.alloc(3_000_000, 1);
  await stack.putObject(Bucket, "k", old);
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: "k" }));
  await stack.putObject(Bucket, "k", "new");
  assert.ok(Buffer.from((await Body?.transformToByteArray()) ?? []).equals(old));
  assert.is(await text("k"), "new");
});

test("lists in pages, by prefix and in folders", async () => {
  for (const key of ["a/1", "a/2", "b/1", "c", "d/x/1", "d/y/1"]) await put(key, "x");
  const page = await list({ MaxKeys: 2 });
  assert.equal(keysOf(page), ["a/1", "a/2"]);
  assert.ok(page.IsTruncated);
  assert.equal(keysOf(await list({ ContinuationToken: page.NextContinuationToken })), [
    "b/1",
    "c",
    "d/x/1",
    "d/y/1",
  ]);
  assert.equal(keysOf(await list({ Prefix: "d/" })), ["d/x/1", "d/y/1"]);
  assert.equal(keysOf(await list({ StartAfter: "c" })), ["d/x/1", "d/y/1"]);

  const folders: string[] = [];
  let ContinuationToken: string | undefined;
  do {
    const found = await list({ Delimiter: "/", MaxKeys: 1, ContinuationToken });
    folders.push(
      ...keysOf(found),
      ...(found.CommonPrefixes ?? []).map(({ Prefix = "" }) => Prefix),
    );
    ContinuationToken = found.NextContinuationToken;
  } while (ContinuationToken !== undefined);
  assert.equal(folders, ["a/", "b/", "c", "d/"]);
});

test("deletes many at once", async () => {
  const keys = ["a&<b>", "plain", "ü"];
  for (const key of keys) await put(key, "x");
  const Objects = [...keys, "never there"].map((Key) => ({ Key }));
  const { Deleted } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  assert.is(Deleted?.length, 4);
  assert.equal(keysOf(await list({})), []);
});

test("joins the parts of an upload", async () => {
  const Key = "parts";
  const { UploadId } = await s3.send(
    new CreateMultipartUploadCommand({ Bucket, Key, ContentType: "text/plain" }),
  );
  const Parts = [];
  for (const [PartNumber, Body] of [
    [2, "world"],
    [1, "hello "],
  ] as const) {
    const { ETag } = await s3.send(
      new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }),
    );
    Parts.unshift({ PartNumber, ETag });
  }
  assert.equal(keysOf(await list({})), [], "nothing is there before the end");
  const { ETag } = await s3.send(
    new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }),
  );
  assert.match(ETag ?? "", /^"[0-9a-f]{32}-2"$/);
  assert.is(await text(Key), "hello world");
  assert.is(
    await errorName(s3.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }))),
    "NoSuchUpload",
  );
});

test("lists the buckets", async () => {
  const { Buckets } = await s3.send(new ListBucketsCommand({}));
  assert.equal(
    Buckets?.map(({ Name }) => Name),
    [Bucket],
  );
});

test("notifies of what was asked for, the key URL-encoded", async () => {
  const before = stack.messages("notes").length;
  await put("AWSLogs/a b/ü+(1).gz", "12345");
  await put("AWSLogs/other.txt", "x");
  await put("elsewhere.gz", "x");
  const [note, ...more] = stack.messages("notes").slice(before);
  assert.equal(more, []);
  const { s3: part, ...record } = JSON.parse(note?.body ?? "").Records[0];
  assert.is(record.eventName, "ObjectCreated:Put");
  assert.is(part.bucket.name, Bucket);
  assert.is(part.object.key, "AWSLogs/a+b/%C3%BC%2B%281%29.gz");
  assert.is(part.object.size, 5);
  assert.is(part.object.eTag, createHash("md5").update("12345").digest("hex"));
});

test("tells of a deletion once, and not of one that deletes nothing", async () => {
  await put("k", "x");
  const before = { notes: stack.messages("notes").length, events: stack.messages("events").length };
  await s3.send(new DeleteObjectCommand({ Bucket, Key: "k" }));
  await s3.send(new DeleteObjectCommand({ Bucket, Key: "k" }));
  await stack.idle();
  const [note, ...notes] = stack.messages("notes").slice(before.notes);
  const [event, ...others] = stack.messages("events").slice(before.events);
  assert.equal([notes, others], [[], []]);
  assert.is(JSON.parse(note?.body ?? "").Records[0].eventName, "ObjectRemoved:Delete");
  const { detail, ...rest } = JSON.parse(event?.body ?? "");
  assert.is(rest["detail-type"], "Object Deleted");
  assert.is(detail.reason, "DeleteObject");
  assert.is(detail["deletion-type"], "Permanently Deleted");
});

test.run();

async function put(Key: string, Body: string): Promise<void> {
  await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
}

async function text(Key: string): Promise<string | undefined> {
  return (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString();
}

function list(input: Omit<ListObjectsV2CommandInput, "Bucket">) {
  return s3.send(new ListObjectsV2Command({ Bucket, ...input }));
}

function keysOf({ Contents = [] }: { Contents?: { Key?: string }[] }): string[] {
  return Contents.map(({ Key = "" }) => Key);
}
