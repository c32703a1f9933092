/** A failure to order, so that a client's handling of it can be tested. */
export interface Fault {
  /**
   * - `server-error`: HTTP 500, nothing done
   * - `ratelimited`: HTTP 429 with `Retry-After`, nothing done
   * - `hang`: no answer ever, nothing done
   * - `lost-answer`: the call is carried out, then no answer ever
   * - `disconnect`: the connection closes without an answer, nothing done
   */
  readonly kind: "server-error" | "ratelimited" | "hang" | "lost-answer" | "disconnect";
  /** Calls to fail. @default 1 */
  readonly times?: number;
  /** Only calls of this kind: `chat.postMessage`, …, or `webhook`. @default any call */
  readonly on?: string;
  /** Seconds in `Retry-After`. @default 1 */
  readonly retryAfter?: number;
}

/** Faults still to come, oldest first. */
export interface FaultPlan {
  add(fault: Fault): void;
  /** The fault this call must suffer, used up by asking. */
  next(call: string): Fault | undefined;
  clear(): void;
}

/** Makes an empty plan. */
export function createFaultPlan(): FaultPlan {
  let pending: { fault: Fault; left: number }[] = [];
  return {
    add(fault) {
      pending.push({ fault, left: fault.times ?? 1 });
    },
    next(call) {
      const hit = pending.find(({ fault }) => fault.on === undefined || fault.on === call);
      if (hit === undefined) return undefined;
      hit.left--;
      pending = pending.filter(({ left }) => left > 0);
      return hit.fault;
    },
    clear() {
      pending = [];
    },
  };
}
