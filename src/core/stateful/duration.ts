/**
 * Reads a stretch of time as rules write it: a whole number and `s`, `m`, `h` or `d`.
 *
 * @returns Milliseconds; undefined if the text is none.
 *
 * @example
 * ```ts
 * durationOf("5m"); // 300000
 * ```
 */
export function durationOf(text: string): number | undefined {
  const [, digits, unit] = DURATION.exec(text) ?? [];
  return digits === undefined ? undefined : Number(digits) * (UNITS.get(unit as string) as number);
}

/** Writes a stretch of whole seconds, in milliseconds, in the largest unit it is a multiple of. */
export function durationText(milliseconds: number): string {
  const [unit, size] = [...UNITS].find(([, size]) => milliseconds % size === 0) ?? ["s", SECOND];
  return `${milliseconds / size}${unit}`;
}

const SECOND = 1_000;

/** The largest first. */
const UNITS: ReadonlyMap<string, number> = new Map([
  ["d", 24 * 3_600 * SECOND],
  ["h", 3_600 * SECOND],
  ["m", 60 * SECOND],
  ["s", SECOND],
]);

const DURATION = /^([1-9]\d{0,5})([smhd])$/;
