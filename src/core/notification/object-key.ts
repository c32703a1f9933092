/** What an object in a trail's bucket is, by its key. */
export type KeyClass = "log" | "insight" | "network-activity" | "digest" | "foreign";

/**
 * Tells a trail's log files from its digest files and from what other services write.
 *
 * CloudTrail's own layout decides, by whole segments: `Digest` in a prefix hides no log. A key
 * without that layout, a copy perhaps, goes by its file name, and what only looks like a log
 * file is taken for one: reading it shows.
 *
 * @param key Decoded.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
 */
export function classifyKey(key: string): KeyClass {
  const name = key.slice(key.lastIndexOf("/") + 1);
  const folders = key.split("/").slice(0, -1);
  const kind =
    layoutOf(folders)?.kind ??
    folders.findLast((folder) => FOLDER.test(folder)) ??
    FILE_NAME.exec(name)?.[1];
  const known = kind === undefined ? undefined : (KINDS.get(kind) ?? ofUnknownKind(kind));
  if (known === "digest" || known === "foreign") return known;
  return LOOKS_LIKE_LOG.test(name) ? (known ?? "log") : "foreign";
}

const KINDS: ReadonlyMap<string, KeyClass> = new Map([
  ["CloudTrail", "log"],
  ["CloudTrail-Insight", "insight"],
  ["CloudTrail-NetworkActivity", "network-activity"],
  ["CloudTrail-Digest", "digest"],
]);

/** CloudTrail may write more kinds of logs one day; other services have names of their own. */
function ofUnknownKind(kind: string): KeyClass {
  return kind.startsWith("CloudTrail-") ? "log" : "foreign";
}

/** What the folders of a key say. */
export interface KeyLayout {
  readonly account: string;
  /** What wrote it: `CloudTrail`, `Config`. */
  readonly kind: string;
  /** Folders below that: for CloudTrail's Region, year, month and day. */
  readonly below: readonly string[];
}

/**
 * Whose file it is, and what wrote it, if it lies below `AWSLogs/`, an organisation's id perhaps, and
 * an account.
 *
 * @param folders Those of its key.
 */
export function layoutOf(folders: readonly string[]): KeyLayout | undefined {
  for (let at = folders.length - 1; at >= 0; at--) {
    if (folders[at] !== "AWSLogs") continue;
    const after = /^o-[a-z0-9]+$/.test(folders[at + 1] ?? "") ? at + 2 : at + 1;
    const [account = "", kind, ...below] = folders.slice(after);
    if (/^\d{12}$/.test(account) && kind) return { account, kind, below };
  }
  return undefined;
}

const FOLDER = /^CloudTrail(-[A-Za-z]+)?$/;

const FILE_NAME = /^\d{12}_(CloudTrail(?:-[A-Za-z]+)?)_/;

const LOOKS_LIKE_LOG = /\.json\.gz$|_CloudTrail(-[A-Za-z]+)?_/i;
