import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { gzipSync } from "node:zlib";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { SignedObject } from "../../../src/core/digest/validate.ts";
import type { BusEntry } from "../../../src/core/entry/bus-entry.ts";
import type { FolderValidation } from "../../../src/core/entry/validation-request.ts";
import {
  type ValidationDeps,
  validateLogs,
} from "../../../src/splitter/validation/validate-logs.ts";
import { rejects } from "../../support/rejects.ts";

const NOW = Date.UTC(2026, 0, 2, 4, 10);
const HOUR = 3_600_000;
const FOLDER = "AWSLogs/111122223333/CloudTrail-Digest/us-east-1/";
const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const KEY = publicKey.export({ type: "pkcs1", format: "der" });
const hash = (content: string) => createHash("sha256").update(content).digest("hex");

/** Two hours of a trail, a log file each. */
function trail(): Map<string, SignedObject> {
  const stored = new Map<string, SignedObject>();
  let previous: { key: string; signature: string } | undefined;
  for (const hour of [2, 3]) {
    const log = JSON.stringify({ Records: [{ hour }] });
    stored.set(`log-${hour}`, { bytes: gzipSync(log), signature: undefined });
    const key = `${FOLDER}2026/01/02/1_CloudTrail-Digest_us-east-1_t_us-east-1_20260102T0${hour}0000Z.json.gz`;
    const digestEndTime = `2026-01-02T0${hour}:00:00Z`;
    const content = JSON.stringify({
      digestEndTime,
      digestS3Bucket: "logs",
      digestS3Object: key,
      digestPublicKeyFingerprint: "f1",
      ...(previous && {
        previousDigestS3Bucket: "logs",
        previousDigestS3Object: previous.key,
        previousDigestSignature: previous.signature,
      }),
      logFiles: [{ s3Bucket: "logs", s3Object: `log-${hour}`, hashValue: hash(log) }],
    });
    const text = [digestEndTime, `logs/${key}`, hash(content), previous?.signature ?? "null"];
    const signature = sign("RSA-SHA256", Buffer.from(text.join("\n")), privateKey).toString("hex");
    stored.set(key, { bytes: gzipSync(content), signature });
    previous = { key, signature };
  }
  return stored;
}

interface World {
  readonly deps: ValidationDeps;
  readonly entries: BusEntry[];
  readonly handedOn: Omit<FolderValidation, "kind">[];
}

function world(stored = trail(), given: Partial<ValidationDeps> = {}): World {
  const entries: BusEntry[] = [];
  const handedOn: Omit<FolderValidation, "kind">[] = [];
  const deps: ValidationDeps = {
    bucket: "logs",
    logPrefix: "AWSLogs/",
    folders: async (prefix) => [
      ...new Set(
        [...stored.keys()]
          .filter((key) => key.startsWith(prefix) && key.includes("/", prefix.length))
          .map((key) => key.slice(0, key.indexOf("/", prefix.length) + 1)),
      ),
    ],
    objectsOf: (region) => ({
      keys: async (_, prefix) => [...stored.keys()].filter((key) => key.startsWith(prefix)),
      read: async ({ key }) => stored.get(key),
      publicKeys: async () => new Map(region === "us-east-1" ? [["f1", KEY]] : []),
    }),
    bus: {
      async put(batch) {
        entries.push(...batch);
        return [];
      },
    },
    continuations: {
      async sendValidation(folder) {
        handedOn.push(folder);
      },
    },
    clock: { now: () => NOW },
    log: { error() {}, info() {} },
    ...given,
  };
  return { deps, entries, handedOn };
}

const noticesOf = (entries: readonly BusEntry[]) =>
  entries.map(({ detail }) => JSON.parse(detail).notice);
const WHOLE = { kind: "folder", folder: FOLDER, from: NOW - 3 * HOUR, to: NOW } as const;
const never = () => false;

const test = suite("validateLogs()");

test("says that nothing is validated where there are no digests, or the bucket is not listed", async () => {
  const denied = () => Promise.reject(Object.assign(new Error("no"), { name: "AccessDenied" }));
  for (const [folders, reason] of [
    [async () => [], "there are no digest files"],
    [denied, "AccessDenied"],
  ] as const) {
    const { deps, entries } = world(trail(), { folders });
    await validateLogs({ kind: "all", hours: 3 }, deps, never);
    const [notice, ...more] = noticesOf(entries);
    assert.equal(
      [notice.kind, notice.reason, notice.dedupe, more],
      ["unvalidated-trail", reason, `unvalidated-trail#logs#${reason}#2026-01-02`, []],
    );
  }
});

test("is to be tried again where nothing can be told or handed on", async () => {
  const down = () => Promise.reject(new Error("down"));
  const full = async (batch: readonly BusEntry[]) =>
    batch.map((entry) => ({ entry, code: "ThrottlingException", message: "full" }));
  const stored = trail();
  stored.delete("log-2");
  await rejects(validateLogs(WHOLE, world(stored, { bus: { put: down } }).deps, never), Error);
  await rejects(validateLogs(WHOLE, world(stored, { bus: { put: full } }).deps, never), Error);
  const lost = world(stored, { continuations: { sendValidation: down } });
  await rejects(validateLogs({ kind: "all", hours: 3 }, lost.deps, never), Error);
  assert.equal(lost.entries, []);
});

test("has each folder of digests validated by itself", async () => {
  const { deps, entries, handedOn } = world();
  await validateLogs({ kind: "all", hours: 3 }, deps, never);
  assert.equal(handedOn, [{ folder: FOLDER, from: NOW - 3 * HOUR, to: NOW }]);
  assert.equal(entries, []);
});

test("is silent of what is as CloudTrail wrote it", async () => {
  const { deps, entries } = world();
  await validateLogs(WHOLE, deps, never);
  assert.equal(entries, []);
});

test("names each file that is missing, altered or not signed", async () => {
  const stored = trail();
  stored.delete("log-2");
  stored.set("log-3", { bytes: gzipSync("{}"), signature: undefined });
  const { deps, entries } = world(stored);
  await validateLogs(WHOLE, deps, never);
  assert.equal(
    noticesOf(entries).map(({ finding, bucket, key }) => [finding, bucket, key]),
    [
      ["missing", "logs", "log-2"],
      ["altered", "logs", "log-3"],
    ],
  );
  const elsewhere = world(stored);
  await validateLogs({ ...WHOLE, folder: FOLDER.replace("us-east-1", "x") }, elsewhere.deps, never);
  assert.equal(elsewhere.entries, []);
});

test("goes on in another invocation where time is up", async () => {
  const { deps, entries, handedOn } = world();
  await validateLogs(WHOLE, deps, () => true);
  const rest = { folder: FOLDER, from: Date.UTC(2026, 0, 2, 3), to: NOW };
  assert.equal([entries, handedOn], [[], [rest]]);
});

test.run();
