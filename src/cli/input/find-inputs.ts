import { type Dirent, readdirSync, type Stats, statSync } from "node:fs";
import { basename, join, relative, resolve, sep } from "node:path";
import type { BucketObject, BucketObjects } from "../../adapters/aws/asked/bucket-objects.ts";
import { shareOf } from "../../core/notification/key-days.ts";
import { classifyKey } from "../../core/notification/object-key.ts";
import type { Period } from "../../core/notification/period.ts";
import { UsageError } from "../command.ts";
import { bucketPlace, filesInBucket } from "./bucket-inputs.ts";

/** Something the user named that can be read, or found in a folder the user named. */
export interface InputFile {
  /** `-` is standard input; an object's is `s3://bucket/key`. */
  readonly path: string;
  /** Its name: below the folder named, with `/`, or the file's own. */
  readonly name: string;
  /** Whether the user named the file itself: then it is read or refused, never left out. */
  readonly isNamed: boolean;
  /** Whether it can be read again: it is no pipe. */
  readonly isRegular: boolean;
  /** Where it is in S3; absent for a file of this machine. */
  readonly object?: BucketObject;
  /** Bytes of an object that was listed. */
  readonly size?: number;
}

/** A file of a folder that is left out. */
export interface LeftOut {
  readonly path: string;
  readonly why: string;
}

/**
 * Finds what the user named: files, all files in folders, objects of buckets. Links to files are
 * followed, links to folders are not; of a trail's tree only days of the period are looked at.
 *
 * @param leftOut Gets what of folders is left out.
 * @throws {UsageError} If something named is not there: before anything is found.
 */
export function findInputs(
  operands: readonly string[],
  period: Period,
  buckets: Pick<BucketObjects, "list">,
  leftOut: LeftOut[],
): AsyncGenerator<InputFile> {
  const found = operands.map((operand) => {
    const place = bucketPlace(operand);
    return place === undefined
      ? filesNamed(operand, period, leftOut)
      : filesInBucket(place, period, buckets);
  });
  return (async function* () {
    for (const files of found) yield* files;
  })();
}

function filesNamed(operand: string, period: Period, leftOut: LeftOut[]): readonly InputFile[] {
  if (operand === "-") {
    return [{ path: operand, name: "standard-input", isNamed: true, isRegular: false }];
  }
  const stat = statOf(operand);
  if (!stat.isDirectory()) {
    return [{ path: operand, name: basename(operand), isNamed: true, isRegular: stat.isFile() }];
  }
  return filesIn(operand, leftOut)
    .filter((path) => shareOf(resolve(path).split(sep).slice(0, -1), period) !== "none")
    .map((path) => {
      const name = relative(operand, path).split(sep).join("/");
      return { path, name, isNamed: false, isRegular: true };
    });
}

/** Whether a path has a place or a name that CloudTrail gives its log files. */
export function looksLikeLogFile(path: string): boolean {
  const kind = classifyKey(path.split(sep).join("/"));
  return kind !== "digest" && kind !== "foreign";
}

/** Whether a path lies where CloudTrail keeps its digest files. */
export function looksLikeDigest(path: string): boolean {
  return classifyKey(path.split(sep).join("/")) === "digest";
}

/** What went wrong with a file, in words; `undefined` for what is no fault of the file system. */
export function fileFault(cause: unknown): string | undefined {
  const code = (cause as NodeJS.ErrnoException | undefined)?.code;
  if (code === undefined) return undefined;
  return (
    FAULTS[code] ??
    (typeof (cause as NodeJS.ErrnoException).syscall === "string" ? code : undefined)
  );
}

const FAULTS: Readonly<Record<string, string>> = {
  ENOENT: "it is not there",
  EACCES: "reading it is not permitted",
  EPERM: "reading it is not permitted",
  ELOOP: "it is a link that leads to itself",
  EISDIR: "it is a folder",
  ENOSPC: "no space is left on its disk",
};

function statOf(path: string): Stats {
  try {
    return statSync(path);
  } catch (cause) {
    const fault = fileFault(cause);
    if (fault === undefined) throw cause;
    throw new UsageError(
      fault === FAULTS.ENOENT
        ? `there is no file or folder "${path}"`
        : `cannot read "${path}": ${fault}`,
    );
  }
}

function filesIn(folder: string, leftOut: LeftOut[]): string[] {
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (cause) {
    const why = fileFault(cause);
    if (why === undefined) throw cause;
    leftOut.push({ path: folder, why });
    return [];
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesIn(path, leftOut);
    if (entry.isFile()) return [path];
    if (entry.isSymbolicLink()) return linkedFile(path, leftOut);
    leftOut.push({ path, why: "it is no file" });
    return [];
  });
}

function linkedFile(path: string, leftOut: LeftOut[]): string[] {
  try {
    if (statSync(path).isFile()) return [path];
    leftOut.push({ path, why: "it is a link to no file" });
  } catch (cause) {
    const why = fileFault(cause);
    if (why === undefined) throw cause;
    leftOut.push({ path, why });
  }
  return [];
}
