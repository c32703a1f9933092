import type { Scheduled, VirtualTime } from "../../../src/backtest/virtual-time.ts";
import type { Random } from "../../support/random.ts";

/** A message of a queue. */
export interface QueueMessage {
  readonly id: string;
  readonly body: string;
  readonly sentAt: number;
  receiveCount: number;
  firstReceivedAt: number | undefined;
  /** Of the newest receive; an older one acts on nothing. */
  receiptHandle: string | undefined;
  visibleAt: number;
  timer: Scheduled | undefined;
}

/** A queue's attributes. */
export interface QueueOptions {
  readonly name: string;
  readonly visibilitySeconds: number;
  /** How long a message is kept, whatever becomes of it. @default 14 days */
  readonly retentionSeconds?: number;
  readonly maxReceiveCount?: number;
  readonly deadLetters?: Queue;
}

const FOURTEEN_DAYS = 14 * 86_400;

/** An SQS standard queue: delays, visibility, receive counts, redrive; messages in no order. */
export class Queue {
  readonly name: string;
  readonly options: QueueOptions;
  readonly #time: VirtualTime;
  readonly #random: Random;
  readonly #waiting: QueueMessage[] = [];
  readonly #all = new Map<string, QueueMessage>();
  #ids = 0;
  #handles = 0;
  #listener: (() => void) | undefined;

  constructor(options: QueueOptions, time: VirtualTime, random: Random) {
    this.name = options.name;
    this.options = options;
    this.#time = time;
    this.#random = random;
  }

  /** Messages there are: waiting, delayed or in flight. */
  get size(): number {
    return this.#all.size;
  }

  /** Every message, for what looks at the end. */
  messages(): readonly QueueMessage[] {
    return [...this.#all.values()];
  }

  /** Whoever wants to know that a message can be received. */
  onVisible(listener: () => void): void {
    this.#listener = listener;
  }

  send(body: string, delayMilliseconds = 0): string {
    const id = `${this.name}-${++this.#ids}`;
    const message: QueueMessage = {
      id,
      body,
      sentAt: this.#time.now(),
      receiveCount: 0,
      firstReceivedAt: undefined,
      receiptHandle: undefined,
      visibleAt: 0,
      timer: undefined,
    };
    this.#all.set(id, message);
    this.#showAfter(message, delayMilliseconds);
    return id;
  }

  /** Takes one message that is visible; what was received too often goes to the dead letters. */
  receive(): QueueMessage | undefined {
    for (;;) {
      if (this.#waiting.length === 0) return undefined;
      // Nearly in order, as a queue of many shards gives them out.
      const at = this.#random.below(Math.min(4, this.#waiting.length));
      const [message] = this.#waiting.splice(at, 1);
      if (message === undefined) return undefined;
      const { maxReceiveCount, deadLetters, visibilitySeconds, retentionSeconds } = this.options;
      if (this.#time.now() - message.sentAt > (retentionSeconds ?? FOURTEEN_DAYS) * 1_000) {
        this.#all.delete(message.id);
        continue;
      }
      if (maxReceiveCount !== undefined && message.receiveCount >= maxReceiveCount) {
        this.#all.delete(message.id);
        deadLetters?.send(message.body);
        continue;
      }
      message.receiveCount++;
      message.firstReceivedAt ??= this.#time.now();
      message.receiptHandle = `${message.id}/${++this.#handles}`;
      this.#showAfter(message, visibilitySeconds * 1_000);
      return message;
    }
  }

  /** @returns False if the handle is no message's that is in flight. */
  changeVisibility(receiptHandle: string, seconds: number): boolean {
    const message = this.#inFlight(receiptHandle);
    if (message === undefined) return false;
    this.#showAfter(message, seconds * 1_000);
    return true;
  }

  /** Deletes the message of a receive, if no later receive has it. */
  delete(receiptHandle: string): void {
    const message = this.#all.get(idOf(receiptHandle));
    if (message?.receiptHandle !== receiptHandle) return;
    message.timer?.cancel();
    this.#all.delete(message.id);
    if (message.visibleAt > this.#time.now()) return;
    const at = this.#waiting.indexOf(message);
    if (at >= 0) this.#waiting.splice(at, 1);
  }

  /** Takes out everything, as a redrive does. */
  drain(): readonly string[] {
    const bodies = this.messages().map(({ body }) => body);
    for (const message of this.#all.values()) message.timer?.cancel();
    this.#all.clear();
    this.#waiting.length = 0;
    return bodies;
  }

  #inFlight(receiptHandle: string): QueueMessage | undefined {
    const message = this.#all.get(idOf(receiptHandle));
    const isIt = message?.receiptHandle === receiptHandle;
    return isIt && message.visibleAt > this.#time.now() ? message : undefined;
  }

  #showAfter(message: QueueMessage, milliseconds: number): void {
    message.timer?.cancel();
    message.visibleAt = this.#time.now() + milliseconds;
    message.timer = this.#time.after(milliseconds, () => {
      this.#waiting.push(message);
      this.#listener?.();
    });
  }
}

function idOf(receiptHandle: string): string {
  return receiptHandle.slice(0, receiptHandle.lastIndexOf("/"));
}
