import { existsSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";

/**
 * Writes a file whole or not at all: where a disk is full, what was there before stays. A link goes on
 * leading to the file; what is no file, a pipe say, is written to.
 *
 * @throws {NodeJS.ErrnoException} If the system refuses it, with the path.
 */
export function writeWholeFile(path: string, content: string): void {
  const before = existsSync(path) ? statSync(path) : undefined;
  if (before !== undefined && !before.isFile()) {
    named(path, () => writeFileSync(path, content));
    return;
  }
  const target = before === undefined ? path : realpathSync(path);
  const beside = `${target}.${process.pid}.new`;
  named(path, () => {
    try {
      writeFileSync(beside, content, { flag: "wx", ...(before && { mode: before.mode }) });
      renameSync(beside, target);
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== "EEXIST") rmSync(beside, { force: true });
      throw cause;
    }
  });
}

/** Of a write that fails half-way the system does not say which file it was. */
function named(path: string, write: () => void): void {
  try {
    write();
  } catch (cause) {
    throw Object.assign(cause as NodeJS.ErrnoException, { path });
  }
}
