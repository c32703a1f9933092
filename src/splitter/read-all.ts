import type { LogContent } from "../ports.ts";
import { type Deadlines, turnOf } from "./deadlines.ts";
import type { LogFile, Obstacle } from "./log-file.ts";
import type { Publisher } from "./publisher.ts";
import { readFile } from "./read-file.ts";
import type { SplitterDeps } from "./split.ts";

/** Log files opened ahead of the one that is read. */
const OPEN_AHEAD = 4;

/** Milliseconds an answer may lie unread; S3, or the client, ends its connection in the end. */
const KEPT = 10_000;

/** Files, one after the other, that S3 does not answer for before it counts as down. */
const MAX_UNANSWERED = 8;

/**
 * Reads log files one after the other, so that one record at a time is in memory, not one of each.
 * Never rejects: what became of each is told to it.
 *
 * No file is begun past the deadline for reading, none takes more than its share of the time while
 * others wait, and none is begun while bus or S3 are down.
 */
export async function readAll(
  files: readonly LogFile[],
  publisher: Publisher,
  deps: SplitterDeps,
  deadlines: Deadlines,
): Promise<void> {
  const { clock } = deps;
  const isLate = () => clock.now() >= deadlines.read;
  let unanswered = 0;
  let lastObstacle: Obstacle | undefined;
  const obstacle = () => (unanswered >= MAX_UNANSWERED ? lastObstacle : publisher.stopped);
  const openings = new Map<LogFile, Opening>();
  const letGo = (file: LogFile) => {
    openings.get(file)?.content.then(endUnread, () => {});
    openings.delete(file);
  };
  for (const [at, file] of files.entries()) {
    const isUp = isLate();
    const hindrance = obstacle();
    if (isUp || hindrance !== undefined) {
      if (isUp) file.stopped = true;
      else file.obstacle = hindrance;
      letGo(file);
      continue;
    }
    if (clock.now() - (openings.get(file)?.at ?? clock.now()) > KEPT) letGo(file);
    for (const next of files.slice(at, at + OPEN_AHEAD)) {
      if (openings.has(next)) continue;
      const content = deps.logs.open(next.object, next.etag);
      // A rejection counts when this file's turn comes; until then nobody waits for it.
      content.catch(() => {});
      openings.set(next, { content, at: clock.now() });
    }
    const turn = turnOf(deadlines, clock.now(), files.length - at);
    file.begun = true;
    try {
      const { bytes, etag } = await (openings.get(file) as Opening).content;
      openings.delete(file);
      file.opened = true;
      file.etag = etag;
      await readFile(file, bytes, publisher, deps, turn);
      file.yielded = file.stopped && turn !== deadlines;
    } catch (error) {
      file.ended(error);
    }
    const isAnswered = file.opened || file.denied || file.unreadable !== undefined;
    unanswered = isAnswered ? 0 : unanswered + 1;
    lastObstacle = file.obstacle;
  }
}

/** An object that was asked for. */
interface Opening {
  readonly content: Promise<LogContent>;
  /** When, in milliseconds since the epoch. */
  readonly at: number;
}

/** Ends the connection of an object that nobody reads: only an iterator that was begun closes it. */
function endUnread({ bytes }: LogContent): void {
  const iterator = bytes[Symbol.asyncIterator]();
  iterator.next().catch(() => {});
  iterator.return?.().catch(() => {});
}
