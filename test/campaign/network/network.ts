import type { VirtualTime } from "../../../src/backtest/virtual-time.ts";
import type { Random } from "../../support/random.ts";
import type { Fault, Faults } from "./faults.ts";
import { type Instance, never } from "./instance.ts";

/** One call over the network. */
export interface Exchange<Answer> {
  readonly service: string;
  readonly operation: string;
  /** Does it; throws only what the simulator does not know. */
  readonly perform: () => Answer;
  /** The service's own way to refuse. */
  readonly refuse: (fault: "error" | "throttle") => Answer;
  /** Milliseconds there and back, least and most. */
  readonly latency: readonly [number, number];
  /** Milliseconds the caller waits; afterwards it gets an error named `TimeoutError`. */
  readonly timeout: number;
  /** Told when the call happened without its caller coming to know. */
  readonly onUnknown?: () => void;
}

/** How calls reach services: with latency, and with what goes wrong on the way. */
export class Network {
  readonly #time: VirtualTime;
  readonly #random: Random;
  readonly faults: Faults;
  readonly #isSteady: boolean;
  /** Calls that were made, by service and operation. */
  readonly calls: Record<string, number> = {};
  /** Deaths in the middle of a call. */
  deaths = 0;
  /** Those of them between a message and its being written down. */
  deathsAfterPost = 0;
  #failure: unknown;

  /** @param isSteady Whether calls take no time, but for those to Slack. */
  constructor(time: VirtualTime, random: Random, faults: Faults, isSteady = false) {
    this.#isSteady = isSteady;
    this.#time = time;
    this.#random = random;
    this.faults = faults;
  }

  /** What the simulator itself did not understand: it ends the run, as no product may catch it. */
  get failure(): unknown {
    return this.#failure;
  }

  async call<Answer>(caller: Instance, by: string, exchange: Exchange<Answer>): Promise<Answer> {
    if (!caller.alive) return await never();
    const { service, operation, timeout, latency } = exchange;
    const key = `${service}.${operation}`;
    this.calls[key] = (this.calls[key] ?? 0) + 1;
    const fault = this.faults.next({ service, operation, by });
    const [least, most] = latency;
    const isInstant = this.#isSteady && service !== "slack";
    const there = isInstant ? 0 : (least + this.#random.below(most - least + 1)) / 2;
    switch (fault) {
      case undefined:
        return await this.#exchange(caller, exchange, there, there);
      case "slow":
        return await this.#exchange(caller, exchange, there + this.#random.below(1_500), there);
      case "error":
      case "throttle":
        await this.#pass(caller, 2 * there);
        return exchange.refuse(fault);
      case "silence":
        await this.#pass(caller, timeout);
        throw timeoutError(timeout);
      case "lost":
      case "late":
        return await this.#unknown(caller, exchange, fault, there);
      case "death-before":
        await this.#pass(caller, there);
        this.#die(caller);
        return await never();
      case "death-after":
        await this.#pass(caller, there);
        this.#perform(exchange);
        exchange.onUnknown?.();
        this.#die(caller);
        return await never();
    }
  }

  #die(caller: Instance): void {
    this.deaths++;
    if (caller.hasPosted) this.deathsAfterPost++;
    caller.kill();
  }

  async #exchange<Answer>(
    caller: Instance,
    exchange: Exchange<Answer>,
    there: number,
    back: number,
  ): Promise<Answer> {
    const { timeout } = exchange;
    // What was sent happens, whatever becomes of its sender.
    await this.#time.sleep(there);
    const answer = this.#perform(exchange);
    if (there + back > timeout) {
      exchange.onUnknown?.();
      await this.#pass(caller, timeout - there);
      throw timeoutError(timeout);
    }
    await this.#time.sleep(back);
    if (exchange.operation === "chat.postMessage") caller.hasPosted = true;
    if (exchange.operation === "PutItem") caller.hasPosted = false;
    if (caller.alive) return answer;
    exchange.onUnknown?.();
    return await never();
  }

  async #unknown<Answer>(
    caller: Instance,
    exchange: Exchange<Answer>,
    fault: Fault,
    there: number,
  ): Promise<Answer> {
    const { timeout } = exchange;
    await this.#time.sleep(there);
    this.#perform(exchange);
    exchange.onUnknown?.();
    if (fault === "lost") {
      await this.#pass(caller, there);
      throw Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
    }
    await this.#pass(caller, Math.max(0, timeout - there));
    throw timeoutError(timeout);
  }

  #perform<Answer>(exchange: Exchange<Answer>): Answer {
    try {
      return exchange.perform();
    } catch (error) {
      this.#failure ??= error;
      throw error;
    }
  }

  async #pass(caller: Instance, milliseconds: number): Promise<void> {
    await this.#time.sleep(milliseconds);
    if (!caller.alive) await never();
  }
}

function timeoutError(timeout: number): Error {
  const error = new Error(`Connection timed out after ${timeout} ms`);
  error.name = "TimeoutError";
  return error;
}
