import { LacksEntrance, type Product } from "./product.ts";
import type { Outcome, Scenario } from "./scenario.ts";

/** Milliseconds after which a scenario has not come to an end, which is no way to hold. */
const PATIENCE = 120_000;

/** Characters of what was seen that are worth keeping. */
const MOST_SEEN = 600;

/** Runs one scenario: whatever it throws is a verdict, too. */
export async function runScenario(scenario: Scenario, product: Product): Promise<Outcome> {
  const { id, title } = scenario;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${PATIENCE / 1000} s`)), PATIENCE);
  });
  try {
    const { holds, seen } = await Promise.race([scenario.run(product), late]);
    return { id, title, holds, seen: seen.slice(0, MOST_SEEN) };
  } catch (cause) {
    const seen = (cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause)).slice(
      0,
      MOST_SEEN,
    );
    return {
      id,
      title,
      holds: false,
      seen,
      ...(cause instanceof LacksEntrance && { lacks: true }),
    };
  } finally {
    clearTimeout(timer);
  }
}
