import { createPublicKey, verify } from "node:crypto";
import type { ObjectRef } from "../record/object-ref.ts";
import { sha256 } from "../record/sha256.ts";

/** What cannot be read as a digest file. */
export class DigestError extends Error {
  override readonly name = "DigestError";
}

/** A digest file: what CloudTrail says of the log files of an hour, and of the digest before. */
export interface DigestFile {
  /** Where it says it lies: another place is not its own. */
  readonly object: ObjectRef;
  /** As it is written there. */
  readonly endTime: string;
  /** Which public key it is signed for. */
  readonly fingerprint: string;
  /** Absent in the first of a chain. */
  readonly previous?: ObjectRef & { readonly signature: string };
  readonly logFiles: readonly (ObjectRef & { readonly hash: string })[];
}

/**
 * Reads a digest file's text.
 *
 * @throws {DigestError} If it is none.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html
 */
export function digestOf(content: string): DigestFile {
  const value = parsed(content);
  const text = (name: string): string => {
    const found = value[name];
    if (typeof found === "string") return found;
    throw new DigestError(`Cannot read digest file as it must say ${name}: it does not`);
  };
  if (!Array.isArray(value.logFiles)) {
    throw new DigestError("Cannot read digest file as it must list logFiles: it does not");
  }
  const { previousDigestS3Bucket: bucket, previousDigestS3Object: key } = value;
  const { previousDigestSignature: signature } = value;
  return {
    object: { bucket: text("digestS3Bucket"), key: text("digestS3Object") },
    endTime: text("digestEndTime"),
    fingerprint: text("digestPublicKeyFingerprint"),
    ...(typeof bucket === "string" &&
      typeof key === "string" &&
      typeof signature === "string" && { previous: { bucket, key, signature } }),
    logFiles: value.logFiles.map((it: unknown) => {
      const { s3Bucket, s3Object, hashValue } = Object(it) as Record<string, unknown>;
      if (
        typeof s3Bucket !== "string" ||
        typeof s3Object !== "string" ||
        typeof hashValue !== "string"
      ) {
        throw new DigestError(
          "Cannot read digest file as each of its logFiles must say s3Bucket, s3Object and hashValue: one does not",
        );
      }
      return { bucket: s3Bucket, key: s3Object, hash: hashValue };
    }),
  };
}

/**
 * The text that a digest file's signature is of.
 *
 * @param content The file's own content, as it is in the gzip.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-custom-validation.html
 */
export function signedText({ endTime, object, previous }: DigestFile, content: Uint8Array): string {
  const place = `${object.bucket}/${object.key}`;
  return [endTime, place, sha256(content), previous?.signature ?? "null"].join("\n");
}

/**
 * Whether a signature is of a text by the holder of a key: SHA-256 with RSA.
 *
 * @param signature In hexadecimal digits.
 * @param key The public key as CloudTrail lists it: PKCS #1, DER.
 */
export function isSigned(text: string, signature: string, key: Uint8Array): boolean {
  try {
    const publicKey = createPublicKey({ key: Buffer.from(key), format: "der", type: "pkcs1" });
    return verify("RSA-SHA256", Buffer.from(text), publicKey, Buffer.from(signature, "hex"));
  } catch {
    // A key that is none signs nothing.
    return false;
  }
}

function parsed(content: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(content);
    if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  } catch {
    // Said below: it is no JSON, or no object.
  }
  throw new DigestError("Cannot read digest file as it must be a JSON object: it is not");
}
