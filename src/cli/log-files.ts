import { readdirSync, statSync } from "node:fs";
import { basename, join, relative, sep } from "node:path";
import { UsageError } from "./command.ts";

/** A file on disk and the key it gets in the bucket. */
export interface LogFileOnDisk {
  readonly path: string;
  readonly key: string;
}

/**
 * Finds the log files the user named: files, and all files in folders.
 *
 * A path that has `AWSLogs/` in it keeps its key from there, so a trail copied from S3 keeps its
 * layout; any other file is put under `prefix` by its name or its path below the named folder.
 *
 * @throws {UsageError} If something named is not there, or nothing is found.
 */
export function findLogFiles(operands: readonly string[], prefix: string): LogFileOnDisk[] {
  const files = operands.flatMap((operand) => {
    const stat = statSync(operand, { throwIfNoEntry: false });
    if (stat === undefined) throw new UsageError(`there is no file or folder "${operand}"`);
    if (!stat.isDirectory())
      return [{ path: operand, key: keyOf(operand, basename(operand), prefix) }];
    return readdirSync(operand, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const path = join(entry.parentPath, entry.name);
        return { path, key: keyOf(path, relative(operand, path), prefix) };
      })
      .sort((a, b) => (a.key < b.key ? -1 : 1));
  });
  if (files.length === 0) throw new UsageError(`there is no file in ${operands.join(", ")}`);
  return files;
}

function keyOf(path: string, name: string, prefix: string): string {
  const slashed = path.split(sep).join("/");
  const at = `/${slashed}`.indexOf("/AWSLogs/");
  return at === -1 ? prefix + name.split(sep).join("/") : slashed.slice(at);
}
