import type { ScanProgress } from "../core/log/record-scanner.ts";
import { DeniedError, UnreadableError } from "../core/log/unreadable.ts";
import type { Resumption } from "../core/notification/continuation.ts";
import type { NotedObject } from "../core/notification/notification.ts";
import type { ObjectRef } from "../core/record/object-ref.ts";
import type { RejectedRecord } from "../core/record/record.ts";
import { textStart } from "../core/record/text-start.ts";
import { Ledger } from "./ledger.ts";
import type { Refused, Sender } from "./publisher.ts";

/** Reasons kept of each kind, for the log. */
const MAX_REASONS = 5;

/** Characters of a fault that goes with a continuation. */
const MAX_FAULT = 1_000;

/** Where a file is read from that nobody has begun. */
const BEGINNING: Resumption = { next: 0, offset: 0, hops: 0 };

/** Something a later try may bring a file through. */
export interface Obstacle {
  /** As short as a name: the same for all files it stands before. */
  readonly code: string;
  readonly message: string;
}

/** A record in a file of another account's. */
export interface Stranger {
  readonly index: number;
  /** The account it says it is of. */
  readonly account: string;
}

/** One log file on its way through the splitter: what has become of it so far. */
export class LogFile implements Sender {
  readonly object: ObjectRef;
  readonly messageId: string | undefined;
  /** Where this reading began. */
  readonly from: Resumption;
  readonly ledger: Ledger;
  /** Whether it was this invocation's turn to read it. */
  begun = false;
  /** Whether S3 gave it out. */
  opened = false;
  /** Whether time was up before its end. */
  stopped = false;
  /** Whether that was only for others to have their turn. */
  yielded = false;
  /** Whether another invocation reads on. */
  handedOn = false;
  /** What another try, after a pause, may find gone. */
  obstacle: Obstacle | undefined;
  /** How long it has waited for that so far, and waits now, if another invocation tries it again. */
  waits: { readonly seconds: number; readonly pauseSeconds: number } | undefined;
  /** Why it was tried for long enough. */
  overdue: Error | undefined;
  /** Whether S3 does not give it out, or not yet. */
  denied = false;
  /** Records the bus refused. */
  refused = 0;
  /** Records of this reading that say they are of another account than the file. */
  misplaced = 0;
  /** What the first of them says. */
  stranger: Stranger | undefined;
  /** Tag of the content that is read. */
  etag: string | undefined;
  /** Tag of the content that the news is of, if it says. */
  readonly toldEtag: string | undefined;
  /** Of all its bytes; undefined unless they were read to their end. */
  sha256: string | undefined;
  /**
   * Set where what is read is not what was read before, or what the news is of. `since`: when that was
   * read first; `etag`: tag of the other content, where that is not what is there now.
   */
  overwritten: { readonly since?: number; readonly etag?: string } | undefined;
  /** Why it can never be read to its end. */
  unreadable: UnreadableError | undefined;
  /** Why it must be tried again. */
  failure: string | undefined;
  readonly rejections: string[] = [];
  #fault: string | undefined;

  constructor({ object, messageId, resume = BEGINNING, etag }: NotedObject) {
    this.object = object;
    this.messageId = messageId;
    this.toldEtag = etag ?? resume.told;
    this.from = resume;
    this.etag = resume.etag;
    this.ledger = new Ledger(resume);
    this.#fault = resume.fault;
  }

  /** `s3://bucket/key`. */
  get address(): string {
    return `s3://${this.object.bucket}/${this.object.key}`;
  }

  /** Whether this reading settled a record. */
  get cameOn(): boolean {
    const { published, filtered, rejected } = this.ledger.settled;
    return published + filtered + rejected > 0;
  }

  /** Where another invocation goes on. */
  get resumption(): Resumption {
    const { next, offset, beyond } = this.ledger;
    return {
      next,
      offset,
      hops: this.from.hops,
      ...(beyond !== undefined && { beyond }),
      ...(this.etag !== undefined && { etag: this.etag }),
      ...(this.toldEtag !== undefined && { told: this.toldEtag }),
      ...(this.#fault !== undefined && { fault: this.#fault }),
    };
  }

  published(index: number): void {
    this.ledger.arrive(index);
  }

  /** Takes a record the bus did not accept; one that only time was up for is no failure of the file. */
  failed(_index: number, { code, message, until }: Refused): void {
    if (until === "time") this.stopped = true;
    else this.refused++;
    if (until === "later") this.obstacle ??= { code, message: `${code}: ${message}` };
    if (until === "never") this.failure ??= `${code}: ${message}`;
  }

  /** Takes a record that an earlier reading settled. */
  settled({ index, end, fault }: ScanProgress): void {
    this.#note(fault);
    this.ledger.skip(index, end);
  }

  sent({ index, end, fault }: ScanProgress): void {
    this.#note(fault);
    this.ledger.send(index, end);
  }

  filtered({ index, end, fault }: ScanProgress): void {
    this.#note(fault);
    this.ledger.pass(index, end, "filtered");
  }

  rejected({ index, end, fault, rejected }: RejectedRecord & ScanProgress): void {
    this.#note(fault);
    this.ledger.pass(index, end, "rejected");
    if (this.rejections.length < MAX_REASONS) this.rejections.push(`record ${index}: ${rejected}`);
  }

  /** Takes a record that is in the wrong file, beside what becomes of it. */
  strange(stranger: Stranger): void {
    this.misplaced++;
    this.stranger ??= stranger;
  }

  #note(fault: string | undefined): void {
    this.#fault ??= fault === undefined ? undefined : textStart(fault, MAX_FAULT);
  }

  /** Takes what reading it ended with. */
  ended(error: unknown): void {
    if (error instanceof UnreadableError) {
      this.unreadable = error;
      return;
    }
    this.denied = error instanceof DeniedError;
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    const code = error instanceof DeniedError ? error.code : name;
    this.obstacle ??= { code, message: `${code}: ${message}` };
  }
}
