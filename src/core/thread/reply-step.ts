/** How soon further events are told of in messages that notify. */
export type StepGrowth =
  /** 2, 3, 5, 10, 20, 50, 100, ... events. */
  | "growing"
  /** 10, 100, 1,000, ... events. */
  | "tenfold";

/** The number of events at which people are told again, after they were told of `told`. */
export function nextStep(told: number, growth: StepGrowth): number {
  if (growth === "growing" && told < 3) return Math.max(2, told + 1);
  let power = 1;
  for (;;) {
    for (const factor of growth === "growing" ? [1, 2, 5] : [1]) {
      const step = factor * power;
      if (step > told && step > 1) return step;
    }
    power *= 10;
  }
}
