import type { PublishedFiles } from "../../src/ports.ts";

/** What log files held, in memory, as the table keeps it. */
export function memoryPublished(): PublishedFiles {
  const known = new Map<string, { first: string; etag: string; sha256: string | undefined }>();
  return {
    async remember({ bucket, key }, { etag, sha256 }) {
      const file = `${bucket}/${key}`;
      const before = known.get(file);
      const isSame =
        before === undefined ||
        before.etag === etag ||
        (sha256 !== undefined && before.sha256 === sha256);
      if (!isSame) return { kind: "other", since: 0 };
      known.set(file, { first: before?.first ?? etag, etag, sha256: sha256 ?? before?.sha256 });
      if (before === undefined) return { kind: "new" };
      return { kind: "same", etags: [...new Set([before.first, before.etag])], since: 0 };
    },
  };
}
