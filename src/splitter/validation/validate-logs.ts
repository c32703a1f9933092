import { digestFolders } from "../../core/digest/digest-folders.ts";
import { type Finding, type TrailObjects, validateTrail } from "../../core/digest/validate.ts";
import { batchEntries } from "../../core/entry/batch.ts";
import { type BusEntry, MAX_REQUEST_BYTES } from "../../core/entry/bus-entry.ts";
import { findingNotice, unvalidatedNotice } from "../../core/entry/validation-notice.ts";
import type { FolderValidation, ValidationRequest } from "../../core/entry/validation-request.ts";
import type { Clock, EventBus, Log, ValidationQueue } from "../../ports.ts";

/** What validating log files needs. */
export interface ValidationDeps {
  readonly bucket: string;
  /** What keys of log files begin with. */
  readonly logPrefix: string;
  /** The folders right below a prefix of the bucket. */
  readonly folders: (prefix: string) => Promise<readonly string[]>;
  /** The bucket's files, and the public keys of a Region. */
  readonly objectsOf: (region: string) => TrailObjects;
  readonly bus: EventBus;
  readonly continuations: ValidationQueue;
  readonly clock: Pick<Clock, "now">;
  readonly log: Pick<Log, "error" | "info">;
}

const HOUR = 3_600_000;

/**
 * Validates log files by CloudTrail's digests, as the schedule asks: each account's and Region's
 * folder in an invocation of its own, which goes on in another where time is up.
 *
 * What cannot be validated is told, and waits for the schedule's next event.
 *
 * @param isLate Whether time is up.
 * @throws {Error} If what was found cannot be told, or handed on: it is to be tried again.
 */
export async function validateLogs(
  request: ValidationRequest,
  deps: ValidationDeps,
  isLate: () => boolean,
): Promise<void> {
  const { bucket, logPrefix, clock, log } = deps;
  const key = request.kind === "all" ? logPrefix : request.folder;
  const entries: BusEntry[] = [];
  try {
    if (request.kind === "all") {
      const found = await spread(request.hours, deps);
      if (found === 0) entries.push(unvalidatedNotice({ bucket, key }, NO_DIGESTS, clock.now()));
    } else entries.push(...(await validateFolder(request, deps, isLate)));
  } catch (error) {
    if (error instanceof HandOnError) throw error;
    log.error("log files cannot be validated", { bucket, key, error });
    const reason = error instanceof Error ? error.name : String(error);
    entries.push(unvalidatedNotice({ bucket, key }, reason, clock.now()));
  }
  for (const batch of batchEntries(entries, MAX_REQUEST_BYTES)) {
    const [refused] = await deps.bus.put(batch);
    if (refused === undefined) continue;
    throw new Error(`Cannot tell what was validated: ${refused.code}: ${refused.message}`);
  }
}

const NO_DIGESTS = "there are no digest files";

/** A message could not be sent. */
class HandOnError extends Error {
  override readonly name = "HandOnError";
}

/** Has each folder of digests validated. @returns How many there are. */
async function spread(hours: number, deps: ValidationDeps): Promise<number> {
  const { logPrefix, folders, clock } = deps;
  const to = clock.now();
  const found = await digestFolders(logPrefix, folders);
  for (const folder of found) await handOn({ folder, from: to - hours * HOUR, to }, deps);
  return found.length;
}

async function validateFolder(
  { folder, from, to }: FolderValidation,
  deps: ValidationDeps,
  isLate: () => boolean,
): Promise<readonly BusEntry[]> {
  const { bucket, objectsOf, log } = deps;
  const scope = { bucket, prefix: folder, from: new Date(from), to: new Date(to), isLate };
  const region = folder.split("/").at(-2) ?? "";
  const { digests, logFiles, findings, rest } = await validateTrail(scope, objectsOf(region));
  if (rest !== undefined) await handOn({ folder, from: rest.getTime(), to }, deps);
  log.info("log files validated", { folder, digests, logFiles, findings: findings.length });
  return findings.map(({ kind, object, why }) => findingNotice(kind, placeOf(object), why));
}

async function handOn(
  folder: Omit<FolderValidation, "kind">,
  { continuations }: ValidationDeps,
): Promise<void> {
  try {
    await continuations.sendValidation(folder);
  } catch (cause) {
    throw new HandOnError("Cannot have a folder of digests validated", { cause });
  }
}

/** Bucket and key of an `s3://` address. */
function placeOf(object: Finding["object"]): { bucket: string; key: string } {
  const path = object.slice("s3://".length);
  const slash = path.indexOf("/");
  return { bucket: path.slice(0, slash), key: path.slice(slash + 1) };
}
