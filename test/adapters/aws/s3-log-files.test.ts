import { type S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { s3LogFiles } from "../../../src/adapters/aws/s3-log-files.ts";
import { UnreadableError } from "../../../src/core/log/unreadable.ts";
import { rejects } from "../../support/rejects.ts";

const OBJECT = { bucket: "org-logs", key: "AWSLogs/a b+c.json.gz" };

const test = suite("s3LogFiles()");

for (const name of ["NoSuchKey", "NoSuchBucket", "AccessDenied", "InvalidObjectState"]) {
  test(`takes ${name} for final and keeps the cause`, async () => {
    const cause = exception(name);
    const error = await rejects(sourceOf(cause).open(OBJECT), UnreadableError);
    assert.match(error.message, new RegExp(`^Cannot read log file as .*: ${name}: no`));
    assert.is(error.cause, cause);
  });
}

for (const error of [
  exception("SlowDown"),
  exception("InternalError"),
  exception("ServiceUnavailable"),
  exception("ExpiredToken"),
  exception("RequestTimeTooSkewed"),
  Object.assign(new Error("connect ECONNREFUSED"), { name: "AccessDenied" }),
]) {
  test(`passes ${error.name} through for a retry`, async () => {
    const thrown = await rejects(sourceOf(error).open(OBJECT), Error);
    assert.is(thrown, error);
  });
}

test("asks for the decoded key and gives the body as it streams", async () => {
  const asked: unknown[] = [];
  const Body = (async function* () {
    yield Buffer.from("a");
  })();
  const client = {
    async send({ input }: { input: unknown }) {
      asked.push(input);
      return { Body, ETag: '"e1"' };
    },
  };
  const source = s3LogFiles(client as unknown as S3Client);
  const { bytes, etag } = await source.open(OBJECT);
  assert.is(bytes, Body);
  assert.is(etag, '"e1"');
  await source.open(OBJECT, etag);
  const asking = { Bucket: "org-logs", Key: "AWSLogs/a b+c.json.gz" };
  assert.equal(asked, [asking, { ...asking, IfMatch: '"e1"' }]);
});

test("says that a file it is to go on with was overwritten", async () => {
  const error = await rejects(
    sourceOf(exception("PreconditionFailed")).open(OBJECT, '"e1"'),
    UnreadableError,
  );
  assert.match(error.message, /must be what it was .* overwritten since/);
});

test.run();

function exception(name: string): S3ServiceException {
  return new S3ServiceException({ name, $fault: "client", $metadata: {}, message: "no" });
}

function sourceOf(error: Error) {
  const client = {
    send: async () => {
      throw error;
    },
  };
  return s3LogFiles(client as unknown as S3Client);
}
