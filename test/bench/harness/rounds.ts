import { type Spread, spreadOf } from "./spread.ts";

/** Something whose cost is measured. */
export type Work = () => void | Promise<void>;

/** How often, and for how long at least. */
export interface Rounds {
  readonly rounds: number;
  /** Milliseconds of CPU that one measurement takes at least: what is short is done again and again. */
  readonly least: number;
  /** Whether the load may be small: it is shown that something can be measured, and no more. */
  readonly isQuick?: boolean;
}

/** As a figure that is to hold is measured. */
export const FULL: Rounds = { rounds: 11, least: 50 };

/** As little as shows that a figure can be measured. */
export const QUICK: Rounds = { rounds: 1, least: 1, isQuick: true };

/**
 * What one thing costs by what another does: the median of rounds in which both take turns, as a
 * machine that others share is now slow, now fast. By the user CPU of this process, all threads,
 * as time on the clock is that of others too.
 *
 * @param cpu Milliseconds of CPU so far; another only where this is tested.
 */
export async function compare(
  subject: Work,
  yardstick: Work,
  { rounds, least }: Rounds,
  cpu: () => number = userMilliseconds,
): Promise<Spread> {
  const measured = async (work: Work) => ({
    work,
    times: await timesFor(work, least, cpu),
    cost: 0,
  });
  const [own, other] = [await measured(subject), await measured(yardstick)];
  const ratios: number[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const side of round % 2 === 0 ? [own, other] : [other, own]) {
      let cost = await costOf(side.work, side.times, cpu);
      // The system may count by its ticks, which a short measurement can fall between.
      for (; cost <= 0; cost = await costOf(side.work, side.times, cpu)) side.times *= 2;
      side.cost = cost / side.times;
    }
    ratios.push(own.cost / other.cost);
  }
  return spreadOf(ratios);
}

/** How often work is done for one measurement; what is compiled while it runs is compiled then. */
async function timesFor(work: Work, least: number, cpu: () => number): Promise<number> {
  for (let times = 1; ; times *= 2) {
    const cost = await costOf(work, times, cpu);
    // Once more, as the first time is that of compiling.
    if (cost >= least && (await costOf(work, times, cpu)) >= least) return times;
  }
}

async function costOf(work: Work, times: number, cpu: () => number): Promise<number> {
  const before = cpu();
  for (let n = 0; n < times; n++) {
    const working = work();
    if (working !== undefined) await working;
  }
  return cpu() - before;
}

/** Milliseconds of user CPU that this process has taken. */
export function userMilliseconds(): number {
  return process.cpuUsage().user / 1_000;
}
