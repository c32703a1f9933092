import zlib from "node:zlib";
import type { VirtualTime } from "../../../src/backtest/virtual-time.ts";
import type { Random } from "../../support/random.ts";

type Callback = (error?: Error | null) => void;

/** Where Node's stream of inflated bytes does its work: on a thread, so one at a time here. */
interface Transform {
  once(event: "error", run: () => void): void;
  off(event: "error", run: () => void): void;
  _transform(chunk: unknown, encoding: unknown, done: Callback): void;
}

/**
 * Puts virtual time where the SDK and Slack's client look for theirs: timers, abort signals with a
 * timeout, and the jitter of their waits. Nothing else of the process may run meanwhile.
 *
 * @returns What puts everything back.
 */
export function installTime(time: VirtualTime, random: Random): () => void {
  const real = {
    setTimeout: globalThis.setTimeout,
    clearTimeout: globalThis.clearTimeout,
    setInterval: globalThis.setInterval,
    clearInterval: globalThis.clearInterval,
    timeout: AbortSignal.timeout,
    random: Math.random,
  };
  const { prototype: inflate } = (zlib as unknown as { InflateRaw: { prototype: Transform } })
    .InflateRaw;
  const realTransform = inflate._transform;

  const later = (run: (...args: unknown[]) => void, wait = 0, ...args: unknown[]) => {
    const scheduled = time.after(wait, () => run(...args));
    const timer = { scheduled, ref: () => timer, unref: () => timer, hasRef: () => false };
    return timer;
  };
  const cancel = (timer: unknown) => {
    (timer as { scheduled?: { cancel(): void } } | undefined)?.scheduled?.cancel();
  };
  globalThis.setTimeout = later as unknown as typeof setTimeout;
  globalThis.clearTimeout = cancel as typeof clearTimeout;
  globalThis.setInterval = (() => {
    throw new Error("Cannot run an interval as virtual time knows none: use a timeout");
  }) as unknown as typeof setInterval;
  globalThis.clearInterval = cancel as typeof clearInterval;
  AbortSignal.timeout = (wait) => {
    const controller = new AbortController();
    const reason = () =>
      new DOMException("The operation was aborted due to timeout", "TimeoutError");
    time.after(wait, () => controller.abort(reason()));
    return controller.signal;
  };
  Math.random = () => random.below(2 ** 32) / 2 ** 32;
  inflate._transform = function (chunk, encoding, done) {
    const release = time.holdForOutside();
    const end: Callback = (error) => {
      this.off("error", release);
      release();
      done(error);
    };
    // A fault is an error of the stream's: then the callback never comes.
    this.once("error", release);
    realTransform.call(this, chunk, encoding, end);
  };

  return () => {
    globalThis.setTimeout = real.setTimeout;
    globalThis.clearTimeout = real.clearTimeout;
    globalThis.setInterval = real.setInterval;
    globalThis.clearInterval = real.clearInterval;
    AbortSignal.timeout = real.timeout;
    Math.random = real.random;
    inflate._transform = realTransform;
  };
}
