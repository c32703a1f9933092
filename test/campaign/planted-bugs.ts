/**
 * `npm run campaign:planted [-- name …]`: shows that the campaign finds bugs. Each is planted in a
 * copy of the sources, where some seeds of a scenario run as they do everywhere; one that none of
 * them finds is named, and the exit status is 1. Prints one line of JSON per bug.
 */

import { huntBugs } from "../support/planted-bug.ts";
import { BUGS } from "./bug.ts";

huntBugs(BUGS, process.argv.slice(2), {
  parts: ["infra", "test/campaign"],
  args: ({ scenario, seeds, share = 1 }) => [
    ...["test/campaign/campaign.ts", "--scenario", scenario, "--seeds", seeds],
    ...["--share", String(share), "--first", "--json"],
  ],
  env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
  timeout: 600_000,
  read({ stdout, stderr }) {
    const last = stdout.trim().split("\n").at(-1) ?? "";
    const { failed } = JSON.parse(last) as { failed: readonly number[] };
    // A run that broke off tells nothing of what the checks can see.
    const said = stderr
      .split("\n")
      .find((line) => /^ {2}\S/.test(line) && !line.includes("broke off"));
    const found = failed.length > 0 && said !== undefined;
    return { found, said: (found ? said : `${last} ${stderr.slice(-200)}`).trim() };
  },
});
