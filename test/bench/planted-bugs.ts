/**
 * `npm run planted-bugs [-- name …]`: shows that the laws of the pattern compiler, and that of the
 * walk over records, find bugs. Each bug is planted in a copy of the sources, where the law test then runs as it does everywhere; one
 * that it does not find is named, and the exit status is 1. Prints one line of JSON per bug.
 */

import { huntBugs } from "../support/planted-bug.ts";
import { BUGS } from "./bug.ts";

huntBugs(BUGS, process.argv.slice(2), {
  parts: ["test/core/compiler", "test/core/walk"],
  args: ({ file }) => [
    file.startsWith("core/walk/")
      ? "test/core/walk/flat-walk.test.ts"
      : "test/core/compiler/soundness.test.ts",
  ],
  env: { NO_COLOR: "1" },
  timeout: 1_200_000,
  read({ status, stdout }) {
    const said = /^ +(seed .*|FAIL .*)$/m.exec(stdout)?.[1] ?? "";
    return { found: status !== 0 && said !== "", said };
  },
});
