import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder of this process in the system's temporary folder. */
export interface TempFolder {
  readonly path: string;
  remove(): void;
}

/** `trailbridge-<process>-<what for>-<random>`: whose folder it is stands in its name. */
const NAME = /^trailbridge-(\d+)-[a-z0-9]+-[A-Za-z0-9]{6}$/;

/**
 * Makes a folder that ends with this process: by `remove()`, else when the next process makes one.
 *
 * @param what What it is for, in small letters and digits.
 */
export function makeTempFolder(what: string): TempFolder {
  sweepTempFolders();
  const path = mkdtempSync(join(tmpdir(), `trailbridge-${process.pid}-${what}-`));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Removes folders of processes that are no more: one that was killed could not do so itself. */
function sweepTempFolders(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(NAME.exec(name)?.[1] ?? 0);
    if (pid === 0 || isAlive(pid)) continue;
    try {
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
    } catch {
      // Another user's folder, or one that another process sweeps at this moment: not ours to end.
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    // Alive, and another user's.
    return (cause as NodeJS.ErrnoException).code === "EPERM";
  }
}
