import { Batcher } from "../core/entry/batch.ts";
import type { BusEntry } from "../core/entry/bus-entry.ts";
import type { Clock, EventBus } from "../ports.ts";

/** An entry on its way and who wants to know what became of it. */
export interface Parcel {
  readonly entry: BusEntry;
  /** By which its sender knows it. */
  readonly index: number;
  readonly sender: Sender;
}

/** Is told once of each of its entries. */
export interface Sender {
  published(index: number): void;
  /**
   * @param reason Code and message of the last refusal.
   * @param inTime False if there was only no time left to offer it.
   */
  failed(index: number, reason: string, inTime: boolean): void;
}

/** What {@linkcode Publisher} needs. */
export interface PublisherDeps {
  readonly bus: EventBus;
  readonly clock: Clock;
}

/** Calls under way at a time. */
export const MAX_IN_FLIGHT = 4;

/** Times an entry is offered to the bus before it counts as failed. */
export const MAX_TRIES = 5;

/** Calls that fail one after the other before the bus counts as down. */
export const MAX_FAILED_CALLS = 6;

const TIME_IS_UP = "time is up";

/** Milliseconds before the second try; doubled before each further one. */
const FIRST_WAIT = 100;

/**
 * Puts entries on the bus in full batches, several calls at a time.
 *
 * An entry the bus refuses is offered again by itself, with growing waits. A call that fails as a
 * whole is made once more, then entry by entry, so that no entry fails for its neighbour. When
 * calls keep failing, or time is up, what is left fails at once.
 */
export class Publisher {
  readonly #deps: PublisherDeps;
  readonly #deadline: number;
  readonly #batcher: Batcher<Parcel>;
  readonly #inFlight = new Set<Promise<void>>();
  /** Failed calls since the last that was answered. */
  #failedCalls = 0;

  /**
   * @param maxBytes Bytes a request stays under.
   * @param deadline Milliseconds since the epoch.
   */
  constructor(deps: PublisherDeps, maxBytes: number, deadline: number) {
    this.#deps = deps;
    this.#deadline = deadline;
    this.#batcher = new Batcher(maxBytes);
  }

  /** Why nothing more is sent; undefined while all is well. */
  get stopped(): string | undefined {
    if (this.#failedCalls >= MAX_FAILED_CALLS) return "the bus does not answer";
    if (this.#deps.clock.now() >= this.#deadline) return TIME_IS_UP;
    return undefined;
  }

  /**
   * Takes an entry.
   *
   * @returns A promise to wait for before the next when enough calls are under way; else undefined.
   */
  add(parcel: Parcel): Promise<void> | undefined {
    const full = this.#batcher.add(parcel);
    return full === undefined ? undefined : this.#start(full);
  }

  /** Sends what is left and waits for all calls. */
  async drain(): Promise<void> {
    const rest = this.#batcher.take();
    if (rest !== undefined) await this.#start(rest);
    await Promise.all(this.#inFlight);
  }

  async #start(batch: readonly Parcel[]): Promise<void> {
    while (this.#inFlight.size >= MAX_IN_FLIGHT) await Promise.race(this.#inFlight);
    const sending = this.#send(batch).finally(() => this.#inFlight.delete(sending));
    this.#inFlight.add(sending);
  }

  async #send(batch: readonly Parcel[]): Promise<void> {
    let left = batch;
    for (let tries = 1, failedCalls = 0; ; tries++) {
      const alone = failedCalls >= 2;
      const refused = new Map<BusEntry, string>();
      for (const call of alone ? left.map((parcel) => [parcel]) : [left]) {
        const { stopped } = this;
        if (stopped !== undefined) refuse(call, stopped, refused);
        else if (!(await this.#put(call, refused))) failedCalls++;
      }
      left = left.filter(({ entry, sender, index }) => {
        if (!refused.has(entry)) sender.published(index);
        return refused.has(entry);
      });
      if (left.length === 0) return;
      if (tries === MAX_TRIES || this.stopped !== undefined) {
        const inTime = this.stopped !== TIME_IS_UP;
        for (const { entry, sender, index } of left) {
          sender.failed(index, refused.get(entry) ?? "", inTime);
        }
        return;
      }
      await this.#deps.clock.sleep(FIRST_WAIT * 2 ** (tries - 1));
    }
  }

  /**
   * Makes one call.
   *
   * @param refused Gets each entry that was not accepted, with the reason.
   * @returns Whether the call was answered.
   */
  async #put(call: readonly Parcel[], refused: Map<BusEntry, string>): Promise<boolean> {
    const entries = call.map(({ entry }) => entry);
    try {
      for (const { entry, code, message } of await this.#deps.bus.put(entries)) {
        refused.set(entry, `${code}: ${message}`);
      }
      this.#failedCalls = 0;
      return true;
    } catch (error) {
      this.#failedCalls++;
      const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      refuse(call, reason, refused);
      return false;
    }
  }
}

function refuse(call: readonly Parcel[], reason: string, refused: Map<BusEntry, string>): void {
  for (const { entry } of call) refused.set(entry, reason);
}
