import { Budget, EXPRESSION_STEPS } from "../function/budget.ts";

/**
 * Steps that all rules together may take on one event: half a second, or two of the
 * dearest, so that a batch of ten such events stays within the minute that the function has.
 */
export const EVENT_STEPS = 2_000_000;

/**
 * Steps that each rule may take whatever the others took, so that one that is dear never silences
 * those after it. An ordinary rule takes some hundred.
 */
export const LEAST_STEPS = 10_000;

/** What the rules may spend on one event, handed out rule by rule. */
export class Allowance {
  #left = EVENT_STEPS;
  #last: Budget | undefined;

  /** The budget of the next rule; what the last one spent is taken off. */
  next(): Budget {
    this.#left -= this.#last?.spent ?? 0;
    const steps = Math.max(LEAST_STEPS, Math.min(EXPRESSION_STEPS, this.#left));
    this.#last = new Budget(steps);
    return this.#last;
  }
}
