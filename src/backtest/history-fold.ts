import { EVENT_SOURCE, POINTER_KEY } from "../contract.ts";
import type { FoundEvent } from "../core/backtest/found-event.ts";
import type { Detail } from "../core/record/event-text.ts";
import type { FunctionConfig } from "../core/settings/config.ts";
import { errandMessage } from "../core/thread/errand.ts";
import { assembleNotifier, type NotifierHandler } from "../notifier/assemble.ts";
import { assembleDrawer } from "../notifier/drawer/assemble-drawer.ts";
import type { DeliveryMaker } from "../notifier/record/delivery-maker.ts";
import type { Log } from "../ports.ts";
import { foldDestinations } from "./fold-destinations.ts";
import type { FoldWitness } from "./fold-witness.ts";
import { memoryEdits } from "./memory-edits.ts";
import { MemoryTable } from "./memory-table.ts";
import { memoryTurns } from "./memory-turns.ts";
import { VirtualTime } from "./virtual-time.ts";

/** Events that the notifier takes at once. */
const BATCH = 50;

/** Milliseconds until a message on a queue is taken up. */
const PICK_UP = 25;

const MINUTE = 60_000;

/** Milliseconds that an invocation may take. */
const TIME_LIMIT = 60_000;

/** What a fold is made with. */
export interface FoldOptions {
  readonly config: FunctionConfig;
  /** When virtual time begins, milliseconds since the epoch: not after the first event. */
  readonly start: number;
  readonly witness: FoldWitness;
}

/**
 * The notifier in virtual time: its own code over a table, queues and destinations in memory, so that
 * days of history are folded in seconds. All events of one instant are recorded before anything is
 * drawn; calls to Slack take their time, all else takes none.
 */
export class HistoryFold {
  readonly #time: VirtualTime;
  readonly #table: MemoryTable;
  readonly #handle: NotifierHandler;
  /** Seconds after which a message comes again, by its receipt handle. */
  readonly #postponed = new Map<string, number>();
  #ids = 0;
  #waiting: FoundEvent[] = [];
  #sweptAt: number;
  #failure: unknown;

  constructor({ config, start, witness }: FoldOptions) {
    const time = new VirtualTime(start);
    this.#time = time;
    this.#sweptAt = Math.floor(start / MINUTE) * MINUTE;
    const clock = { now: time.now, sleep: time.sleep };
    this.#table = new MemoryTable(clock, (head) => witness.opened(head));
    const turns = memoryTurns(
      clock,
      () => this.#table.channels,
      (channel, at, delay) => {
        const body = errandMessage({ kind: "turn", channel, at });
        time.after(delay * 1_000 + PICK_UP, () => this.#invoke(`turn-${++this.#ids}`, body));
      },
    );
    const { settings } = config;
    this.#handle = assembleNotifier({
      config: { ...config, settings: { ...settings, accessDeniedMetrics: false, canaries: [] } },
      judge: (detail) => verdictOf(foundIn(detail)),
      deliveryMaker: made,
      records: this.#table.records,
      turns,
      receipts: { received: async () => {}, last: async () => new Map(), sendTurn: async () => {} },
      drawer: async (share) =>
        assembleDrawer(share, {
          drawings: witness.watched(this.#table),
          edits: memoryEdits(clock),
          ...foldDestinations(time, witness, () => `${++this.#ids}`),
        }),
      // What is given up is logged as an error too.
      deadLetters: { send: async () => {} },
      queues: {
        postpone: async ({ handle }, seconds) => void this.#postponed.set(handle, seconds),
      },
      clock,
      random: () => `${(++this.#ids).toString(36).padStart(6, "0")}`,
      log: logOf(witness),
      metrics: { put() {} },
    });
  }

  /** Takes the next event; events come in the order of their times. */
  async add(event: FoundEvent): Promise<void> {
    const [first] = this.#waiting;
    if (first !== undefined && event.at > first.at) await this.#flush();
    if (this.#waiting.length === 0) await this.#runTo(event.at);
    this.#waiting.push(event);
    if (this.#waiting.length >= BATCH) await this.#flush();
  }

  /** Ends the history: all that still waits is drawn, all windows end. */
  async end(): Promise<void> {
    await this.#flush();
    for (let due = this.#table.nextDue; due !== undefined; due = this.#table.nextDue) {
      await this.#runTo(Math.max(due, this.#time.now()) + MINUTE);
    }
  }

  async #flush(): Promise<void> {
    const batch = this.#waiting;
    this.#waiting = [];
    if (batch.length === 0) return;
    const Records = batch.map((event) => {
      const messageId = `event-${++this.#ids}`;
      return { messageId, receiptHandle: messageId, body: bodyOf(event) };
    });
    const done = this.#handle({ Records }, this.#context());
    let isDone = false;
    const { batchItemFailures } = await Promise.all([
      done.finally(() => {
        isDone = true;
      }),
      this.#time.runUntil(() => isDone),
    ]).then(([response]) => response);
    if (batchItemFailures.length > 0) {
      throw new Error(
        "Cannot fold history as its events must be recorded: the table did not take them",
      );
    }
    this.#rethrow();
  }

  /** Lets virtual time pass, with the sweep each minute; minutes in which nothing waits are passed over. */
  async #runTo(at: number): Promise<void> {
    for (;;) {
      const sweep = this.#sweptAt + MINUTE;
      if (sweep > at) break;
      const due = this.#table.nextDue;
      if (due === undefined) {
        this.#sweptAt = Math.floor(at / MINUTE) * MINUTE;
        break;
      }
      await this.#time.runUntil(() => this.#failure !== undefined, sweep);
      this.#rethrow();
      this.#sweptAt = sweep;
      this.#invoke("sweep", errandMessage({ kind: "sweep" }));
    }
    await this.#time.runUntil(() => this.#failure !== undefined, at);
    this.#rethrow();
  }

  /** Has the notifier run an errand; one that is to come again does. */
  #invoke(id: string, body: object): void {
    const Records = [{ messageId: id, receiptHandle: id, body }];
    this.#handle({ Records }, this.#context()).then(
      ({ batchItemFailures }) => {
        const seconds = this.#postponed.get(id);
        this.#postponed.delete(id);
        if (batchItemFailures.length === 0) return;
        this.#time.after((seconds ?? 30) * 1_000 + PICK_UP, () => this.#invoke(id, body));
      },
      (error: unknown) => {
        this.#failure ??= error;
      },
    );
  }

  #context() {
    const end = this.#time.now() + TIME_LIMIT;
    return { getRemainingTimeInMillis: () => Math.max(0, end - this.#time.now()) };
  }

  #rethrow(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }
}

/** Where an event carries what is found of it. */
const FOUND = "found";

function bodyOf(event: FoundEvent): object {
  const source = event.alert?.source ?? { bucket: "unknown", key: "unknown", index: 0 };
  return {
    source: EVENT_SOURCE,
    "detail-type": "CloudTrail Record",
    detail: { [POINTER_KEY]: source, [FOUND]: event },
  };
}

function foundIn(detail: Detail): FoundEvent {
  return detail[FOUND] as FoundEvent;
}

/** What was judged when the record was read. */
function verdictOf({ kind, alert, ignoredBy, faults = [] }: FoundEvent) {
  return {
    matched: kind === "matched" ? (alert?.ruleIds ?? []) : [],
    ...(kind === "ignored" && ignoredBy !== undefined && { ignoredBy }),
    faults,
  };
}

/** Takes the alerts that were made when the records were read. */
function made(own: DeliveryMaker): DeliveryMaker {
  return {
    ...own,
    alertDeliveries(detail) {
      const { alert, thread = "" } = foundIn(detail);
      if (alert === undefined) throw new TypeError("Cannot alert of an event that has no alert");
      return { alert, deliveries: own.madeDeliveries(alert, thread, {}) };
    },
  };
}

/** What the notifier complains of is no part of a history that went well. */
function logOf(witness: FoldWitness): Log {
  return {
    info() {},
    warn() {},
    error: (message, fields) => witness.complained(message, fields),
    metrics() {},
  };
}
