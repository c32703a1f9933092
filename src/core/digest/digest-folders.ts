/**
 * Finds the folders of a bucket that hold digest files, one for each account and Region:
 * `AWSLogs/[o-…/]<account>/CloudTrail-Digest/<region>/`, below whatever a trail's own prefix is.
 *
 * @param prefix What keys of log files begin with; what is below their account does not count.
 * @param folders The folders right below a prefix, each with it, and with a slash at its end.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html
 */
export async function digestFolders(
  prefix: string,
  folders: (prefix: string) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const found = ACCOUNT.exec(prefix);
  const account = found === null ? prefix : prefix.slice(0, found.index + found[0].length);
  return foldersBelow(account, folders);
}

/** What a prefix down to the account ends with. */
const ACCOUNT = /AWSLogs\/(?:o-[a-z0-9]{10,32}\/)?\d{12}\//;

async function foldersBelow(
  prefix: string,
  folders: (prefix: string) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const start = prefix.slice(0, prefix.lastIndexOf("/") + 1);
  const isAsked = (folder: string) => folder.startsWith(prefix) || prefix.startsWith(folder);
  const found: string[] = [];
  const look = async (at: string, depth: number): Promise<void> => {
    const below = (await folders(at)).filter(isAsked);
    const digests = `${at}${DIGESTS}/`;
    if (below.includes(digests)) found.push(...(await folders(digests)));
    if (depth === MAX_DEPTH) return;
    for (const folder of below) {
      const name = folder.slice(at.length, -1);
      if (ON_THE_WAY.test(name)) await look(folder, depth + 1);
    }
  };
  await look(start, 0);
  return found;
}

const DIGESTS = "CloudTrail-Digest";

/** Names of the folders between a trail's prefix and its accounts' folders, and those. */
const ON_THE_WAY = /^(?:AWSLogs|o-[a-z0-9]{10,32}|\d{12})$/;

/** `AWSLogs`, organisation, `AWSLogs`, organisation, account: a landing zone has no more. */
const MAX_DEPTH = 5;
