/** The middle of what was measured, and the half of all that lies around it. */
export interface Spread {
  readonly median: number;
  /** Between which the middle half lies: lower and upper quartile. */
  readonly middle: readonly [low: number, high: number];
}

/** @throws {Error} If there is nothing, or something that is no number. */
export function spreadOf(values: readonly number[]): Spread {
  if (values.length === 0 || !values.every(Number.isFinite)) {
    throw new Error(`Cannot tell a median as all must be numbers: there is ${values.join(", ")}`);
  }
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => {
    const place = share * (sorted.length - 1);
    const below = sorted[Math.floor(place)] as number;
    const above = sorted[Math.ceil(place)] as number;
    return below + (above - below) * (place - Math.floor(place));
  };
  return { median: at(0.5), middle: [at(0.25), at(0.75)] };
}
