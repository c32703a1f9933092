import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { judgeCommand } from "../../../src/cli/commands/records/judge.ts";
import { showCommand } from "../../../src/cli/commands/records/show.ts";
import { startReading } from "../../../src/cli/input/reading.ts";
import { planUploads } from "../../../src/cli/run/upload-plan.ts";
import { AwsError } from "../../../src/local/protocol/aws-error.ts";
import { startStack } from "../../../src/local/stack.ts";
import type { Stack } from "../../../src/local/stack-types.ts";
import { bufferedIo, runCli } from "../../support/cli.ts";
import { clientConfig } from "../../support/client-config.ts";

const Bucket = "org-logs";
const ACCOUNT = "AWSLogs/o-ab12cd/111122223333";
const FOLDER = `${ACCOUNT}/CloudTrail/us-east-1/2026/11`;

/** Key → ids of the records in it and, after an `@`, when they were. */
const LOGS: Readonly<Record<string, readonly string[]>> = {
  [`${FOLDER}/24/a b+c.json.gz`]: ["e-24@2026-11-24T10:00:00Z"],
  [`${FOLDER}/26/a.json.gz`]: ["e-26@2026-11-26T10:00:00Z", "e-26b@2026-11-26T11:00:00Z"],
  [`${FOLDER}/27/a.json.gz`]: ["e-26late@2026-11-26T23:59:00Z", "e-27@2026-11-27T00:01:00Z"],
  [`${FOLDER}/29/a.json.gz`]: ["e-29@2026-11-29T00:01:00Z"],
  [`${ACCOUNT}/CloudTrail-Digest/us-east-1/2026/11/26/d.json.gz`]: ["digest"],
  [`${ACCOUNT}/Config/us-east-1/2026/11/26/c.json.gz`]: ["config"],
  "copies/lookup.ndjson": ["e-copy@2026-11-26T10:00:00Z"],
};

const test = suite<{ before: NodeJS.ProcessEnv }>("records in buckets");

let stack: Stack;
const asked: string[] = [];
let refusal: ((operation: string, input: Input) => AwsError | undefined) | undefined;

interface Input {
  readonly Key?: string;
}

test.before(async (context) => {
  context.before = { ...process.env };
  stack = await startStack({
    wiring: { region: "us-east-1", buckets: [{ name: Bucket }] },
    intercept: ({ service, operation, input }) => {
      if (service !== "s3") return undefined;
      const { Key = "" } = input as Input;
      asked.push(`${operation} ${Key}`.trim());
      return refusal?.(operation, { Key });
    },
  });
  const s3 = new S3Client(clientConfig(stack));
  for (const [Key, ids] of Object.entries(LOGS)) {
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: logFile(ids) }));
  }
  s3.destroy();
});
test.before.each(() => {
  Object.assign(process.env, stack.env);
  refusal = undefined;
  asked.length = 0;
});
test.after(async ({ before }) => {
  process.env = before;
  await stack.close();
});

for (const [operand, asks] of [
  ["s3://", ": s3://bucket/prefix"],
  ["s3:///AWSLogs/", ": s3://bucket/prefix"],
  ["S3://A_", ', of 3 characters at least, letters, digits, dots and hyphens: it is "A_"'],
] as const) {
  test(`asks for a bucket where "${operand}" names none`, async () => {
    const { status, err } = await judge(operand);
    assert.is(status, 2);
    assert.match(err, `"${operand}" must name a bucket${asks}`);
  });
}

test("says which permission is missing for listing", async () => {
  refusal = (operation) => (operation === "ListObjectsV2" ? denied() : undefined);
  const { status, out, err } = await judge(`s3://${Bucket}/AWSLogs/`);
  assert.equal([status, out], [2, ""]);
  assert.match(
    err,
    `Cannot list s3://${Bucket}/AWSLogs/ as s3:ListBucket on arn:aws:s3:::${Bucket} must be allowed`,
  );
});

test("says which permission is missing for reading, once", async () => {
  refusal = (operation) => (operation === "GetObject" ? denied() : undefined);
  const { status, out, err } = await judge(`s3://${Bucket}/${FOLDER}/`);
  assert.equal([status, out], [2, ""]);
  assert.match(err, `as s3:GetObject on arn:aws:s3:::${Bucket}/${FOLDER}/24/a b+c.json.gz must be`);
  assert.is(err.split("must be allowed").length, 2);
});

test("says that the key is what is missing where KMS denies", async () => {
  const words = "User: x is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:x";
  refusal = (operation) => (operation === "GetObject" ? denied(words) : undefined);
  const { err } = await judge(`s3://${Bucket}/${FOLDER}/24/a b+c.json.gz`);
  assert.match(err, `as kms:Decrypt on the key of bucket ${Bucket} must be allowed`);
});

test("says that credentials are needed, or are of no use any more", async () => {
  refusal = () => new AwsError("ExpiredToken", "The provided token has expired.", { status: 400 });
  assert.match(
    (await judge(`s3://${Bucket}/`)).err,
    "AWS credentials must be valid: ExpiredToken: The provided token",
  );
});

test("says that there is no such bucket", async () => {
  const { status, err } = await judge("s3://no-such-bucket/x/");
  assert.is(status, 2);
  assert.match(err, "Cannot list s3://no-such-bucket/x/ as the bucket must be there");
});

test("says that there is nothing under a prefix, or in a period", async () => {
  assert.match((await judge(`s3://${Bucket}/none/`)).err, `in "s3://${Bucket}/none/"\n`);
  const { err } = await judge(`s3://${Bucket}/AWSLogs/`, "--to", "2026-01-01");
  assert.match(err, "between --from and --to");
});

test("reads on where one object of many is denied, gone or no log file", async () => {
  for (const [code, told] of [
    ["AccessDenied", "must be allowed"],
    ["NoSuchKey", "cannot be read: it is not there"],
    ["InvalidObjectState", "cannot be read: it is archived: it must be restored first"],
  ] as const) {
    refusal = (_, { Key }) =>
      Key?.includes("/26/") ? new AwsError(code, "words", { status: 403 }) : undefined;
    const { status, out, err } = await judge(`s3://${Bucket}/${FOLDER}/`);
    assert.equal([status, idsOf(out)], [1, ["e-24", "e-26late", "e-27", "e-29"]]);
    assert.match(err, told);
  }
});

test("reads all of a trail's log files, and neither digest files nor another service's", async () => {
  const { status, out } = await judge(`s3://${Bucket}/AWSLogs`);
  assert.is(status, 0);
  assert.equal(idsOf(out), ["e-24", "e-26", "e-26b", "e-26late", "e-27", "e-29"]);
  assert.not(asked.some((it) => /Digest|Config/.test(it)));
});

test("reads the folders of a period, and its records of them", async () => {
  const { out } = await judge(`s3://${Bucket}`, "--from", "2026-11-26", "--to", "2026-11-26");
  assert.equal(idsOf(out), ["e-26", "e-26b", "e-26late", "e-copy"]);
  assert.not(asked.some((it) => /\/2[49]\//.test(it)));
});

test("reads one object without listing anything", async () => {
  refusal = (operation) => (operation === "ListObjectsV2" ? denied() : undefined);
  const { status, out } = await judge(`s3://${Bucket}/${FOLDER}/24/a b+c.json.gz`);
  assert.equal([status, idsOf(out)], [0, ["e-24"]]);
});

test("reads records in other forms, beside files of this machine", async () => {
  const { out } = await runCli(
    [judgeCommand],
    ["judge", `s3://${Bucket}/copies/`, "-"],
    '{"eventID":"e-here","eventName":"x"}',
  );
  assert.equal(idsOf(out), ["e-copy", "e-here"]);
});

test("fetches nothing for who only asks what there is", async () => {
  const reading = startReading(bufferedIo().io);
  const names: string[] = [];
  for await (const { name } of reading.find([`s3://${Bucket}/${FOLDER}/`], [])) names.push(name);
  assert.is(names.length, 4);
  assert.not(asked.some((it) => it.startsWith("GetObject")));
});

test("run takes records of a bucket under their own keys", async () => {
  const folder = mkdtempSync(join(tmpdir(), "trailbridge-test-"));
  const { io } = bufferedIo();
  const day = { from: Date.parse("2026-11-26"), to: Date.parse("2026-11-27") };
  const plan = await planUploads([`s3://${Bucket}/AWSLogs/`], "AWSLogs/", folder, io, day);
  const read = plan.uploads.map(({ key, path }) => [key, recordsIn(path)]);
  rmSync(folder, { recursive: true });
  assert.equal(read, [
    [`${FOLDER}/26/a.json.gz`, ["e-26", "e-26b"]],
    [`${FOLDER}/27/a.json.gz`, ["e-26late"]],
  ]);
});

test("show says where in a bucket a record stands", async () => {
  const { status, out, err } = await runCli(
    [showCommand],
    ["show", "e-26b", "--in", `s3://${Bucket}/AWSLogs/`, "--from", "2026-11-26"],
  );
  assert.is(status, 0);
  assert.is(JSON.parse(out).eventID, "e-26b");
  assert.match(err, `s3://${Bucket}/${FOLDER}/26/a.json.gz, record 1\n`);
});

test.run();

function judge(...words: string[]) {
  return runCli([judgeCommand], ["judge", ...words]);
}

function idsOf(out: string): string[] {
  return out
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line).eventID);
}

function recordsIn(path: string): string[] {
  const { Records } = JSON.parse(gunzipSync(readFileSync(path)).toString());
  return Records.map(({ eventID }: { readonly eventID: string }) => eventID);
}

function denied(words = "Access Denied"): AwsError {
  return new AwsError("AccessDenied", words, { status: 403 });
}

function logFile(ids: readonly string[]): Uint8Array {
  const records = ids.map((it) => {
    const [eventID, eventTime] = it.split("@");
    return { eventID, eventName: "GetUser", eventTime };
  });
  return gzipSync(JSON.stringify({ Records: records }));
}
