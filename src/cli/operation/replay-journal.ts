import { existsSync, readFileSync, rmSync } from "node:fs";
import { writeWholeFile } from "../../adapters/files/whole-file.ts";
import { UsageError } from "../command.ts";

/** How far a replay is: what another run goes on from. */
export interface ReplayJournal {
  /** What was asked for; another run must ask for the same. */
  readonly asked: ReplayAsked;
  /** Name of the replay, in each event of it. */
  readonly name: string;
  /** The period that was meant, milliseconds since the epoch; open ends are null. */
  readonly from: number | null;
  readonly to: number | null;
  /** The last file that is dealt with; absent before the first. */
  readonly after?: string;
  readonly files: number;
  readonly records: number;
  readonly sent: number;
  /** Records by the rule that matched them. */
  readonly matched: Readonly<Record<string, number>>;
}

/** What a replay is asked for, as the user wrote it. */
export interface ReplayAsked {
  readonly place: string;
  readonly from?: string;
  readonly to?: string;
  readonly through: "splitter" | "rules";
  readonly rule?: string;
  readonly page: boolean;
}

/**
 * Reads how far a replay got that was stopped; undefined if none was.
 *
 * @throws {UsageError} If the file is of another replay, or none.
 */
export function readJournal(path: string, asked: ReplayAsked): ReplayJournal | undefined {
  if (!existsSync(path)) return undefined;
  let journal: ReplayJournal | undefined;
  try {
    journal = JSON.parse(readFileSync(path, "utf8"));
  } catch {
    // Said below: it is no journal.
  }
  if (journal !== undefined && JSON.stringify(journal.asked) === JSON.stringify(asked)) {
    return journal;
  }
  const what =
    journal?.asked === undefined ? "no replay's" : `that of ${JSON.stringify(journal.asked)}`;
  throw new UsageError(
    `${path} is ${what}: ask for the same to go on with it, delete it to begin anew, or name another by --progress`,
  );
}

/** Writes how far it is, whole or not at all. */
export function writeJournal(path: string, journal: ReplayJournal): void {
  writeWholeFile(path, `${JSON.stringify(journal)}\n`);
}

/** Takes the file away: the replay is done. */
export function removeJournal(path: string): void {
  rmSync(path, { force: true });
}
