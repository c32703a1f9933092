import { createGunzip, gunzipSync } from "node:zlib";
import type { ObjectRef } from "../record/object-ref.ts";
import { runningSha256 } from "../record/sha256.ts";
import { type DigestFile, digestOf, isSigned, signedText } from "./digest-file.ts";

/** What validation needs from outside. */
export interface TrailObjects {
  /** Keys of a bucket that begin so, in their order. */
  keys(bucket: string, prefix: string): Promise<readonly string[]>;
  /** An object as it is stored; undefined if it is not there. */
  read(object: ObjectRef): Promise<SignedObject | undefined>;
  /** Public keys that were in use between two times, by fingerprint. */
  publicKeys(from: Date, to: Date): Promise<ReadonlyMap<string, Uint8Array>>;
}

/** An object's bytes, and what its metadata says. */
export interface SignedObject {
  readonly bytes: Uint8Array;
  /** Metadata `signature` of a digest file. */
  readonly signature: string | undefined;
}

/** Which digest files to validate. */
export interface ValidationScope {
  readonly bucket: string;
  /** What their keys begin with: `AWSLogs/111122223333/CloudTrail-Digest/eu-central-1/`. */
  readonly prefix: string;
  readonly from: Date;
  readonly to: Date;
  /** Asked before each digest: what is left then is not looked at. @default it never is */
  readonly isLate?: () => boolean;
}

/** One thing that is not as CloudTrail wrote it. */
export interface Finding {
  readonly kind: "missing" | "altered" | "unsigned" | "broken chain" | "unreadable";
  readonly object: string;
  readonly why: string;
}

/** What a validation saw. */
export interface Validation {
  readonly digests: number;
  readonly logFiles: number;
  readonly findings: readonly Finding[];
  /** From when on digests were left out, as time was up; absent when all were looked at. */
  readonly rest?: Date;
}

/**
 * Validates all log files that CloudTrail's digests of a time tell of: each digest against its
 * signature and the digest before, each log file against its digest. A log file that no digest
 * tells of yet is not looked at.
 */
export async function validateTrail(
  { bucket, prefix, from, to, isLate = () => false }: ValidationScope,
  objects: TrailObjects,
): Promise<Validation> {
  const findings: Finding[] = [];
  let logFiles = 0;
  let digests = 0;
  const listed = await Promise.all(
    daysOf(from, to).map((day) => objects.keys(bucket, `${prefix}${day}/`)),
  );
  const keys = [...new Set(listed.flat())].filter((key) => {
    const end = endOf(key);
    return end !== undefined && end >= from && end <= to;
  });
  const publicKeys = await objects.publicKeys(new Date(from.getTime() - DAY), to);
  const last = new Map<string, { readonly key: string; readonly signature: string | undefined }>();
  for (const key of keys.sort(byEnd)) {
    const rest = endOf(key);
    if (rest !== undefined && digests > 0 && isLate()) return { digests, logFiles, findings, rest };
    const object = { bucket, key };
    const find = (kind: Finding["kind"], why: string, of: ObjectRef = object) =>
      findings.push({ kind, object: `s3://${of.bucket}/${of.key}`, why });
    digests++;
    const stored = await objects.read(object);
    if (stored === undefined) {
      find("missing", "it was listed, and is gone");
      continue;
    }
    const read = readDigest(stored);
    if (typeof read === "string") {
      find("unreadable", read);
      continue;
    }
    const { digest, content } = read;
    const problem = signatureProblem(digest, content, stored, object, publicKeys);
    if (problem !== undefined) find(...problem);
    const before = last.get(chainOf(key));
    last.set(chainOf(key), { key, signature: stored.signature });
    const link = linkProblem(digest, before, from);
    if (link !== undefined) find(link[0], link[1], link[2] ?? object);
    // What is not signed tells nothing of log files.
    if (problem !== undefined) continue;
    logFiles += digest.logFiles.length;
    for (let at = 0; at < digest.logFiles.length; at += AT_ONCE) {
      const files = digest.logFiles.slice(at, at + AT_ONCE);
      const hashes = await Promise.all(
        files.map(async (file) => {
          const found = await objects.read(file);
          return found && (await hashOf(found.bytes));
        }),
      );
      for (const [i, file] of files.entries()) {
        if (hashes[i] === undefined) find("missing", `${key} tells of it`, file);
        else if (hashes[i] !== file.hash) find("altered", `${key} tells of another content`, file);
      }
    }
  }
  return { digests, logFiles, findings };
}

const DAY = 86_400_000;

/** Log files read at a time. */
const AT_ONCE = 8;

/** Folders of the days from one time to another, as digest files have them: by the end of their time. */
function daysOf(from: Date, to: Date): readonly string[] {
  const days: string[] = [];
  for (let day = Math.floor(from.getTime() / DAY); day * DAY <= to.getTime(); day++) {
    days.push(new Date(day * DAY).toISOString().slice(0, 10).replaceAll("-", "/"));
  }
  return days;
}

/** Digests by the ends of their times, those of one time by their names. */
function byEnd(a: string, b: string): number {
  const [first = 0, second = 0] = [endOf(a)?.getTime(), endOf(b)?.getTime()];
  return first - second || (a < b ? -1 : 1);
}

function readDigest({ bytes }: SignedObject): { digest: DigestFile; content: Uint8Array } | string {
  try {
    const content = gunzipSync(bytes, { maxOutputLength: MAX_DIGEST_BYTES });
    return { digest: digestOf(content.toString()), content };
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause);
  }
}

function signatureProblem(
  digest: DigestFile,
  content: Uint8Array,
  { signature }: SignedObject,
  { bucket, key }: ObjectRef,
  publicKeys: ReadonlyMap<string, Uint8Array>,
): readonly [Finding["kind"], string] | undefined {
  if (digest.object.bucket !== bucket || digest.object.key !== key) {
    return ["altered", `it is the digest file s3://${digest.object.bucket}/${digest.object.key}`];
  }
  if (signature === undefined) return ["unsigned", "its metadata has no signature"];
  const publicKey = publicKeys.get(digest.fingerprint);
  if (publicKey === undefined) {
    return ["unsigned", `CloudTrail lists no public key ${digest.fingerprint} of that time`];
  }
  return isSigned(signedText(digest, content), signature, publicKey)
    ? undefined
    : ["altered", "its signature is of another content"];
}

/** Whether the digest before is the one that it names. */
function linkProblem(
  { previous }: DigestFile,
  before: { readonly key: string; readonly signature: string | undefined } | undefined,
  from: Date,
): readonly [Finding["kind"], string, ObjectRef?] | undefined {
  if (previous === undefined) {
    return before === undefined
      ? undefined
      : [
          "broken chain",
          `it begins a chain, but ${before.key} was before it: validation was off in between`,
        ];
  }
  if (before?.key === previous.key) {
    return before.signature === previous.signature
      ? undefined
      : ["broken chain", `it names another signature of ${previous.key}`];
  }
  const end = endOf(previous.key);
  return end === undefined || end < from
    ? undefined
    : ["missing", "the digest after it tells of it", previous];
}

/** Of a file's text, which is never in memory as a whole: a function has less than some files. */
async function hashOf(bytes: Uint8Array): Promise<string> {
  const hash = runningSha256();
  const inflating = createGunzip();
  let size = 0;
  try {
    inflating.end(bytes);
    for await (const chunk of inflating) {
      hash.add(chunk);
      size += chunk.length;
      if (size > MAX_BYTES) return "";
    }
    return hash.hex();
  } catch {
    // No gzip: it is not what CloudTrail wrote.
    return "";
  }
}

/** Bytes of a log file at most, once it is inflated. */
const MAX_BYTES = 2 ** 30;

/** Bytes of a digest file at most: it names thousands of log files in one. */
const MAX_DIGEST_BYTES = 2 ** 26;

const NAME = /_(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z\.json\.gz$/;

/** When the time of a digest file ends, by its name. */
function endOf(key: string): Date | undefined {
  const [, year, month, day, hour, minute, second] = NAME.exec(key) ?? [];
  if (year === undefined) return undefined;
  const time = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(time.getTime()) ? undefined : time;
}

/** Digest files of one trail are one chain: their names differ in their times alone. */
function chainOf(key: string): string {
  return key.slice(key.lastIndexOf("/") + 1).replace(NAME, "");
}
