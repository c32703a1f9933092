import { OverwrittenError, type UnreadableError } from "../../core/log/unreadable.ts";
import type { ObjectRef } from "../../core/record/object-ref.ts";
import type { Log, PublishedFiles, Remembered } from "../../ports.ts";

/** A log file as far as it was read. */
export interface ReadFile {
  readonly object: ObjectRef;
  /** Whether S3 gave it out. */
  readonly opened: boolean;
  /** Tag of the content that is read. */
  readonly etag: string | undefined;
  /** Tag of the content that the news is of. */
  readonly toldEtag: string | undefined;
  /** Of all its bytes. */
  readonly sha256: string | undefined;
  readonly unreadable: UnreadableError | undefined;
  /** `etag`: tag of the other content, where that is not what is there now. */
  overwritten: { readonly since?: number; readonly etag?: string } | undefined;
}

/** Files that cannot be compared until no more is asked: whoever does not answer costs seconds each. */
const MAX_UNANSWERED = 3;

/**
 * Tells files that were overwritten, for one invocation.
 *
 * The content counts, by its tag or its bytes, and nothing a message says makes another content known:
 * CloudTrail writes each file once, so news that come again are of the same content. What was
 * overwritten before anybody read it shows by the tag in S3's own news of it, whichever come first.
 */
export class FileComparison {
  readonly #published: PublishedFiles | undefined;
  readonly #log: Pick<Log, "error">;
  #failures = 0;
  #unanswered: string | undefined;

  /** @param published What is known of files; undefined goes by what S3's news say alone. */
  constructor(published: PublishedFiles | undefined, log: Pick<Log, "error">) {
    this.#published = published;
    this.#log = log;
  }

  /** Why a file could not be compared; undefined if all were. */
  get unanswered(): string | undefined {
    return this.#unanswered;
  }

  /** Compares a file with what is known of it, and notes if it was overwritten. Never rejects. */
  async compare(file: ReadFile): Promise<void> {
    const { opened, etag, toldEtag, unreadable } = file;
    // What was read of it before is known by its tag.
    const isOverwritten = unreadable instanceof OverwrittenError;
    if (etag === undefined || !(opened || isOverwritten)) return;
    const known = await this.#known(file, etag);
    if (isOverwritten || known?.kind === "other") {
      file.overwritten = sinceOf(known);
    } else if (toldEtag !== undefined && !tags(etag, known).includes(unquoted(toldEtag))) {
      file.overwritten = { etag: toldEtag, ...sinceOf(known) };
    }
  }

  async #known({ object, sha256 }: ReadFile, etag: string): Promise<Remembered | undefined> {
    if (this.#published === undefined || this.#failures >= MAX_UNANSWERED) return undefined;
    try {
      const content = { etag, ...(sha256 !== undefined && { sha256 }) };
      return await this.#published.remember(object, content);
    } catch (error) {
      this.#failures++;
      this.#unanswered = error instanceof Error ? error.name : String(error);
      this.#log.error("a log file cannot be compared with what it was", { ...object, error });
      return undefined;
    }
  }
}

function sinceOf(known: Remembered | undefined): { readonly since?: number } {
  return known === undefined || known.kind === "new" || known.since === undefined
    ? {}
    : { since: known.since };
}

/** Tags of the content that is read: news of any of them may come late. */
function tags(etag: string, known: Remembered | undefined): readonly string[] {
  return [etag, ...(known?.kind === "same" ? known.etags : [])].map(unquoted);
}

/** S3 quotes tags in answers, and not in news. */
function unquoted(etag: string): string {
  return etag.replaceAll('"', "");
}
