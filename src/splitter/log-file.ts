import type { ScanProgress } from "../core/log/record-scanner.ts";
import { UnreadableError } from "../core/log/unreadable.ts";
import type { Resumption } from "../core/notification/continuation.ts";
import type { NotedObject } from "../core/notification/notification.ts";
import type { ObjectRef } from "../core/record/object-ref.ts";
import type { RejectedRecord } from "../core/record/record.ts";
import { textStart } from "../core/record/text-start.ts";
import { Ledger } from "./ledger.ts";
import type { Sender } from "./publisher.ts";

/** Reasons kept of each kind, for the log. */
const MAX_REASONS = 5;

/** Characters of a fault that goes with a continuation. */
const MAX_FAULT = 1_000;

/** Where a file is read from that nobody has begun. */
const BEGINNING: Resumption = { next: 0, offset: 0, hops: 0 };

/** One log file on its way through the splitter: what has become of it so far. */
export class LogFile implements Sender {
  readonly object: ObjectRef;
  readonly messageId: string | undefined;
  /** Where this reading began. */
  readonly from: Resumption;
  readonly ledger: Ledger;
  /** Whether it was opened. */
  begun = false;
  /** Whether time was up before its end. */
  stopped = false;
  /** Whether another invocation reads on. */
  handedOn = false;
  /** Tag of the content that is read. */
  etag: string | undefined;
  /** Why it can never be read to its end. */
  unreadable: UnreadableError | undefined;
  /** Why it must be tried again. */
  failure: string | undefined;
  readonly rejections: string[] = [];
  #fault: string | undefined;

  constructor({ object, messageId, resume = BEGINNING }: NotedObject) {
    this.object = object;
    this.messageId = messageId;
    this.from = resume;
    this.etag = resume.etag;
    this.ledger = new Ledger(resume.next, resume.offset);
    this.#fault = resume.fault;
  }

  /** `s3://bucket/key`. */
  get address(): string {
    return `s3://${this.object.bucket}/${this.object.key}`;
  }

  /** Where another invocation goes on. */
  get resumption(): Resumption {
    return {
      next: this.ledger.next,
      offset: this.ledger.offset,
      hops: this.from.hops + 1,
      ...(this.etag !== undefined && { etag: this.etag }),
      ...(this.#fault !== undefined && { fault: this.#fault }),
    };
  }

  published(index: number): void {
    this.ledger.arrive(index);
  }

  /** Takes a record the bus did not accept; one that only time was up for is no failure of the file. */
  failed(index: number, reason: string, inTime: boolean): void {
    this.ledger.fail(index);
    if (inTime) this.failure ??= reason;
    else this.stopped = true;
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

  #note(fault: string | undefined): void {
    this.#fault ??= fault === undefined ? undefined : textStart(fault, MAX_FAULT);
  }

  /** Takes what reading it ended with. */
  ended(error: unknown): void {
    if (error instanceof UnreadableError) this.unreadable = error;
    else
      this.failure ??= error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
}
