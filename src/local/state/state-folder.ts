import { randomUUID } from "node:crypto";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  writeFileSync,
} from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Journal, openJournal } from "./journal.ts";
import { createKeptState, type Entry, type KeptState } from "./kept-state.ts";

/** A folder that a local stack and its desk live in, over restarts. */
export interface StateFolder {
  /** What happened until now. */
  readonly kept: KeptState;
  /** Takes what happens from now on. */
  readonly journal: Journal<Entry>;
  /** Where the contents of objects are. */
  readonly objects: string;
  /** Where the tables are. */
  readonly tables: string;
  /** Where consumers' deliveries are. */
  readonly consumers: string;
  /** Lets another process have it. */
  close(): void;
}

/** A state folder that cannot be used. */
export class StateFolderError extends Error {
  override readonly name = "StateFolderError";
}

const JOURNAL = "journal.ndjson";
const LOCK = "lock.json";

/** What may be in a state folder; anything else is somebody's. */
const OWN = [JOURNAL, `${JOURNAL}.new`, LOCK, "objects", "tables", "consumers"];

/** How to open a state folder. */
export interface OpenOptions {
  /** Messages kept of each channel, and of all topics together. @default all */
  readonly keep?: number;
  /** Told what had to be mended. */
  readonly onRemark?: (remark: string) => void;
  /**
   * Milliseconds another process has to let go of it: one whose parent was killed needs a moment.
   *
   * @default 15000
   */
  readonly patience?: number;
}

/**
 * Opens a state folder, or makes one where there is nothing.
 *
 * @throws {StateFolderError} If it holds other files, or another process uses it.
 * @throws {JournalError} If it is of another version, or damaged.
 */
export async function openStateFolder(
  path: string,
  { keep = Number.POSITIVE_INFINITY, onRemark = () => {}, patience = 15_000 }: OpenOptions = {},
): Promise<StateFolder> {
  mkdirSync(path, { recursive: true });
  const strange = readdirSync(path).find((name) => !OWN.includes(name));
  if (strange !== undefined) {
    throw new StateFolderError(
      `Cannot keep the state in "${path}" as the folder must hold nothing else: it holds "${strange}"`,
    );
  }
  const unlock = await lock(path, patience);
  try {
    for (const name of ["objects", "tables", "consumers"]) {
      mkdirSync(join(path, name), { recursive: true });
    }
    const kept = createKeptState(keep);
    const journal = openJournal(join(path, JOURNAL), kept, () =>
      onRemark(`The last write to "${path}" had been cut off, and is left out`),
    );
    return {
      kept,
      journal,
      objects: join(path, "objects"),
      tables: join(path, "tables"),
      consumers: join(path, "consumers"),
      close() {
        journal.close();
        unlock();
      },
    };
  } catch (cause) {
    unlock();
    throw cause;
  }
}

/**
 * Keeps other processes out: whoever holds the folder answers at a port that the lock names. A
 * process that was killed answers no more, whatever has its number now.
 */
async function lock(path: string, patience: number): Promise<() => void> {
  const file = join(path, LOCK);
  const place = realpathSync(path);
  const deadline = Date.now() + patience;
  while (await isHeld(file, place)) {
    if (Date.now() < deadline) {
      await sleep(200);
      continue;
    }
    throw new StateFolderError(
      `Cannot keep the state in "${path}" as one process may use it: another one does`,
    );
  }
  const id = randomUUID();
  const server = createServer((socket) => {
    socket.on("error", () => socket.destroy());
    socket.end(id);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  server.unref();
  const { port } = server.address() as AddressInfo;
  writeFileSync(file, JSON.stringify({ id, port, place }));
  return () => void server.close();
}

/** A copy of a folder that is in use holds the lock of that one: it is in nobody's use itself. */
async function isHeld(file: string, here: string): Promise<boolean> {
  const { id, port, place } = existsSync(file) ? parseLock(readFileSync(file, "utf8")) : {};
  if (id === undefined || port === undefined || place !== here) return false;
  const socket = connect({ port, host: "127.0.0.1" });
  socket.setTimeout(2000, () => socket.destroy());
  let said = "";
  socket.setEncoding("utf8").on("data", (text) => {
    said += text;
  });
  socket.on("error", () => socket.destroy());
  await new Promise((resolve) => socket.on("close", resolve));
  return said === id;
}

/** A lock that was cut off is nobody's: its process ended while it wrote. */
function parseLock(text: string): {
  readonly id?: string;
  readonly port?: number;
  readonly place?: string;
} {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}
