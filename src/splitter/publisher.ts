import { Batcher } from "../core/entry/batch.ts";
import type { BusEntry } from "../core/entry/bus-entry.ts";
import { CallWindow, FIRST_CALLS } from "../core/entry/call-window.ts";
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
  failed(index: number, refused: Refused): void;
}

/** Why the bus does not have an entry, and what would help. */
export interface Refused {
  /** The service's word for it, or the error's name. */
  readonly code: string;
  readonly message: string;
  /** `time`: it was not offered in time. `later`: another try may succeed. `never`: none will. */
  readonly until: "time" | "later" | "never";
}

/** What {@linkcode Publisher} needs. */
export interface PublisherDeps {
  readonly bus: EventBus;
  readonly clock: Clock;
}

/** Times an entry is offered to the bus before it counts as failed. */
export const MAX_TRIES = 5;

/**
 * Times each call under way fails, one after the other, before the bus counts as down. Fewer calls
 * than {@linkcode FIRST_CALLS} count as so many.
 */
export const MAX_FAILED_ROUNDS = 2;

/** Milliseconds for which several calls in a row may fail: one that is not answered takes seconds. */
const MAX_FAILING = 8_000;

const TIME_IS_UP: Refused = { code: "TimeIsUp", message: "time is up", until: "time" };

/** Milliseconds before the second try; doubled before each further one. */
const FIRST_WAIT = 100;

/**
 * Puts entries on the bus in full batches, several calls at a time: how many, the bus's answers
 * say.
 *
 * An entry the bus refuses is offered again by itself, with growing waits, unless no offer can
 * help. A call that fails as a whole is made once more, then entry by entry, so that no entry
 * fails for its neighbour. When the bus keeps failing or refusing all it is offered, or time is
 * up, what is left fails at once: an invocation is too dear to wait in.
 */
export class Publisher {
  readonly #deps: PublisherDeps;
  readonly #deadline: number;
  readonly #batcher: Batcher<Parcel>;
  readonly #inFlight = new Set<Promise<void>>();
  readonly #window = new CallWindow();
  /** Failed calls since the last that was answered. */
  #failedCalls = 0;
  /** When the first of them was made. */
  #failingSince = 0;
  /** Answers since the last that accepted something. */
  #barrenAnswers = 0;
  #last: Refused | undefined;

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
  get stopped(): Refused | undefined {
    const now = this.#deps.clock.now();
    if (now >= this.#deadline) return TIME_IS_UP;
    const calls = Math.max(this.#inFlight.size, FIRST_CALLS);
    const isDown =
      this.#failedCalls >= calls * MAX_FAILED_ROUNDS ||
      (this.#failedCalls > 1 && now - this.#failingSince >= MAX_FAILING);
    return isDown || this.#barrenAnswers >= calls * MAX_TRIES ? this.#last : undefined;
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
    while (this.#inFlight.size >= this.#window.size) await Promise.race(this.#inFlight);
    const sending = this.#send(batch).finally(() => this.#inFlight.delete(sending));
    this.#inFlight.add(sending);
  }

  async #send(batch: readonly Parcel[]): Promise<void> {
    let left = batch;
    for (let tries = 1, failedCalls = 0; ; tries++) {
      const alone = failedCalls >= 2;
      const refused = new Map<BusEntry, Refused>();
      for (const call of alone ? left.map((parcel) => [parcel]) : [left]) {
        const { stopped } = this;
        if (stopped !== undefined) refuse(call, stopped, refused);
        else if (!(await this.#put(call, refused))) failedCalls++;
      }
      const isLast = tries === MAX_TRIES || this.stopped !== undefined;
      left = left.filter(({ entry, sender, index }) => {
        const why = refused.get(entry);
        if (why === undefined) sender.published(index);
        else if (isLast || why.until === "never") sender.failed(index, why);
        else return true;
        return false;
      });
      if (left.length === 0) return;
      await this.#deps.clock.sleep(FIRST_WAIT * 2 ** (tries - 1));
    }
  }

  /**
   * Makes one call.
   *
   * @param refused Gets each entry that was not accepted, with the reason.
   * @returns Whether the call was answered.
   */
  async #put(call: readonly Parcel[], refused: Map<BusEntry, Refused>): Promise<boolean> {
    const entries = call.map(({ entry }) => entry);
    const { bus, clock } = this.#deps;
    const made = clock.now();
    try {
      const refusals = await bus.put(entries);
      const isThrottled = refusals.some(({ isFinal }) => !isFinal);
      this.#window[isThrottled ? "refused" : "answered"](made, clock.now());
      for (const { entry, code, message, isFinal } of refusals) {
        const why: Refused = { code, message, until: isFinal ? "never" : "later" };
        refused.set(entry, why);
        if (!isFinal) this.#last = why;
      }
      this.#failedCalls = 0;
      if (refusals.length < call.length) this.#barrenAnswers = 0;
      else if (!refusals.every(({ isFinal }) => isFinal)) this.#barrenAnswers++;
      return true;
    } catch (error) {
      this.#window.refused(made, clock.now());
      if (this.#failedCalls++ === 0) this.#failingSince = made;
      const { name: code, message } = error instanceof Error ? error : new Error(String(error));
      this.#last = { code, message, until: "later" };
      refuse(call, this.#last, refused);
      return false;
    }
  }
}

function refuse(call: readonly Parcel[], why: Refused, refused: Map<BusEntry, Refused>): void {
  for (const { entry } of call) refused.set(entry, why);
}
