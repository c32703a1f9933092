import type { Random } from "../../support/random.ts";
import type { Figures } from "../figures.ts";
import type { CallSketch } from "../trail.ts";
import type { World, WorldOptions } from "../world.ts";

/** One kind of bad day. */
export interface Scenario {
  readonly name: string;
  readonly about: string;
  /** Share of its load that one seed of it runs with in the tests; the command runs it whole. */
  readonly testShare: number;
  /**
   * What its world is like. `start` is when virtual time begins.
   *
   * @param share Share of the load, 1 for the whole.
   */
  readonly world: (random: Random, start: number, share: number) => Omit<WorldOptions, "seed">;
  /** Puts the log files, at instants of virtual time. */
  readonly load: (world: World, random: Random, share: number) => void;
  /** Milliseconds after the last file at which all faults end. @default 0 */
  readonly healAfter?: number;
  /** What the figures must come to, beside what holds in every scenario: a text for each miss. */
  readonly musts: (figures: Figures, world: World, share: number) => readonly string[];
}

/** Puts one file with these calls. */
export function putCalls(world: World, at: number, sketches: readonly CallSketch[]): void {
  world.putFile(
    at,
    sketches.map((sketch) => ({ event: world.trail.event(sketch), kind: sketch.kind })),
  );
}

/** Splits a list into pieces of nearly one size. */
export function pieces<T>(list: readonly T[], count: number): readonly (readonly T[])[] {
  const size = Math.ceil(list.length / count);
  return Array.from({ length: count }, (_, n) => list.slice(n * size, (n + 1) * size)).filter(
    (piece) => piece.length > 0,
  );
}

/** A miss where a figure is above its bound. */
export function atMost(what: string, is: number, bound: number): readonly string[] {
  return is <= bound ? [] : [`${what}: ${Math.round(is * 10) / 10}, must be at most ${bound}`];
}

/** A miss where a figure is not what it must be. */
export function exactly(what: string, is: number, value: number): readonly string[] {
  return is === value ? [] : [`${what}: ${is}, must be ${value}`];
}
