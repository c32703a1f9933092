import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { AwsError, toAwsError } from "../protocol/aws-error.ts";
import { escapeXml, readBody, respond } from "../protocol/http-message.ts";
import { accessKeyOf, type Intercept } from "../protocol/service.ts";
import { afterToken, listingXml, MAX_KEYS, pageOf } from "./listing.ts";
import type { MultipartUploads } from "./multipart.ts";
import type { ObjectChange } from "./notification.ts";
import { openContent } from "./object-content.ts";
import type { ObjectStore, StoredObject } from "./object-store.ts";
import {
  operationOf,
  parseS3Request,
  rangeOf,
  type S3Request,
  storedHeaders,
  writeBodyOf,
} from "./s3-request.ts";
import { elementTexts, encodeKey, errorXml, xmlDocument } from "./s3-xml.ts";

/** What the S3 operations work on. */
export interface S3Deps {
  readonly store: ObjectStore;
  readonly uploads: MultipartUploads;
  readonly region: string;
  /** Called after every change, before the client has its answer. */
  readonly onChange: (change: ObjectChange) => void;
}

type Answer = (request: IncomingMessage, response: ServerResponse, parsed: S3Request) => unknown;

/** Makes the handler of everything that is no other service's request. */
export function createS3(
  deps: S3Deps,
): (request: IncomingMessage, response: ServerResponse, intercept: Intercept) => Promise<void> {
  const answers = createAnswers(deps);
  return async (request, response, intercept) => {
    try {
      const parsed = parseS3Request(request.method ?? "", request.url ?? "");
      const operation = operationOf(parsed, request.headers["x-amz-copy-source"] !== undefined);
      const answer = operation === undefined ? undefined : answers[operation];
      if (operation === undefined || answer === undefined) {
        const message = `The local stack does not know ${request.method} ${request.url}`;
        throw new AwsError("NotImplemented", message, { status: 501 });
      }
      const input = { Bucket: parsed.bucket, Key: parsed.key };
      const fault = intercept({
        service: "s3",
        operation,
        input,
        ...accessKeyOf(request.headers.authorization),
      });
      if (fault !== undefined) throw fault;
      await answer(request, response, parsed);
    } catch (cause) {
      const { code, message, status } = toAwsError(cause);
      const body = request.method === "HEAD" ? "" : errorXml(code, message, request.url ?? "");
      // The rest of a refused body is not read, so the connection cannot serve another request.
      const connection = request.complete ? "keep-alive" : "close";
      respond(response, status, { ...XML, connection }, body);
    }
  };
}

/** Buckets of the local stack have no birthday, but clients ask for one. */
const CREATED = "<CreationDate>2026-01-01T00:00:00.000Z</CreationDate>";

const XML = { "content-type": "application/xml" };

function createAnswers({ store, uploads, region, onChange }: S3Deps): Record<string, Answer> {
  const created = (bucket: string, object: StoredObject, event: ObjectChange["event"]) =>
    onChange({ bucket, object, event, time: object.lastModified });
  const remove = (bucket: string, key: string) => {
    const object = store.delete(bucket, key);
    if (object === undefined) return;
    onChange({ bucket, object, event: "ObjectRemoved:Delete", time: Date.now() });
  };
  const object = ({ bucket, key }: S3Request): StoredObject => {
    const found = store.find(bucket, key);
    if (found !== undefined) return found;
    throw new AwsError("NoSuchKey", "The specified key does not exist.", { status: 404 });
  };

  return {
    ListBuckets(_, response) {
      const buckets = store
        .buckets()
        .map((name) => `<Bucket><Name>${escapeXml(name)}</Name>${CREATED}</Bucket>`);
      const xml = xmlDocument("ListAllMyBucketsResult", ["<Buckets>", ...buckets, "</Buckets>"]);
      respond(response, 200, XML, xml);
    },
    CreateBucket(_, response, { bucket }) {
      store.createBucket(bucket);
      respond(response, 200, { location: `/${bucket}` });
    },
    HeadBucket(_, response, { bucket }) {
      if (!store.hasBucket(bucket)) throw new AwsError("NotFound", "", { status: 404 });
      respond(response, 200, { "x-amz-bucket-region": region });
    },
    GetBucketLocation(_, response, { bucket }) {
      store.list(bucket);
      const xml = xmlDocument("LocationConstraint", [region === "us-east-1" ? "" : region]);
      respond(response, 200, XML, xml);
    },
    ListObjectsV2(_, response, { bucket, query }) {
      const token = query.get("continuation-token") ?? "";
      const asked = {
        prefix: query.get("prefix") ?? "",
        delimiter: query.get("delimiter") ?? "",
        after: token === "" ? (query.get("start-after") ?? "") : afterToken(token),
        maxKeys: Math.min(Number(query.get("max-keys") ?? MAX_KEYS), MAX_KEYS),
        encode: query.get("encoding-type") === "url",
      };
      const page = pageOf(store.list(bucket), asked);
      respond(response, 200, XML, listingXml(bucket, asked, token, page));
    },
    async DeleteObjects(request, response, { bucket }) {
      const xml = (await readBody(request)).toString();
      const keys = elementTexts(xml, "Key");
      if (keys.length === 0 || keys.length > MAX_KEYS) {
        throw new AwsError("MalformedXML", `The request must name 1 to ${MAX_KEYS} keys.`);
      }
      for (const key of keys) remove(bucket, key);
      const quiet = elementTexts(xml, "Quiet").includes("true");
      const deleted = keys.map((key) => `<Deleted><Key>${escapeXml(key)}</Key></Deleted>`);
      respond(response, 200, XML, xmlDocument("DeleteResult", quiet ? [] : deleted));
    },
    async GetObject(request, response, parsed) {
      const found = object(parsed);
      const wanted = request.headers["if-match"];
      if (wanted !== undefined && wanted !== "*" && wanted !== `"${found.etag}"`) {
        const message = "At least one of the pre-conditions you specified did not hold";
        throw new AwsError("PreconditionFailed", message, { status: 412 });
      }
      const range = rangeOf(request.headers.range, found.size);
      const whole = range === undefined;
      const [start, end] = range ?? [0, found.size - 1];
      const bytes = openContent(found.content, range);
      response.writeHead(whole ? 200 : 206, {
        ...headersOf(found, whole && request.headers["x-amz-checksum-mode"] === "ENABLED"),
        "content-length": end - start + 1,
        ...(!whole && { "content-range": `bytes ${start}-${end}/${found.size}` }),
      });
      if (bytes instanceof Uint8Array) response.end(bytes);
      // A client that leaves in the middle is its own affair.
      else await pipeline(bytes, response).catch(() => response.destroy());
    },
    HeadObject(request, response, parsed) {
      const found = object(parsed);
      const checksum = request.headers["x-amz-checksum-mode"] === "ENABLED";
      response.writeHead(200, { ...headersOf(found, checksum), "content-length": found.size });
      response.end();
    },
    async PutObject(request, response, { bucket, key }) {
      const { body, check } = writeBodyOf(request);
      const headers = storedHeaders(request);
      const written = await store.write(bucket, key, body, { headers, check });
      created(bucket, written, "ObjectCreated:Put");
      respond(response, 200, { etag: `"${written.etag}"` });
    },
    DeleteObject(_, response, { bucket, key }) {
      remove(bucket, key);
      respond(response, 204, {});
    },
    CreateMultipartUpload(request, response, { bucket, key }) {
      store.find(bucket, key);
      const uploadId = uploads.begin(bucket, key, storedHeaders(request));
      const xml = xmlDocument("InitiateMultipartUploadResult", [
        `<Bucket>${escapeXml(bucket)}</Bucket><Key>${escapeXml(key)}</Key>`,
        `<UploadId>${uploadId}</UploadId>`,
      ]);
      respond(response, 200, XML, xml);
    },
    async UploadPart(request, response, { query }) {
      const { body, check } = writeBodyOf(request);
      const number = Number(query.get("partNumber"));
      const part = await uploads.part(query.get("uploadId") ?? "", number, body, check);
      respond(response, 200, { etag: `"${part.etag}"` });
    },
    async CompleteMultipartUpload(request, response, { bucket, key, query }) {
      const numbers = elementTexts((await readBody(request)).toString(), "PartNumber").map(Number);
      const written = await uploads.complete(query.get("uploadId") ?? "", numbers);
      created(bucket, written, "ObjectCreated:CompleteMultipartUpload");
      const xml = xmlDocument("CompleteMultipartUploadResult", [
        `<Location>/${escapeXml(bucket)}/${escapeXml(encodeKey(key))}</Location>`,
        `<Bucket>${escapeXml(bucket)}</Bucket><Key>${escapeXml(key)}</Key>`,
        `<ETag>&quot;${written.etag}&quot;</ETag>`,
      ]);
      respond(response, 200, XML, xml);
    },
    AbortMultipartUpload(_, response, { query }) {
      uploads.abort(query.get("uploadId") ?? "");
      respond(response, 204, {});
    },
  };
}

function headersOf(object: StoredObject, checksum: boolean): Record<string, string> {
  return {
    "content-type": "binary/octet-stream",
    ...object.headers,
    etag: `"${object.etag}"`,
    "last-modified": new Date(object.lastModified).toUTCString(),
    "accept-ranges": "bytes",
    ...(checksum &&
      object.crc32 !== undefined && {
        "x-amz-checksum-crc32": object.crc32,
        "x-amz-checksum-type": "FULL_OBJECT",
      }),
  };
}
