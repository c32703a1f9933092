import type { BucketObjects } from "../../adapters/aws/asked/bucket-objects.ts";
import type { BucketPlace } from "../input/bucket-inputs.ts";

/** The newest log file of an account. */
export interface LastLogFile {
  readonly account: string;
  readonly key: string;
  /** When CloudTrail wrote it, as its name says, ISO 8601. */
  readonly at: string;
}

/** The newest log file of each account below a trail's prefix, the oldest first: that account may be silent. */
export async function lastLogFiles(
  { bucket, prefix }: BucketPlace,
  buckets: Pick<BucketObjects, "list">,
): Promise<readonly LastLogFile[]> {
  const folders = async (of: string): Promise<string[]> => {
    const found: string[] = [];
    for await (const it of buckets.list(bucket, of, "folders")) {
      if ("folder" in it) found.push(it.folder);
    }
    return found;
  };
  const accountFolders = async (of: string, depth: number): Promise<string[]> => {
    const found = await folders(of);
    const deeper = await Promise.all(
      found.map(async (folder) => {
        if (/\/?\d{12}\/$/.test(folder)) return [folder];
        return depth === 0 ? [] : await accountFolders(folder, depth - 1);
      }),
    );
    return deeper.flat();
  };
  const newest = async (of: string): Promise<LastLogFile | undefined> => {
    let last: LastLogFile | undefined;
    for (const region of await folders(`${of}CloudTrail/`)) {
      // Years, months and days are listed in their order.
      const year = (await folders(region)).at(-1);
      const month = year && (await folders(year)).at(-1);
      const day = month && (await folders(month)).at(-1);
      if (day === undefined || day === "") continue;
      for await (const it of buckets.list(bucket, day, "objects")) {
        const at = "key" in it ? timeOfKey(it.key) : undefined;
        if (!("key" in it) || at === undefined || (last !== undefined && last.at >= at)) continue;
        last = { account: of.slice(-13, -1), key: it.key, at };
      }
    }
    return last;
  };
  const start = prefix === "" || prefix.endsWith("/") ? prefix : `${prefix}/`;
  const found: LastLogFile[] = [];
  for (const folder of await accountFolders(start, 2)) {
    const last = await newest(folder);
    if (last !== undefined) found.push(last);
  }
  return found.sort((a, b) => (a.at < b.at ? -1 : 1));
}

/** `…_20260102T0305Z_…` */
function timeOfKey(key: string): string | undefined {
  const [, year, month, day, hour, minute] =
    /_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)Z_/.exec(key.slice(key.lastIndexOf("/") + 1)) ?? [];
  return year === undefined ? undefined : `${year}-${month}-${day}T${hour}:${minute}:00Z`;
}
