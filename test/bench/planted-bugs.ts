/**
 * `npm run planted-bugs [-- name …]`: shows that the laws of the pattern compiler find bugs. Each
 * bug is planted in a copy of the sources, where the law test then runs as it does everywhere; one
 * that it does not find is named, and the exit status is 1. Prints one line of JSON per bug.
 */

import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BUGS, type Bug, planted } from "./bug.ts";

const root = new URL("../..", import.meta.url).pathname;
const wanted = process.argv.slice(2);
let missed = 0;
for (const bug of BUGS.filter(({ name }) => wanted.every((part) => name.includes(part)))) {
  const { found, said } = plant(bug);
  if (!found) missed++;
  console.log(JSON.stringify({ bug: bug.name, file: bug.file, found, said }));
}
process.exitCode = missed === 0 ? 0 : 1;

function plant(bug: Bug): { found: boolean; said: string } {
  const folder = mkdtempSync(join(tmpdir(), "planted-bug-"));
  try {
    for (const part of [
      "src",
      "test/support",
      "test/core/compiler",
      "package.json",
      "tsconfig.json",
    ]) {
      cpSync(join(root, part), join(folder, part), { recursive: true });
    }
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    const path = join(folder, "src/core", bug.file);
    writeFileSync(path, planted(readFileSync(path, "utf8"), bug));
    const test = "test/core/compiler/soundness.test.ts";
    const { status, stdout } = spawnSync(process.execPath, ["--import", "tsx", test], {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, NO_COLOR: "1" },
      timeout: 1_200_000,
    });
    const said = /^ +(seed .*)$/m.exec(stdout)?.[1] ?? "";
    return { found: status !== 0 && said !== "", said: said.slice(0, 300) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
