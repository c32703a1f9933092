import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A bug that was made once, or might have been. */
export interface PlantedBug {
  readonly name: string;
  /** Below src. */
  readonly file: string;
  /** What stands there, once each, and what is planted instead. */
  readonly edits: readonly (readonly [right: string, wrong: string])[];
}

/** Whether a bug was found, and by which words. */
export interface Hunt {
  readonly found: boolean;
  readonly said: string;
}

/** A file's text with the bug in it. @throws {Error} If what it changes does not stand there once. */
export function planted(source: string, { file, edits }: PlantedBug): string {
  let text = source;
  for (const [right, wrong] of edits) {
    if (text.split(right).length !== 2) throw new Error(`"${right}" must stand once in ${file}`);
    text = text.replace(right, () => wrong);
  }
  return text;
}

/** How bugs are hunted. */
export interface HuntOptions<Bug extends PlantedBug> {
  /** What a copy holds beside `src`, `test/support` and the project's own files. */
  readonly parts: readonly string[];
  /** Command line of the script, in the copy, that is to find the bug. */
  readonly args: (bug: Bug) => readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Milliseconds the script may take. */
  readonly timeout: number;
  /** Whether what the script said is the bug. */
  readonly read: (output: SpawnSyncReturns<string>) => Hunt;
}

/**
 * Plants each bug in a copy of the sources and runs a script there. Prints one line of JSON per
 * bug; the exit status is 1 if one is not found.
 *
 * @param wanted Parts of names: bugs whose names hold all of them.
 */
export function huntBugs<Bug extends PlantedBug>(
  bugs: readonly Bug[],
  wanted: readonly string[],
  options: HuntOptions<Bug>,
): void {
  let missed = 0;
  for (const bug of bugs.filter(({ name }) => wanted.every((part) => name.includes(part)))) {
    const { found, said } = hunt(bug, options);
    if (!found) missed++;
    console.log(JSON.stringify({ bug: bug.name, file: bug.file, found, said: said.slice(0, 300) }));
  }
  process.exitCode = missed === 0 ? 0 : 1;
}

const root = new URL("../..", import.meta.url).pathname;

function hunt<Bug extends PlantedBug>(
  bug: Bug,
  { parts, args, env, timeout, read }: HuntOptions<Bug>,
): Hunt {
  const folder = mkdtempSync(join(tmpdir(), "planted-bug-"));
  try {
    for (const part of ["src", "test/support", "package.json", "tsconfig.json", ...parts]) {
      cpSync(join(root, part), join(folder, part), { recursive: true });
    }
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    const path = join(folder, "src", bug.file);
    writeFileSync(path, planted(readFileSync(path, "utf8"), bug));
    const output = spawnSync(process.execPath, ["--import", "tsx", ...args(bug)], {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, ...env },
      timeout,
    });
    return read(output);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
