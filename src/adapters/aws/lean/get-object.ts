import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { leanCall } from "./lean-call.ts";
import type { SdkClient, SdkCommand } from "./sdk-client.ts";

/** An object that is wanted whole. */
export interface WantedObject {
  readonly bucket: string;
  readonly key: string;
  /** The tag it must have. */
  readonly etag?: string | undefined;
}

/** An object as S3 gives it out, of what it says of it its tag alone. */
export interface GivenObject {
  readonly Body?: AsyncIterable<Uint8Array>;
  readonly ETag?: string;
}

/**
 * `GetObject` as {@linkcode leanCall} makes it. Objects whose answers the client is to check against
 * their checksums, and those of directory buckets, it leaves to the SDK.
 *
 * @returns Answers before the body is read.
 */
export function leanGetObject(client: S3Client): (wanted: WantedObject) => Promise<GivenObject> {
  return leanCall(client as unknown as SdkClient, {
    command({ bucket, key, etag }: WantedObject) {
      const input = { Bucket: bucket, Key: key, ...(etag !== undefined && { IfMatch: etag }) };
      return new GetObjectCommand(input) as unknown as SdkCommand<GivenObject>;
    },
    likeOf: ({ bucket }) => bucket,
    common(request, { key }) {
      const { "if-match": _, ...headers } = request.headers;
      const end = pathOf(key);
      if (!request.path.endsWith(`/${end}`) || LEFT_TO_SDK.some((name) => name in headers))
        return undefined;
      return { ...request, path: request.path.slice(0, request.path.length - end.length), headers };
    },
    ask(common, { key, etag }) {
      return {
        ...common,
        path: common.path + pathOf(key),
        headers: etag === undefined ? common.headers : { "if-match": etag, ...common.headers },
      };
    },
    async answer({ headers, body }) {
      return { Body: body as AsyncIterable<Uint8Array>, ETag: headers.etag as string };
    },
  });
}

/** Headers of requests with whose answers the SDK does more, or which it signs in another way. */
const LEFT_TO_SDK = ["x-amz-checksum-mode", "x-amz-s3session-token"];

/** A key as the SDK writes it into a path. */
function pathOf(key: string): string {
  return key.split("/").map(escaped).join("/");
}

function escaped(segment: string): string {
  if (/^[\w.~-]*$/.test(segment)) return segment;
  return encodeURIComponent(segment).replace(
    /[!'()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
