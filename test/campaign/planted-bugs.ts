/**
 * `npm run campaign:planted [-- name …]`: shows that the campaign finds bugs. Each is planted in a
 * copy of the sources, where some seeds of a scenario run as they do everywhere; one that none of
 * them finds is named, and the exit status is 1. Prints one line of JSON per bug.
 */

import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

interface Bug {
  readonly name: string;
  /** Below src. */
  readonly file: string;
  /** What stands there, once each, and what is planted instead. */
  readonly edits: readonly (readonly [right: string, wrong: string])[];
  readonly scenario: string;
  readonly seeds: string;
}

const BUGS: readonly Bug[] = [];

const root = new URL("../..", import.meta.url).pathname;
const wanted = process.argv.slice(2);
let missed = 0;
for (const bug of BUGS.filter(({ name }) => wanted.every((part) => name.includes(part)))) {
  const { found, said } = plant(bug);
  if (!found) missed++;
  console.log(JSON.stringify({ bug: bug.name, file: bug.file, found, said }));
}
process.exitCode = missed === 0 ? 0 : 1;

function plant({ file, edits, scenario, seeds }: Bug): { found: boolean; said: string } {
  const folder = mkdtempSync(join(tmpdir(), "planted-bug-"));
  try {
    for (const part of [
      "src",
      "infra",
      "test/support",
      "test/campaign",
      "package.json",
      "tsconfig.json",
    ]) {
      cpSync(join(root, part), join(folder, part), { recursive: true });
    }
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    const path = join(folder, "src", file);
    let text = readFileSync(path, "utf8");
    for (const [right, wrong] of edits) {
      if (text.split(right).length !== 2) throw new Error(`"${right}" must stand once in ${file}`);
      text = text.replace(right, () => wrong);
    }
    writeFileSync(path, text);
    const script = "test/campaign/campaign.ts";
    const args = ["--import", "tsx", script, "--scenario", scenario, "--seeds", seeds, "--json"];
    const { stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
      timeout: 600_000,
    });
    const last = stdout.trim().split("\n").at(-1) ?? "";
    const { failed } = JSON.parse(last) as { failed: readonly number[] };
    // A run that broke off tells nothing of what the checks can see.
    const said = stderr
      .split("\n")
      .find((line) => /^ {2}\S/.test(line) && !line.includes("broke off"));
    return {
      found: failed.length > 0 && said !== undefined,
      said: (said ?? "").trim().slice(0, 300),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
