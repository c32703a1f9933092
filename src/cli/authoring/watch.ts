import { type FSWatcher, statSync, watch } from "node:fs";
import { basename, dirname } from "node:path";

/** What tells of changes of files. */
export interface Watch {
  /** Resolves once something changed since it was last asked, and nothing more has for a moment. */
  changed(): Promise<void>;
  close(): void;
}

/** Milliseconds of quiet after a change: editors and version control write a file in several steps. */
const QUIET = 100;

/**
 * Watches files, and folders with all below them.
 *
 * @throws {Error} If one does not exist.
 */
export function watchPaths(paths: readonly string[]): Watch {
  let timer: NodeJS.Timeout | undefined;
  let wake: (() => void) | undefined;
  let pending = false;
  const note = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      pending = true;
      wake?.();
    }, QUIET);
  };
  const watchers: readonly FSWatcher[] = paths.map((path) => {
    if (statSync(path).isDirectory()) return watch(path, { recursive: true }, note);
    // Many editors put a new file in the place of the old one: its folder sees both.
    const name = basename(path);
    return watch(dirname(path), (_event, changed) => {
      if (changed === name) note();
    });
  });
  return {
    async changed() {
      if (!pending) await new Promise<void>((done) => (wake = done));
      pending = false;
      wake = undefined;
    },
    close() {
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
    },
  };
}
