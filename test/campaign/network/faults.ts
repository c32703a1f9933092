import type { Random } from "../../support/random.ts";

/** What goes wrong with one call. */
export type Fault =
  /** Refused before anything happened, with a server's error. */
  | "error"
  /** Refused as too much. */
  | "throttle"
  /** It happened, and the connection broke before the answer. */
  | "lost"
  /** It happened, and the answer comes after the caller stopped waiting. */
  | "late"
  /** Nothing happened, and nobody answers. */
  | "silence"
  /** It takes seconds. */
  | "slow"
  /** The caller dies before it happened. */
  | "death-before"
  /** The caller dies after it happened. */
  | "death-after";

/** Shares of calls, by what goes wrong with them. */
export type FaultShares = Partial<Readonly<Record<Fault, number>>>;

/** One call, as faults look at it. */
export interface Call {
  readonly service: string;
  readonly operation: string;
  /** The function that calls. */
  readonly by: string;
}

/** Faults of some calls for some time. */
export interface FaultRule {
  readonly of: (call: Call) => boolean;
  readonly shares: FaultShares;
  /** From when until when, milliseconds since the epoch. @default always, until healed */
  readonly from?: number;
  readonly until?: number;
  /** How often at most. @default without end */
  readonly times?: number;
}

/** Decides what goes wrong. Heals at once and for good when told to. */
export class Faults {
  readonly #rules: { readonly rule: FaultRule; left: number }[] = [];
  readonly #random: Random;
  readonly #now: () => number;
  #healed = false;
  /** How often each fault was injected, by service and fault. */
  readonly counts: Record<string, number> = {};

  constructor(random: Random, now: () => number) {
    this.#random = random;
    this.#now = now;
  }

  add(rule: FaultRule): void {
    this.#rules.push({ rule, left: rule.times ?? Number.POSITIVE_INFINITY });
  }

  heal(): void {
    this.#healed = true;
  }

  /** Whether something outside of calls goes wrong, such as a message coming twice. */
  happens(share: number): boolean {
    return !this.#healed && share > 0 && this.#random.chance(share);
  }

  next(call: Call): Fault | undefined {
    if (this.#healed) return undefined;
    const now = this.#now();
    for (const entry of this.#rules) {
      const { of, shares, from = 0, until = Number.POSITIVE_INFINITY } = entry.rule;
      if (entry.left === 0 || now < from || now >= until || !of(call)) continue;
      for (const [fault, share] of Object.entries(shares) as [Fault, number][]) {
        if (!this.#random.chance(share)) continue;
        entry.left--;
        const key = `${call.service} ${fault}`;
        this.counts[key] = (this.counts[key] ?? 0) + 1;
        return fault;
      }
    }
    return undefined;
  }
}
