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
  const folder = key.slice(0, key.length - name.length);
  const kind = last(folder, LAYOUT) ?? last(folder, FOLDER) ?? last(name, FILE_NAME);
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

function last(text: string, pattern: RegExp): string | undefined {
  return [...text.matchAll(pattern)].at(-1)?.[1];
}

/** `AWSLogs/`, an organisation's id perhaps, an account, and what wrote it. */
const LAYOUT = /(?<=^|\/)AWSLogs\/(?:o-[a-z0-9]+\/)?\d{12}\/([^/]+)\//g;

const FOLDER = /(?<=^|\/)(CloudTrail(?:-[A-Za-z]+)?)\//g;

const FILE_NAME = /^\d{12}_(CloudTrail(?:-[A-Za-z]+)?)_/g;

const LOOKS_LIKE_LOG = /\.json\.gz$|_CloudTrail(-[A-Za-z]+)?_/i;
