/** A failure to order, so that a client's handling of it can be tested. */
export interface Fault {
  /**
   * - `server-error`: HTTP 500, nothing done
   * - `ratelimited`: HTTP 429 with `Retry-After`, nothing done
   * - `hang`: no answer ever, nothing done
   * - `lost-answer`: the call is carried out, then no answer ever
   * - `late-answer`: the call is carried out, and answered after some seconds
   * - `disconnect`: the connection closes without an answer, nothing done
   */
  readonly kind: FaultKind;
  /** Only calls of this kind: `chat.postMessage`, …, or `webhook`. @default any call */
  readonly on?: string;
  /** Seconds in `Retry-After`. @default 1 */
  readonly retryAfter?: number;
  /** Seconds until a late answer. @default 10 */
  readonly seconds?: number;
}

/** What can be ordered. */
export type FaultKind = (typeof FAULT_KINDS)[number];

/** All that can be ordered. */
export const FAULT_KINDS = [
  "server-error",
  "ratelimited",
  "hang",
  "lost-answer",
  "late-answer",
  "disconnect",
] as const;

/** A fault for so many calls. */
export interface CountedFault extends Fault {
  /** Calls to fail. @default 1 */
  readonly times?: number;
}

/** Faults ordered for calls to come: counted ones, oldest first, then those that stand. */
export interface FaultPlan {
  /** Orders a fault for the next calls. */
  add(fault: CountedFault): void;
  /** Orders a fault for every call until it is cleared; it takes the place of one on the same calls. */
  stand(fault: Fault): void;
  /** Takes back the fault that stands on such calls: a method's, or without a name that on any call. */
  clear(on?: string): void;
  /** Takes back every fault. */
  clearAll(): void;
  /** Faults that stand. */
  standing(): readonly Fault[];
  /** The fault this call must suffer; a counted one is used up by asking. */
  next(call: string): Fault | undefined;
}

/** Makes an empty plan. */
export function createFaultPlan(): FaultPlan {
  let counted: { fault: Fault; left: number }[] = [];
  const standing = new Map<string | undefined, Fault>();
  return {
    add({ times = 1, ...fault }) {
      counted.push({ fault, left: times });
    },
    stand(fault) {
      standing.set(fault.on, fault);
    },
    clear(on) {
      standing.delete(on);
    },
    clearAll() {
      counted = [];
      standing.clear();
    },
    standing: () => [...standing.values()],
    next(call) {
      const hit = counted.find(({ fault }) => fault.on === undefined || fault.on === call);
      if (hit === undefined) return standing.get(call) ?? standing.get(undefined);
      hit.left--;
      counted = counted.filter(({ left }) => left > 0);
      return hit.fault;
    },
  };
}
