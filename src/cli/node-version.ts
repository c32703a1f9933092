/**
 * The Node this runs on: the first of each line whose `node:zlib` has crc32 and which was tried.
 *
 * @see https://nodejs.org/api/zlib.html#zlibcrc32data-value
 */
const OLDEST: readonly (readonly [major: number, minor: number])[] = [
  [20, 16],
  [22, 2],
];

/** Says that a Node is too old, and what to do; nothing if it is not. Runs on any Node that loads it. */
export function nodeFault(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const newest = OLDEST[OLDEST.length - 1] as readonly [number, number];
  const isFit = major > newest[0] || OLDEST.some(([line, from]) => major === line && minor >= from);
  if (isFit) return undefined;
  return `trailbridge needs Node 20.16 or later, or 22.2 or later: this is ${version}. Install a newer one from https://nodejs.org`;
}
