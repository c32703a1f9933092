import { createHash, randomUUID } from "node:crypto";

/** A message as it lies in a queue. */
export interface QueueMessage {
  readonly id: string;
  readonly body: string;
  /** MD5 of the body, in hex. */
  readonly md5: string;
  /** As the sender gave them, by name. */
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Trace header of the request that sent it. */
  readonly trace?: string;
  /** Milliseconds since the epoch. */
  readonly sentAt: number;
  /** Milliseconds since the epoch; absent before the first receive. */
  firstReceivedAt?: number;
  receiveCount: number;
  /** Handle of the last receive; absent before the first. */
  receiptHandle?: string;
  /** Queue it came from, if it is a dead letter of that one. */
  readonly deadLetterOf?: string;
}

/** What a queue needs beside its name. */
export interface QueueSettings {
  readonly visibilityTimeoutSeconds?: number;
  /** How long a message that does not say so itself is invisible at first. @default 0 */
  readonly delaySeconds?: number;
  /** Receives after which a message is a dead letter; needs `deadLetters`. */
  readonly maxReceiveCount?: number;
  readonly deadLetters?: Queue;
  /** Called with every message that arrives, before it can be received. */
  readonly onSent?: (message: QueueMessage) => void;
  readonly log?: QueueLog;
}

/** Takes what happens to messages, so that a queue can go on after a restart. */
export interface QueueLog {
  /** @param due When it becomes visible, in milliseconds since the epoch. */
  sent(message: QueueMessage, due: number | undefined): void;
  /** @param atFunction Whether it was received for a function, which has not spoken since. */
  hidden(message: QueueMessage, due: number | undefined, atFunction: boolean): void;
  gone(message: QueueMessage): void;
}

/** Messages of a queue, counted. */
export interface QueueDepth {
  /** Ready to be received. */
  readonly visible: number;
  /** Received and not yet deleted, or waiting for their time. */
  readonly invisible: number;
  /** Of those, the ones never received: their sender, or the queue, delays them. */
  readonly delayed: number;
}

/** One SQS standard queue, in memory. Its timers end with {@linkcode Queue.close}. */
export interface Queue {
  readonly name: string;
  readonly options: QueueSettings;
  /** Adds a message; invisible for `delaySeconds`, its own or the queue's, at first. */
  send(body: string, options?: SendOptions): QueueMessage;
  /** Takes up to `count` visible messages and hides them. Dead letters leave the queue here. */
  receive(count: number, options?: ReceiveOptions): QueueMessage[];
  /** Deletes a received message; an old or unknown handle deletes nothing. */
  delete(receiptHandle: string): boolean;
  /** Hides a received message for so long from now; 0 shows it. */
  changeVisibility(receiptHandle: string, seconds: number): boolean;
  purge(): void;
  /** Adds a message that was here before a restart; visible where no time is due. */
  restore(message: QueueMessage, due: number | undefined): void;
  depth(): QueueDepth;
  /** Every message in the queue, visible ones first; they stay. */
  messages(): readonly QueueMessage[];
  /** When each invisible message becomes visible. */
  dueTimes(): readonly DueTime[];
  /** The same of one received message; `undefined` if it is visible or deleted. */
  due(receiptHandle: string): number | undefined;
  /** Calls back whenever a message has become visible; the answer stops that. */
  onVisible(listener: () => void): () => void;
  close(): void;
}

/** When an invisible message becomes visible. */
export interface DueTime {
  /** Milliseconds since the epoch. */
  readonly due: number;
  /** Whether it was never received: its sender, or the queue, delays it. */
  readonly delayed: boolean;
}

/** What a receiver may say. */
export interface ReceiveOptions {
  /** @default the queue's visibility timeout */
  readonly visibilityTimeoutSeconds?: number;
  /** Whether it is for a function that the queue feeds. @default false */
  readonly forFunction?: boolean;
}

/** What a sender may say beside the body. */
export interface SendOptions {
  readonly delaySeconds?: number;
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly deadLetterOf?: string;
  readonly trace?: string;
}

const DEFAULT_VISIBILITY_SECONDS = 30;

/** Makes an empty queue. */
export function createQueue(name: string, options: QueueSettings = {}): Queue {
  /** Insertion order is the order of receiving. */
  const visible = new Set<QueueMessage>();
  const hidden = new Map<QueueMessage, { readonly timer: NodeJS.Timeout; readonly due: number }>();
  const byHandle = new Map<string, QueueMessage>();
  const listeners = new Set<() => void>();

  const show = (message: QueueMessage) => {
    clearTimeout(hidden.get(message)?.timer);
    hidden.delete(message);
    visible.add(message);
    for (const listener of listeners) listener();
  };
  const hide = (message: QueueMessage, due: number) => {
    visible.delete(message);
    clearTimeout(hidden.get(message)?.timer);
    const timer = setTimeout(() => show(message), Math.max(0, due - Date.now()));
    hidden.set(message, { timer, due });
  };
  const place = (message: QueueMessage, due: number | undefined) => {
    if (due === undefined) show(message);
    else hide(message, due);
  };
  const remove = (message: QueueMessage) => {
    visible.delete(message);
    clearTimeout(hidden.get(message)?.timer);
    hidden.delete(message);
    if (message.receiptHandle !== undefined) byHandle.delete(message.receiptHandle);
    options.log?.gone(message);
  };
  const isDeadLetter = (message: QueueMessage) =>
    options.deadLetters !== undefined &&
    message.receiveCount >= (options.maxReceiveCount ?? Number.POSITIVE_INFINITY);

  return {
    name,
    options,
    send(body, { delaySeconds, attributes = {}, deadLetterOf, trace } = {}) {
      const md5 = createHash("md5").update(body).digest("hex");
      const message: QueueMessage = {
        id: randomUUID(),
        body,
        md5,
        attributes,
        sentAt: Date.now(),
        receiveCount: 0,
        ...(deadLetterOf === undefined ? {} : { deadLetterOf }),
        ...(trace === undefined ? {} : { trace }),
      };
      options.onSent?.(message);
      const due = dueIn(delaySeconds ?? options.delaySeconds ?? 0);
      options.log?.sent(message, due);
      place(message, due);
      return message;
    },
    receive(count, { visibilityTimeoutSeconds, forFunction = false } = {}) {
      const seconds =
        visibilityTimeoutSeconds ?? options.visibilityTimeoutSeconds ?? DEFAULT_VISIBILITY_SECONDS;
      const due = dueIn(seconds);
      const received: QueueMessage[] = [];
      for (const message of visible) {
        if (received.length === count) break;
        if (isDeadLetter(message)) {
          // There first: better a dead letter twice after a kill than none.
          options.deadLetters?.send(message.body, {
            attributes: message.attributes,
            deadLetterOf: name,
          });
          remove(message);
          continue;
        }
        if (message.receiptHandle !== undefined) byHandle.delete(message.receiptHandle);
        message.receiptHandle = randomUUID();
        message.receiveCount++;
        message.firstReceivedAt ??= Date.now();
        byHandle.set(message.receiptHandle, message);
        options.log?.hidden(message, due, forFunction);
        if (due !== undefined) hide(message, due);
        received.push(message);
      }
      return received;
    },
    delete(receiptHandle) {
      const message = byHandle.get(receiptHandle);
      if (message !== undefined) remove(message);
      return message !== undefined;
    },
    changeVisibility(receiptHandle, seconds) {
      const message = byHandle.get(receiptHandle);
      if (message === undefined || !hidden.has(message)) return false;
      const due = dueIn(seconds);
      options.log?.hidden(message, due, false);
      place(message, due);
      return true;
    },
    purge() {
      for (const message of [...visible, ...hidden.keys()]) remove(message);
    },
    restore: place,
    depth: () => ({
      visible: visible.size,
      invisible: hidden.size,
      delayed: [...hidden.keys()].filter(isDelayed).length,
    }),
    messages: () => [...visible, ...hidden.keys()],
    dueTimes: () => [...hidden].map(([message, { due }]) => ({ due, delayed: isDelayed(message) })),
    due(receiptHandle) {
      const message = byHandle.get(receiptHandle);
      return message === undefined ? undefined : hidden.get(message)?.due;
    },
    onVisible(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      for (const { timer } of hidden.values()) clearTimeout(timer);
      hidden.clear();
      listeners.clear();
    },
  };
}

function isDelayed({ receiveCount }: QueueMessage): boolean {
  return receiveCount === 0;
}

/** The time after so many seconds; `undefined` for none. */
function dueIn(seconds: number): number | undefined {
  return seconds > 0 ? Date.now() + seconds * 1000 : undefined;
}
