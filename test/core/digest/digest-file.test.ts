import { suite } from "uvu";
import * as assert from "uvu/assert";
import { DigestError, digestOf, isSigned } from "../../../src/core/digest/digest-file.ts";

const DIGEST = {
  digestEndTime: "2026-01-02T01:00:00Z",
  digestS3Bucket: "logs",
  digestS3Object: "digest",
  digestPublicKeyFingerprint: "f",
  logFiles: [{ s3Bucket: "logs", s3Object: "log", hashValue: "00" }],
};

const test = suite("digestOf()");

for (const [text, says] of [
  ["", "must be a JSON object"],
  ["null", "must be a JSON object"],
  ["{}", "must list logFiles"],
  [JSON.stringify({ ...DIGEST, digestEndTime: 1 }), "must say digestEndTime"],
  [
    JSON.stringify({ ...DIGEST, logFiles: [{ s3Bucket: "logs" }] }),
    "each of its logFiles must say",
  ],
] as const) {
  test(`refuses ${text.slice(0, 40)}`, () => {
    assert.throws(
      () => digestOf(text),
      (error: Error) => error instanceof DigestError && error.message.includes(says),
    );
  });
}

test("reads the first of a chain, which names none before it", () => {
  const digest = digestOf(JSON.stringify({ ...DIGEST, previousDigestS3Object: null }));
  assert.is(digest.previous, undefined);
  assert.equal(digest.logFiles, [{ bucket: "logs", key: "log", hash: "00" }]);
});

test("takes a key that is none, and a signature that is none, for no signature", () => {
  assert.not.ok(isSigned("text", "00", Buffer.from("no key")));
  assert.not.ok(isSigned("text", "not hexadecimal", Buffer.from("no key")));
});

test.run();
