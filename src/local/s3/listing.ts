import { escapeXml } from "../protocol/http-message.ts";
import type { StoredObject } from "./object-store.ts";
import { encodeKey, xmlDocument } from "./s3-xml.ts";

/** What a client asks of a listing. */
export interface ListQuery {
  readonly prefix: string;
  readonly delimiter: string;
  /** Keys come after this one. */
  readonly after: string;
  readonly maxKeys: number;
  /** Whether keys are URL-encoded in the answer. */
  readonly encode: boolean;
}

/** One page of a bucket. */
export interface Page {
  readonly objects: readonly StoredObject[];
  /** Beginnings of keys up to and with the delimiter, once each. */
  readonly commonPrefixes: readonly string[];
  /** Where the next page begins; absent at the end. */
  readonly nextAfter?: string;
}

/** Keys and common prefixes of one page. */
export const MAX_KEYS = 1000;

/** Cuts one page out of a bucket's objects, which are in order. */
export function pageOf(objects: readonly StoredObject[], query: ListQuery): Page {
  const { prefix, delimiter, after, maxKeys } = query;
  const listed: StoredObject[] = [];
  const commonPrefixes: string[] = [];
  let last = after;
  for (const object of objects) {
    const { key } = object;
    if (!key.startsWith(prefix) || !isAfter(key, after)) continue;
    const cut = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
    const common = cut < 0 ? undefined : key.slice(0, cut + delimiter.length);
    // A page that ended with a common prefix goes on behind everything it stands for.
    if (common !== undefined && (common === commonPrefixes.at(-1) || common === after)) continue;
    if (listed.length + commonPrefixes.length === maxKeys) {
      return { objects: listed, commonPrefixes, nextAfter: last };
    }
    if (common === undefined) listed.push(object);
    else commonPrefixes.push(common);
    last = common ?? key;
  }
  return { objects: listed, commonPrefixes };
}

/** Writes a page as ListObjectsV2 answers it. */
export function listingXml(bucket: string, query: ListQuery, token: string, page: Page): string {
  const text = (value: string) => escapeXml(query.encode ? encodeKey(value) : value);
  const contents = page.objects.map(
    ({ key, lastModified, etag, size }) =>
      `<Contents><Key>${text(key)}</Key><LastModified>${new Date(lastModified).toISOString()}</LastModified>` +
      `<ETag>&quot;${etag}&quot;</ETag><Size>${size}</Size><StorageClass>STANDARD</StorageClass></Contents>`,
  );
  const prefixes = page.commonPrefixes.map(
    (prefix) => `<CommonPrefixes><Prefix>${text(prefix)}</Prefix></CommonPrefixes>`,
  );
  const next = page.nextAfter;
  return xmlDocument("ListBucketResult", [
    `<Name>${escapeXml(bucket)}</Name><Prefix>${text(query.prefix)}</Prefix>`,
    `<KeyCount>${contents.length + prefixes.length}</KeyCount><MaxKeys>${query.maxKeys}</MaxKeys>`,
    `<IsTruncated>${next !== undefined}</IsTruncated>`,
    query.delimiter === "" ? "" : `<Delimiter>${text(query.delimiter)}</Delimiter>`,
    query.encode ? "<EncodingType>url</EncodingType>" : "",
    token === "" ? "" : `<ContinuationToken>${escapeXml(token)}</ContinuationToken>`,
    next === undefined ? "" : `<NextContinuationToken>${tokenOf(next)}</NextContinuationToken>`,
    ...contents,
    ...prefixes,
  ]);
}

/** The token that stands for a place in the listing. */
function tokenOf(after: string): string {
  return Buffer.from(after).toString("base64url");
}

/** The place a token stands for. */
export function afterToken(token: string): string {
  return Buffer.from(token, "base64url").toString();
}

function isAfter(key: string, after: string): boolean {
  return after === "" || Buffer.compare(Buffer.from(key), Buffer.from(after)) > 0;
}
