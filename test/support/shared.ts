import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Folder of test material beside the checkout, with a trailing slash. */
export const SHARED = fileURLToPath(new URL("../../../shared/", import.meta.url));

/** A suite, as far as something in it can be left out. */
export interface Skipping {
  skip(name?: string): void;
}

/** Leaves something out of a suite: said loudly on standard error, and counted as skipped. */
export function leaveOut(test: Skipping, what: string, why: string): void {
  test.skip(what);
  console.error(`\nSKIPPED: ${what} ${why}.\n`);
}

/** Says whether the test material beside the checkout is there; without it, `what` is left out. */
export function hasShared(test: Skipping, what: string): boolean {
  const there = existsSync(SHARED);
  if (!there) leaveOut(test, what, "needs ../shared, which is not beside this checkout");
  return there;
}

/** Says whether tests that take a minute or more are to run; if not, `what` is left out. */
export function runsSlow(test: Skipping, what: string): boolean {
  const runs = Boolean(process.env.CI || process.env.TRAILBRIDGE_TEST_ALL);
  if (!runs) leaveOut(test, what, "takes long; CI=true or TRAILBRIDGE_TEST_ALL=1 runs it");
  return runs;
}

/** {@linkcode runsSlow} and {@linkcode hasShared}. */
export function runsLong(test: Skipping, what: string): boolean {
  return runsSlow(test, what) && hasShared(test, what);
}
