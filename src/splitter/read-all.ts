import type { LogContent } from "../ports.ts";
import type { Deadlines } from "./deadlines.ts";
import type { LogFile } from "./log-file.ts";
import type { Publisher } from "./publisher.ts";
import { readFile } from "./read-file.ts";
import type { SplitterDeps } from "./split.ts";

/** Log files opened ahead of the one that is read. */
const OPEN_AHEAD = 4;

/**
 * Reads log files one after the other, so that one record at a time is in memory, not one of each.
 * Never rejects: what became of each is told to it.
 *
 * No file is begun past the deadline for reading.
 */
export async function readAll(
  files: readonly LogFile[],
  publisher: Publisher,
  deps: SplitterDeps,
  deadlines: Deadlines,
): Promise<void> {
  const isLate = () => deps.clock.now() >= deadlines.read;
  const opened: Promise<LogContent>[] = [];
  for (const [at, file] of files.entries()) {
    const ahead = publisher.stopped === undefined && !isLate() ? at + OPEN_AHEAD : 0;
    for (const { object, etag } of files.slice(opened.length, ahead)) {
      const opening = deps.logs.open(object, etag);
      // A rejection counts when this file's turn comes; until then nobody waits for it.
      opening.catch(() => {});
      opened.push(opening);
    }
    const opening = opened[at];
    if (opening === undefined || isLate()) {
      if (isLate()) file.stopped = true;
      else file.failure = publisher.stopped;
      opening?.then(letGo, () => {});
      continue;
    }
    file.begun = true;
    try {
      const { bytes, etag } = await opening;
      file.etag = etag;
      await readFile(file, bytes, publisher, deps, deadlines);
    } catch (error) {
      file.ended(error);
    }
  }
}

/** Ends the connection of an object that nobody reads: only an iterator that was begun closes it. */
function letGo({ bytes }: LogContent): void {
  const iterator = bytes[Symbol.asyncIterator]();
  iterator.next().catch(() => {});
  iterator.return?.().catch(() => {});
}
