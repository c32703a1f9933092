import { UnreadableError } from "../core/log/unreadable.ts";
import type { NotedObject } from "../core/notification/notification.ts";
import type { ObjectRef } from "../core/record/object-ref.ts";
import type { SplitCounters } from "./counters.ts";
import type { Sender } from "./publisher.ts";

/** Reasons kept of each kind, for the log. */
const MAX_REASONS = 5;

/** One log file on its way through the splitter: what has become of it so far. */
export class LogFile implements Sender {
  readonly object: ObjectRef;
  readonly messageId: string | undefined;
  /** Why it can never be read to its end. */
  unreadable: UnreadableError | undefined;
  /** Why it must be tried again. */
  failure: string | undefined;
  readonly rejections: string[] = [];
  readonly #counters: SplitCounters;

  constructor({ object, messageId }: NotedObject, counters: SplitCounters) {
    this.object = object;
    this.messageId = messageId;
    this.#counters = counters;
  }

  /** `s3://bucket/key`. */
  get address(): string {
    return `s3://${this.object.bucket}/${this.object.key}`;
  }

  published(): void {
    this.#counters.published++;
  }

  failed(reason: string): void {
    this.#counters.failed++;
    this.#counters.records--;
    this.failure ??= reason;
  }

  rejected(index: number, reason: string): void {
    this.#counters.rejected++;
    if (this.rejections.length < MAX_REASONS) this.rejections.push(`record ${index}: ${reason}`);
  }

  /** Takes what reading it ended with. */
  ended(error: unknown): void {
    if (error instanceof UnreadableError) this.unreadable = error;
    else
      this.failure ??= error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
}
