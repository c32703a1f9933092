import { createRandom } from "../support/random.ts";
import { faultsOf } from "./checks.ts";
import { evidenceOf, type Figures, figuresOf } from "./figures.ts";
import { marksLeft } from "./recorded.ts";
import type { Scenario } from "./scenarios/scenario.ts";
import { World } from "./world.ts";

/** What became of one seed. */
export interface SeedReport {
  readonly seed: number;
  /** Empty where all holds. */
  readonly faults: readonly string[];
  readonly figures: Figures | undefined;
  /** The world as it was left, for whoever wants to look. */
  readonly world: World;
}

/** Virtual time after the end of all faults in which everything must be quiet. */
const PATIENCE = 3 * 3_600_000;

/**
 * Runs one seed of a scenario: its load and its faults, then no faults until nothing waits, then
 * every check.
 *
 * @param share Share of the load.
 */
export async function runSeed(
  scenario: Scenario,
  seed: number,
  share = 1,
  onLog?: (line: string) => void,
): Promise<SeedReport> {
  const options = scenario.world(createRandom(seed * 31 + 7), World.START, share);
  const world = new World({ ...options, seed, ...(onLog && { onLog }) });
  try {
    scenario.load(world, createRandom(seed * 31 + 11), share);
    const healedAt = world.lastPut + (scenario.healAfter ?? 0);
    await world.runTo(healedAt);
    world.faults.heal();
    const isQuiet = await world.runUntil(() => marksLeft(world).length === 0, healedAt + PATIENCE);
    const evidence = evidenceOf(world, healedAt);
    const figures = figuresOf(evidence);
    const faults = [
      ...(isQuiet ? [] : [`not quiet ${PATIENCE / 60_000} minutes after the last fault`]),
      ...faultsOf(evidence),
      ...scenario.musts(figures, world, share),
    ];
    return { seed, faults, figures, world };
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? String(error)) : String(error);
    return { seed, faults: [`the run broke off: ${text}`], figures: undefined, world };
  } finally {
    world.end();
  }
}
