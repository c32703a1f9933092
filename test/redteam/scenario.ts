import type { Product } from "./product.ts";

/** One thing that an attacker who has read this source would try. */
export interface Scenario {
  /** Line of the list it stands for, and a name: `1.1-noisy-thread`. */
  readonly id: string;
  /** What the attacker does, in one sentence. */
  readonly title: string;
  /** Whether it costs more than a second or two of a processor: then `npm test` leaves it out. */
  readonly whole?: true;
  /** Does it, and looks at what people got to see of it. What it throws is a scenario that fell. */
  run(product: Product): Promise<Verdict>;
}

/** What came of a scenario. */
export interface Verdict {
  /** Whether the product held: someone is told, or the attacker is refused. */
  readonly holds: boolean;
  /** What was seen, in a line: texts of messages, refusals, counts. */
  readonly seen: string;
}

/** A scenario with its verdict, as `--json` prints it. */
export interface Outcome extends Verdict {
  readonly id: string;
  readonly title: string;
  /** Whether the checkout lacks what the scenario goes through: then nothing there stops it. */
  readonly lacks?: true;
}

/** Asserts several things at once: all must hold, and what does not is what was seen. */
export function verdictOf(checks: Readonly<Record<string, boolean>>, seen = ""): Verdict {
  const failed = Object.entries(checks).flatMap(([what, holds]) => (holds ? [] : [what]));
  const text = failed.length === 0 ? Object.keys(checks).join("; ") : `NOT: ${failed.join("; ")}`;
  return { holds: failed.length === 0, seen: seen === "" ? text : `${text} | ${seen}` };
}
