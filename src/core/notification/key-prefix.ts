/**
 * What is wrong with the prefix of log files' keys, with what to write instead.
 *
 * @param name What the prefix is called where it is set.
 */
export function keyPrefixProblems(prefix: string, name = "logs.prefix"): readonly string[] {
  const reason = reasonAgainst(prefix);
  if (reason === undefined) return [];
  return [`Cannot use ${name} "${prefix}" as log files' keys must begin so: ${reason}`];
}

/**
 * Says why no log file's key can begin with a prefix, if none can. The trail's own prefix may be
 * anything; what CloudTrail puts after it is known.
 *
 * @returns What is wrong and what to write instead.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
 */
function reasonAgainst(prefix: string): string | undefined {
  const address = /^(?:s3:\/\/|https?:\/\/|arn:[\w-]+:s3:::)[^/]*\/?(.*)$/is.exec(prefix);
  if (address) return `keys do not have the bucket in them: write "${address[1] || "AWSLogs/"}"`;
  if (/^\.{0,2}\//.test(prefix)) {
    return `keys begin with a name: write "${prefix.replace(/^(\.{0,2}\/)+/, "")}"`;
  }
  const wildcard = prefix.search(/[*?]/);
  if (wildcard >= 0) {
    const folders = prefix.slice(0, prefix.lastIndexOf("/", wildcard) + 1);
    return `a prefix has no wildcards: write "${folders}"`;
  }
  if (/%2f/i.test(prefix)) return "keys are written here as they are, not as in an address";
  if (prefix.includes("//")) return "no key of CloudTrail's has two slashes in a row";
  if (/^\s|\s$|[\\<>{}]/.test(prefix)) return "no key of CloudTrail's has such characters";
  const [, folder, rest] = /(?:^|\/)(awslogs)(\/(?:\d{12}|o-[^/]*)(?:\/.*)?)$/is.exec(prefix) ?? [];
  if (folder !== undefined && folder !== "AWSLogs") {
    return `CloudTrail's folder is called AWSLogs: write "AWSLogs${rest}"`;
  }
  const layout = /(?:^|\/)AWSLogs\/(.*)$/s.exec(prefix)?.[1];
  return layout === undefined ? undefined : layoutProblem(layout.split("/"));
}

/** @param parts Those after `AWSLogs/`; the last may be the beginning of one. */
function layoutProblem(parts: readonly string[]): string | undefined {
  let rest = parts;
  if (/^o-[a-z0-9]*$/.test(rest[0] ?? "") && rest.length > 1) rest = rest.slice(1);
  for (const [index, { whole, part, what }] of LAYOUT.entries()) {
    const text = rest[index];
    if (text === undefined) return undefined;
    const isLast = index === rest.length - 1;
    if (!(isLast ? part : whole).test(text)) return `after ${what}: it is "${text}"`;
  }
  return undefined;
}

/** What CloudTrail's keys have in turn: each as a whole, as the beginning of one, and in words. */
const LAYOUT = [
  {
    whole: /^\d{12}$/,
    part: /^(\d{0,12}|o|o-[a-z0-9]*)$/,
    what: "AWSLogs/ comes an organisation's id (o-…), or an account's of 12 digits",
  },
  {
    whole: /^CloudTrail(-(?!Digest)\w+)?$/,
    part: /^(C|Cl|Clo|Clou|Cloud|CloudT|CloudTr|CloudTra|CloudTrai|CloudTrail(-(?!Digest)\w*)?|)$/,
    what: "the account comes CloudTrail, or CloudTrail-Insight or CloudTrail-NetworkActivity",
  },
  { whole: /^[a-z]{2,}(-[a-z]+)+-\d+$/, part: /^[a-z0-9-]*$/, what: "CloudTrail comes a Region" },
  { whole: /^\d{4}$/, part: /^\d{0,4}$/, what: "the Region comes a year of 4 digits" },
  { whole: /^\d{2}$/, part: /^\d{0,2}$/, what: "the year comes a month of 2 digits" },
  { whole: /^\d{2}$/, part: /^\d{0,2}$/, what: "the month comes a day of 2 digits" },
];
