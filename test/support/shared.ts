import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Folder of test material beside the checkout, with a trailing slash. */
export const SHARED = fileURLToPath(new URL("../../../shared/", import.meta.url));

/**
 * Says whether the test material beside the checkout is there, and says loudly on standard
 * error what is skipped when it is not.
 */
export function hasShared(what: string): boolean {
  const there = existsSync(SHARED);
  if (!there)
    console.error(`\nSKIPPED: ${what} needs ../shared, which is not beside this checkout.\n`);
  return there;
}

/**
 * Says whether the tests that take a minute or more are to run: in CI they are, elsewhere with
 * `TRAILBRIDGE_TEST_ALL=1`; what is left out is said loudly.
 */
export function runsLong(what: string): boolean {
  return runsSlow(what) && hasShared(what);
}

/** As {@linkcode runsLong}, for tests that need nothing beside the checkout. */
export function runsSlow(what: string): boolean {
  const runs = Boolean(process.env.CI || process.env.TRAILBRIDGE_TEST_ALL);
  if (!runs)
    console.error(`\nSKIPPED: ${what} takes long; CI=true or TRAILBRIDGE_TEST_ALL=1 runs it.\n`);
  return runs;
}
