import { S3ServiceException } from "@aws-sdk/client-s3";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { s3LogFiles } from "../../../src/adapters/aws/s3-log-files.ts";
import { DeniedError, UnreadableError } from "../../../src/core/log/unreadable.ts";
import { rejects } from "../../support/rejects.ts";

const OBJECT = { bucket: "org-logs", key: "AWSLogs/a b+c.json.gz" };

const test = suite("s3LogFiles()");

for (const [name, code] of [
  ["NoSuchKey", undefined],
  ["NoSuchBucket", "NoSuchBucket"],
  ["KMS.NotFoundException", "KMS.NotFoundException"],
  ["InvalidObjectState", "InvalidObjectState"],
] as const) {
  test(`takes ${name} for final, ${code ? "for all of the bucket" : "for this object"}, and keeps the cause`, async () => {
    const cause = exception(name);
    const error = await rejects(sourceOf(cause).open(OBJECT), UnreadableError);
    assert.match(error.message, new RegExp(`^Cannot read log file as .*: ${name}: no`));
    assert.equal([error.cause, error.code], [cause, code]);
  });
}

const ROLE =
  "User: arn:aws:sts::111122223333:assumed-role/splitter/s is not authorized to perform:";
const KMS_KEY = "arn:aws:kms:us-east-1:111122223333:key/1234";

for (const [name, message, code] of [
  ["AccessDenied", "Access Denied", "AccessDenied"],
  ["AllAccessDisabled", "All access to this object has been disabled", "AllAccessDisabled"],
  ["KMS.DisabledException", `${KMS_KEY} is disabled.`, "KMS.DisabledException, kms:Decrypt"],
  [
    "AccessDenied",
    `${ROLE} s3:GetObject on resource: "arn:aws:s3:::org-logs/KEY" because no resource-based policy allows the s3:GetObject action`,
    "AccessDenied, s3:GetObject, no resource-based policy",
  ],
  [
    "AccessDenied",
    `${ROLE} s3:GetObject on resource: "arn:aws:s3:::org-logs/KEY" with an explicit deny in a service control policy`,
    "AccessDenied, s3:GetObject, explicit deny in a service control policy",
  ],
  [
    "AccessDenied",
    `${ROLE} kms:Decrypt on resource: ${KMS_KEY} because no identity-based policy allows the kms:Decrypt action`,
    "AccessDenied, kms:Decrypt, no identity-based policy",
  ],
  [
    "AccessDenied",
    "The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.",
    "AccessDenied, kms:Decrypt",
  ],
] as const) {
  test(`takes "${code}" for a denial that may end, the same for each key`, async () => {
    const cause = exception(name, message);
    const error = await rejects(sourceOf(cause).open(OBJECT), DeniedError);
    assert.equal([error.code, error.message], [code, message]);
    assert.is(error.cause, cause);
    const other = exception(name, message.replace("KEY", "other policy/key no b policy"));
    assert.is((await rejects(sourceOf(other).open(OBJECT), DeniedError)).code, code);
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
  const source = s3LogFiles(async (wanted) => {
    asked.push(wanted);
    return { Body, ETag: '"e1"' };
  });
  const { bytes, etag } = await source.open(OBJECT);
  assert.is(bytes, Body);
  assert.is(etag, '"e1"');
  await source.open(OBJECT, etag);
  assert.equal(asked, [
    { ...OBJECT, etag: undefined },
    { ...OBJECT, etag: '"e1"' },
  ]);
});

test("says that a file it is to go on with was overwritten", async () => {
  const error = await rejects(
    sourceOf(exception("PreconditionFailed")).open(OBJECT, '"e1"'),
    UnreadableError,
  );
  assert.match(error.message, /must be what it was .* overwritten since/);
});

test.run();

function exception(name: string, message = "no"): S3ServiceException {
  return new S3ServiceException({ name, $fault: "client", $metadata: {}, message });
}

function sourceOf(error: Error) {
  return s3LogFiles(async () => {
    throw error;
  });
}
