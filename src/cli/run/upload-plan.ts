import { writeFileSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import { gzipSync } from "node:zlib";
import { LogFileError } from "../../core/log/unreadable.ts";
import { ALL_TIME, type Period } from "../../core/notification/period.ts";
import { type Io, UsageError } from "../command.ts";
import {
  fileFault,
  type InputFile,
  type LeftOut,
  looksLikeDigest,
  looksLikeLogFile,
} from "../input/find-inputs.ts";
import { openInput } from "../input/input-records.ts";
import { nothingToRead, readInput, sayLeftOut, shownPath } from "../input/read-inputs.ts";
import { type Reading, startReading } from "../input/reading.ts";
import type { FileUpload } from "../upload.ts";

/** What a run puts into the bucket. */
export interface UploadPlan {
  readonly uploads: readonly FileUpload[];
  /** Whether everything named could be read and all in it are records. */
  readonly isWhole: boolean;
}

/** Records of one log file made here; CloudTrail's own have some thousands at most. */
const MAX_RECORDS = 5_000;

/** Characters of one log file made here. */
const MAX_TEXT = 8 * 1024 * 1024;

/**
 * Plans the upload of what the user named: CloudTrail's own files as they are, so that what is
 * wrong with one shows where it would once deployed, and records in any other form as log files
 * made of them.
 *
 * @param prefix That of the keys, from the settings: part of every key.
 * @param folder Where log files are made.
 * @param period Of the records: a file of CloudTrail's own is taken apart where not all are meant.
 * @throws {UsageError} If something named cannot be read, holds no record or has no key under the
 * prefix, or if nothing is left to upload.
 */
export async function planUploads(
  operands: readonly string[],
  prefix: string,
  folder: string,
  io: Io,
  period: Period = ALL_TIME,
): Promise<UploadPlan> {
  const reading = startReading(io, period);
  const others: LeftOut[] = [];
  const uploads: FileUpload[] = [];
  const keys = new Set<string>();
  let isWhole = true;
  let empty = 0;
  const leaveOut = (file: InputFile, why: string): void => {
    if (file.isNamed) throw new UsageError(`cannot read "${file.path}": ${why}`);
    others.push({ path: file.path, why });
  };
  for await (const file of reading.findInTurn(operands, others)) {
    if (!file.isNamed && looksLikeDigest(file.path)) {
      leaveOut(file, "it is a digest file");
      continue;
    }
    const key = uploadKey(file, prefix);
    if (key === undefined) {
      leaveOut(file, `its key would not be under the settings' logs.prefix, "${prefix}"`);
      continue;
    }
    if (period === ALL_TIME && isFromCloudTrail(file) && (await isUploadable(file, reading))) {
      uploads.push({ path: file.path, key: unused(key, keys) });
      continue;
    }
    const making = startLogFiles(folder, uploads.length);
    const outcome = await readInput(file, reading, async (item) => {
      if ("text" in item) making.add(item.text);
    });
    const paths = making.end();
    uploads.push(...paths.map((path) => ({ path, key: unused(key, keys) })));
    if (outcome.leftOut !== undefined) others.push(outcome.leftOut);
    else if (outcome.records > 0) isWhole &&= outcome.isWhole;
    else if (outcome.isWhole) empty++;
    else if (file.isNamed) throw new UsageError(`there is no CloudTrail record in "${file.path}"`);
    else isWhole = false;
  }
  sayLeftOut(others, io);
  if (uploads.length + empty === 0) throw nothingToUpload(operands, others, prefix);
  return { uploads, isWhole };
}

/**
 * The key a file gets: from the prefix on, if its path has it; else, of a trail's tree, what the
 * prefix has before `AWSLogs/` and the tree from there; else its name under the prefix.
 *
 * @returns `undefined` if that is not under the prefix.
 */
export function uploadKey({ path, name, object }: InputFile, prefix: string): string | undefined {
  const slashed =
    path === "-"
      ? name
      : object !== undefined
        ? `/${object.key}`
        : resolve(path).split(sep).join("/");
  const whole = prefix.includes("AWSLogs/") ? slashed.lastIndexOf(`/${prefix}`) : -1;
  const tree = `/${slashed}`.indexOf("/AWSLogs/");
  const head = prefix.split("AWSLogs/", 1)[0] as string;
  const key =
    whole !== -1
      ? slashed.slice(whole + 1)
      : tree !== -1
        ? withSlash(head) + slashed.slice(tree)
        : prefix + name;
  const named = looksLikeLogFile(key) ? key : `${key}.json.gz`;
  return named.startsWith(prefix) && looksLikeLogFile(named) ? named : undefined;
}

function withSlash(head: string): string {
  return head === "" || head.endsWith("/") ? head : `${head}/`;
}

/** Whether CloudTrail itself gave a file its name or place: what is wrong with it is for the splitter to say. */
function isFromCloudTrail({ path, isRegular, object }: InputFile): boolean {
  return (
    object === undefined &&
    isRegular &&
    looksLikeLogFile(path) &&
    /_CloudTrail|[\\/]AWSLogs[\\/]/.test(path)
  );
}

/** Whether a file of CloudTrail's name is a log file, or too broken to tell and not named by the user. */
async function isUploadable(file: InputFile, reading: Reading): Promise<boolean> {
  try {
    const input = await openInput(reading.bytesOf(file));
    await input.close();
    return input.isLogFile;
  } catch (cause) {
    if (cause instanceof LogFileError) return !file.isNamed;
    const why = fileFault(cause);
    if (why === undefined) throw cause;
    throw new UsageError(`cannot read "${shownPath(file)}": ${why}`);
  }
}

/** The key, with a number before its end if another file has it already. */
function unused(key: string, keys: Set<string>): string {
  let free = key;
  for (let n = 2; keys.has(free); n++) free = key.replace(/(\.json\.gz)?$/, `-${n}$1`);
  keys.add(free);
  return free;
}

/** Makes log files of records, one after another. */
function startLogFiles(folder: string, first: number) {
  const paths: string[] = [];
  let texts: string[] = [];
  let size = 0;
  const write = (): void => {
    if (texts.length === 0) return;
    const path = join(folder, `${first + paths.length}.json.gz`);
    writeFileSync(path, gzipSync(`{"Records":[${texts.join(",")}]}`));
    paths.push(path);
    texts = [];
    size = 0;
  };
  return {
    add(text: string): void {
      texts.push(text);
      size += text.length;
      if (texts.length === MAX_RECORDS || size >= MAX_TEXT) write();
    },
    end(): readonly string[] {
      write();
      return paths;
    },
  };
}

function nothingToUpload(
  operands: readonly string[],
  others: readonly LeftOut[],
  prefix: string,
): UsageError {
  const isElsewhere = others.length > 0 && others.every(({ why }) => why.includes("logs.prefix"));
  return isElsewhere
    ? new UsageError(`no key is under the settings' logs.prefix, "${prefix}"`)
    : nothingToRead(operands);
}
