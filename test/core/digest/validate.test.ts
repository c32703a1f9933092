import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { gzipSync } from "node:zlib";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  type SignedObject,
  type TrailObjects,
  validateTrail,
} from "../../../src/core/digest/validate.ts";

const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const KEY = publicKey.export({ type: "pkcs1", format: "der" });
const BUCKET = "org-logs";
const PREFIX = "AWSLogs/111122223333/CloudTrail-Digest/eu-central-1/";
const SCOPE = {
  bucket: BUCKET,
  prefix: PREFIX,
  from: new Date("2026-01-02T00:30:00Z"),
  to: new Date("2026-01-02T23:00:00Z"),
};
const hash = (content: string) => createHash("sha256").update(content).digest("hex");
const digestKey = (hour: number) =>
  `${PREFIX}2026/01/02/111122223333_CloudTrail-Digest_eu-central-1_org_eu-central-1_20260102T0${hour}0000Z.json.gz`;
const logKey = (hour: number) =>
  `AWSLogs/111122223333/CloudTrail/eu-central-1/2026/01/02/log-${hour}.json.gz`;

/** A trail of three hours, a log file each, as CloudTrail writes it. */
function trail() {
  const stored = new Map<string, SignedObject>();
  let previous: { key: string; signature: string } | undefined;
  for (const hour of [1, 2, 3]) {
    const log = JSON.stringify({ Records: [{ hour }] });
    stored.set(logKey(hour), { bytes: gzipSync(log), signature: undefined });
    const key = digestKey(hour);
    const content = JSON.stringify({
      awsAccountId: "111122223333",
      digestEndTime: `2026-01-02T0${hour}:00:00Z`,
      digestS3Bucket: BUCKET,
      digestS3Object: key,
      digestPublicKeyFingerprint: "f1",
      previousDigestS3Bucket: previous === undefined ? null : BUCKET,
      previousDigestS3Object: previous?.key ?? null,
      previousDigestSignature: previous?.signature ?? null,
      logFiles: [{ s3Bucket: BUCKET, s3Object: logKey(hour), hashValue: hash(log) }],
    });
    const text = [
      `2026-01-02T0${hour}:00:00Z`,
      `${BUCKET}/${key}`,
      hash(content),
      previous?.signature ?? "null",
    ];
    const signature = sign("RSA-SHA256", Buffer.from(text.join("\n")), privateKey).toString("hex");
    stored.set(key, { bytes: gzipSync(content), signature });
    previous = { key, signature };
  }
  return stored;
}

const objectsOf = (
  stored: ReadonlyMap<string, SignedObject>,
  keys = new Map([["f1", KEY]]),
): TrailObjects => ({
  keys: async (_, prefix) => [...stored.keys()].filter((key) => key.startsWith(prefix)),
  read: async ({ key }) => stored.get(key),
  publicKeys: async () => keys,
});

/** What is found after something was done to the trail. */
async function found(change: (stored: Map<string, SignedObject>) => void) {
  const stored = trail();
  change(stored);
  const { findings } = await validateTrail(SCOPE, objectsOf(stored));
  return findings.map(({ kind, object }) => `${kind} ${object.slice(`s3://${BUCKET}/`.length)}`);
}

const test = suite("validateTrail()");

test("finds a log file that is gone, and one with another content", async () => {
  assert.equal(await found((it) => it.delete(logKey(2))), [`missing ${logKey(2)}`]);
  const other = { bytes: gzipSync('{"Records":[]}'), signature: undefined };
  assert.equal(await found((it) => it.set(logKey(2), other)), [`altered ${logKey(2)}`]);
  const noGzip = { bytes: Buffer.from("text"), signature: undefined };
  assert.equal(await found((it) => it.set(logKey(2), noGzip)), [`altered ${logKey(2)}`]);
});

test("finds a digest that is gone by the one after it", async () => {
  assert.equal(await found((it) => it.delete(digestKey(2))), [`missing ${digestKey(2)}`]);
});

test("finds a digest that was written anew, and one without a signature", async () => {
  const without = ({ bytes }: SignedObject) => ({ bytes, signature: undefined });
  assert.equal(
    await found((it) => it.set(digestKey(3), without(it.get(digestKey(3)) as SignedObject))),
    [`unsigned ${digestKey(3)}`],
  );
  const anew = (it: Map<string, SignedObject>) => {
    const { signature } = it.get(digestKey(3)) as SignedObject;
    const content = JSON.stringify({
      digestEndTime: "2026-01-02T03:00:00Z",
      digestS3Bucket: BUCKET,
      digestS3Object: digestKey(3),
      digestPublicKeyFingerprint: "f1",
      previousDigestS3Bucket: BUCKET,
      previousDigestS3Object: digestKey(2),
      previousDigestSignature: it.get(digestKey(2))?.signature,
      logFiles: [],
    });
    it.set(digestKey(3), { bytes: gzipSync(content), signature });
  };
  assert.equal(await found(anew), [`altered ${digestKey(3)}`]);
  const swapped = (it: Map<string, SignedObject>) =>
    it.set(digestKey(3), it.get(digestKey(1)) as SignedObject);
  assert.ok((await found(swapped)).includes(`altered ${digestKey(3)}`));
});

test("finds what is no digest file", async () => {
  const text = { bytes: gzipSync("[]"), signature: "00" };
  assert.ok(
    (await found((it) => it.set(digestKey(1), text))).includes(`unreadable ${digestKey(1)}`),
  );
});

test("takes no key's word but those that CloudTrail lists", async () => {
  const { findings } = await validateTrail(SCOPE, objectsOf(trail(), new Map()));
  assert.equal(
    findings.map(({ kind }) => kind),
    ["unsigned", "unsigned", "unsigned"],
  );
});

test("finds nothing where all is as it was written, within the time that is asked for", async () => {
  const seen = await validateTrail(SCOPE, objectsOf(trail()));
  assert.equal(seen, { digests: 3, logFiles: 3, findings: [] });
  const late = { ...SCOPE, from: new Date("2026-01-02T01:30:00Z") };
  assert.equal(await validateTrail(late, objectsOf(trail())), {
    digests: 2,
    logFiles: 2,
    findings: [],
  });
});

test.run();
