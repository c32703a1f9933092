import { ExpressionError } from "../syntax/error.ts";

/**
 * Steps that one expression may take on one event: a tenth of a second, or half a second of the
 * dearest, and some ten megabytes of what it builds. An element visited, an element or field
 * built, and eight characters read or written are a step each. The largest record that CloudTrail
 * writes, 256 KB, has some ten thousand elements.
 */
export const EXPRESSION_STEPS = 500_000;

/** An expression that has spent what it may: whatever is left of it must not go on. */
export class BudgetError extends ExpressionError {}

/** What an expression may still spend on the event it judges. */
export class Budget {
  readonly #granted: number;
  #left: number;

  /** @param steps {@linkcode EXPRESSION_STEPS} or less. */
  constructor(steps: number = EXPRESSION_STEPS) {
    this.#granted = steps;
    this.#left = steps;
  }

  /** Steps taken so far. */
  get spent(): number {
    return this.#granted - this.#left;
  }

  /** Makes as if nothing was spent: what was tried does not count. */
  refund(): void {
    this.#left = this.#granted;
  }

  /** @throws {BudgetError} If that is more than is left, before it is done. */
  spend(steps: number): void {
    this.#left -= steps;
    if (this.#left >= 0) return;
    throw new BudgetError(
      `Cannot judge by expression as it may take ${this.#granted} steps: on this event, it takes more`,
    );
  }
}

/** Steps to look at a value without what is inside: its characters, elements or fields. */
export function shallowSize(value: unknown): number {
  if (typeof value === "string") return textSize(value);
  if (typeof value !== "object" || value === null) return 1;
  return 1 + (Array.isArray(value) ? value.length : fieldCount(value));
}

/** Steps to read or write a text. */
export function textSize({ length }: { readonly length: number }): number {
  return 1 + (length >> 3);
}

/** Steps to look at a value and all that is in it; more than a budget holds as soon as it is more. */
export function deepSize(value: unknown): number {
  let size = 0;
  const waiting: unknown[] = [value];
  while (waiting.length > 0 && size <= EXPRESSION_STEPS) {
    const next = waiting.pop();
    size += shallowSize(next);
    if (typeof next !== "object" || next === null || size > EXPRESSION_STEPS) continue;
    for (const child of Object.values(next)) {
      if (typeof child === "object" && child !== null) waiting.push(child);
      else size += shallowSize(child);
    }
  }
  return size;
}

/** How many fields an object has; counted once, as it is asked over and over. */
export function fieldCount(object: object): number {
  const known = FIELD_COUNTS.get(object);
  if (known !== undefined) return known;
  const count = Object.keys(object).length;
  FIELD_COUNTS.set(object, count);
  return count;
}

const FIELD_COUNTS = new WeakMap<object, number>();
