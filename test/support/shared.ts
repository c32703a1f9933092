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
