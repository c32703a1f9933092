import { accessSync, constants, existsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { writeWholeFile } from "../../adapters/files/whole-file.ts";
import { UsageError } from "../command.ts";
import { fileFault } from "../input/find-inputs.ts";

/**
 * Asks whether a page can be written there, before the work whose result it is to hold.
 *
 * @throws {UsageError} If it cannot.
 */
export function assertPageFile(path: string): void {
  orRefused(path, () => {
    const isThere = existsSync(path);
    if (isThere && statSync(path).isDirectory()) {
      throw new UsageError(`cannot write "${path}": it is a folder`);
    }
    accessSync(isThere ? path : dirname(path), constants.W_OK);
  });
}

/** @throws {UsageError} If it cannot be written. */
export function writePage(path: string, page: string): void {
  orRefused(path, () => writeWholeFile(path, page));
}

function orRefused(path: string, act: () => void): void {
  try {
    act();
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    const { code } = cause as NodeJS.ErrnoException;
    const why = code === "ENOENT" ? "its folder is not there" : fileFault(cause);
    if (why === undefined) throw cause;
    throw new UsageError(`cannot write "${path}": ${why}`);
  }
}
