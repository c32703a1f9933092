import {
  type BusEntryOptions,
  carefulEntry,
  ordinaryEntry,
  type WholeRecords,
} from "../core/entry/bus-entry.ts";
import { isOwn, type OwnWork } from "../core/entry/own-record.ts";
import { readChunks } from "../core/log/reader.ts";
import type { RecordWalk } from "../core/log/record-walk.ts";
import { accountOfKey, strangeAccount } from "../core/notification/key-account.ts";
import type { RawRecord } from "../core/record/record.ts";
import { runningSha256 } from "../core/record/sha256.ts";
import type { Clock } from "../ports.ts";
import { type Deadlines, readingEnd } from "./deadlines.ts";
import type { LogFile } from "./log-file.ts";
import type { Publisher } from "./publisher.ts";

/** How records become entries. */
export interface ReadOptions {
  readonly entries: BusEntryOptions;
  /** What rides along with records that do not fit on the bus: asked for when there is one. */
  readonly whole: () => Promise<WholeRecords>;
  /** What it does itself, which is left out. */
  readonly own: OwnWork;
  /** Whether a record is wanted on the bus; undefined wants all. */
  readonly accepts: ((found: RawRecord) => boolean) | undefined;
  /** Makes what reads a file's ordinary records in one go. */
  readonly walk: () => RecordWalk | undefined;
}

/** Records a file may have on their way or failed; each is named where its reading goes on. */
const MAX_OPEN = 1_000;

/**
 * Reads a log file and hands its records' entries to the publisher. Never rejects: what ended the
 * reading is told to the file.
 *
 * Until it has come to the first record it has all the time for sending too: a file begun before
 * is first decompressed up to where it stopped.
 */
export async function readFile(
  file: LogFile,
  bytes: AsyncIterable<Uint8Array>,
  publisher: Publisher,
  { entries, whole, own, accepts, walk, clock }: ReadOptions & { readonly clock: Clock },
  deadlines: Deadlines,
): Promise<void> {
  let end: number | undefined;
  const ownAccount = accountOfKey(file.object.key);
  const isLate = () => clock.now() >= (end ?? deadlines.send);
  try {
    for await (const records of readChunks(
      toldApart(untilLate(bytes, isLate), file),
      file.from,
      walk(),
    )) {
      for (const item of records) {
        end ??= readingEnd(deadlines, clock.now());
        if (isLate()) throw new Late();
        if (file.ledger.isSettled(item.index)) {
          file.settled(item);
          continue;
        }
        if ("value" in item) {
          const account = strangeAccountIn(item, ownAccount);
          if (account !== undefined) file.strange({ index: item.index, account });
        }
        if ("rejected" in item) {
          file.rejected(item);
        } else if (isOwn(item, own)) {
          file.filtered(item);
        } else if (accepts?.(item) === false) {
          file.filtered(item);
        } else {
          const entry =
            ordinaryEntry(item, file.object, entries) ??
            carefulEntry(item, file.object, entries, await whole());
          file.sent(item);
          const wait = publisher.add({ entry, index: item.index, sender: file });
          if (wait !== undefined) await wait;
          const { stopped } = publisher;
          if (stopped !== undefined && !isLate()) {
            file.obstacle ??= stopped;
            return;
          }
          if (file.ledger.open > MAX_OPEN) return;
        }
      }
    }
  } catch (error) {
    if (error instanceof Late) file.stopped = true;
    else file.ended(error);
  }
}

/** As {@linkcode strangeAccount}; a record that was walked over need not be parsed for it. */
function strangeAccountIn(found: RawRecord, account: string | undefined): string | undefined {
  const { walked } = found;
  if (walked === undefined) return strangeAccount(found.value, account);
  const receiver = walked.field("recipientAccountId");
  if (receiver === undefined || receiver === `"${account}"`) return undefined;
  return strangeAccount({ recipientAccountId: JSON.parse(receiver) }, account);
}

/** Time is up in the midst of a file. */
class Late extends Error {}

/** A piece without records may be long as well: blanks, what is passed over, a record that is too large. */
async function* untilLate(
  bytes: AsyncIterable<Uint8Array>,
  isLate: () => boolean,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    if (isLate()) throw new Late();
    yield chunk;
  }
}

/** Notes what tells the file's content from any other, once all of it was read. */
async function* toldApart(
  bytes: AsyncIterable<Uint8Array>,
  file: LogFile,
): AsyncGenerator<Uint8Array> {
  const hash = runningSha256();
  for await (const chunk of bytes) {
    hash.add(chunk);
    yield chunk;
  }
  file.sha256 = hash.hex();
}
