import type { IncomingMessage } from "node:http";
import { AwsError } from "../protocol/aws-error.ts";
import { decodeAwsChunked, type Trailers } from "./aws-chunked.ts";
import type { WriteOptions } from "./object-store.ts";

/** An S3 request, taken apart. */
export interface S3Request {
  readonly method: string;
  /** Empty for the list of buckets. */
  readonly bucket: string;
  /** Decoded; empty for the bucket itself. */
  readonly key: string;
  readonly query: URLSearchParams;
}

/**
 * Takes a path-style request apart. The path is never normalised: `a/../b` and `a//b` are keys.
 *
 * @throws {AwsError} If the path is no URL encoding.
 */
export function parseS3Request(method: string, url: string): S3Request {
  const [path = "", query = ""] = split(url, "?");
  const [bucket = "", key = ""] = split(path.replace(/^\//, ""), "/");
  try {
    return {
      method,
      bucket: decodeURIComponent(bucket),
      key: decodeURIComponent(key),
      query: new URLSearchParams(query),
    };
  } catch (cause) {
    throw new AwsError("InvalidURI", "Couldn't parse the specified URI.", { cause });
  }
}

/**
 * Names the operation a request asks for; `undefined` where the local stack has none.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
 */
export function operationOf(
  { method, bucket, key, query }: S3Request,
  isCopy: boolean,
): string | undefined {
  const subresource = [...query.keys()].find((name) => SUBRESOURCES.has(name)) ?? "";
  const level = bucket === "" ? "service" : key === "" ? "bucket" : "object";
  if (isCopy) return undefined;
  return OPERATIONS[`${method} ${level} ${subresource}`.trim()];
}

/** Query parameters that make another operation of a request; others only qualify it. */
const SUBRESOURCES = new Set(
  (
    "accelerate acl analytics attributes cors delete encryption intelligent-tiering inventory legal-hold " +
    "lifecycle location logging metrics notification object-lock ownershipControls policy policyStatus " +
    "publicAccessBlock replication requestPayment restore retention select tagging torrent uploadId " +
    "uploads versioning versions website"
  ).split(" "),
);

const OPERATIONS: Readonly<Record<string, string>> = {
  "GET service": "ListBuckets",
  "PUT bucket": "CreateBucket",
  "HEAD bucket": "HeadBucket",
  "GET bucket": "ListObjectsV2",
  "GET bucket location": "GetBucketLocation",
  "POST bucket delete": "DeleteObjects",
  "GET object": "GetObject",
  "HEAD object": "HeadObject",
  "PUT object": "PutObject",
  "DELETE object": "DeleteObject",
  "POST object uploads": "CreateMultipartUpload",
  "PUT object uploadId": "UploadPart",
  "POST object uploadId": "CompleteMultipartUpload",
  "DELETE object uploadId": "AbortMultipartUpload",
};

/** The body of a write, and the checks its headers and trailers ask for. */
export interface WriteBody {
  readonly body: AsyncIterable<Uint8Array>;
  readonly check: NonNullable<WriteOptions["check"]>;
}

/** Unwraps the body of a write. */
export function writeBodyOf(request: IncomingMessage): WriteBody {
  const { headers } = request;
  const trailers: Trailers = new Map();
  const isChunked =
    String(headers["x-amz-content-sha256"]).startsWith("STREAMING-") ||
    headers["content-encoding"]?.includes("aws-chunked");
  const length = headers[isChunked ? "x-amz-decoded-content-length" : "content-length"];
  return {
    body: isChunked ? decodeAwsChunked(request, trailers) : request,
    check({ size, etag, crc32 }) {
      if (length !== undefined && Number(length) !== size) {
        throw new AwsError("IncompleteBody", "The body is not as long as its header says.");
      }
      const md5 = headers["content-md5"];
      if (md5 !== undefined && md5 !== Buffer.from(etag, "hex").toString("base64")) {
        throw new AwsError("BadDigest", "The Content-MD5 you specified did not match.");
      }
      const crc = headers["x-amz-checksum-crc32"] ?? trailers.get("x-amz-checksum-crc32");
      if (crc !== undefined && crc32 !== undefined && crc !== crc32) {
        throw new AwsError("BadDigest", "The CRC32 you specified did not match.");
      }
    },
  };
}

function withoutChunking(encodings: string): string {
  const kept = encodings.split(",").filter((encoding) => encoding.trim() !== "aws-chunked");
  return kept.join(",").trim();
}

/** Headers of a write that S3 stores and gives back. */
export function storedHeaders({ headers }: IncomingMessage): Record<string, string> {
  const stored: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (!STORED.has(name) && !name.startsWith("x-amz-meta-")) continue;
    const text = String(value);
    const plain = name === "content-encoding" ? withoutChunking(text) : text;
    if (plain !== "") stored[name] = plain;
  }
  return stored;
}

const STORED = new Set([
  "content-type",
  "content-encoding",
  "content-disposition",
  "content-language",
  "cache-control",
  "expires",
]);

/**
 * Reads a `Range` header; several ranges and other units are ignored, as S3 does.
 *
 * @returns First and last byte, or `undefined` for the whole object.
 * @throws {AwsError} If no byte of the object is in it.
 */
export function rangeOf(header: string | undefined, size: number): [number, number] | undefined {
  const [, from = "", to = ""] = /^bytes=(\d*)-(\d*)$/.exec(header ?? "") ?? [];
  if (from === "" && to === "") return undefined;
  const start = from === "" ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === "" || to === "" ? size - 1 : Math.min(Number(to), size - 1);
  if (start > end) {
    const message = "The requested range is not satisfiable";
    throw new AwsError("InvalidRange", message, { status: 416 });
  }
  return [start, end];
}

function split(text: string, at: string): [string, string] {
  const index = text.indexOf(at);
  return index < 0 ? [text, ""] : [text.slice(0, index), text.slice(index + 1)];
}
