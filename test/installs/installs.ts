import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeTempFolder } from "../../src/adapters/temp-folder.ts";
import { KINDS, type Kind } from "./kinds.ts";

// `npm run installs [-- --json] [-- --only <kind>]`: packs this checkout and installs the tarball from
// the registry's packages into a fresh app of each kind, which must type-check and synthesize.
const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const json = process.argv.includes("--json");
const only = process.argv[process.argv.indexOf("--only") + 1];
const kinds = process.argv.includes("--only") ? KINDS.filter(({ name }) => name === only) : KINDS;
if (kinds.length === 0) throw new Error(`Cannot install "${only}" as it must be a kind of app`);

const QUIET = ["--no-audit", "--no-fund", "--loglevel=error"];
const folder = makeTempFolder("installs");
const results: Record<string, unknown>[] = [];
try {
  const [packed] = JSON.parse(
    run(ROOT, "npm", "pack", "--json", "--silent", "--pack-destination", folder.path),
  ) as [{ filename: string; size: number }];
  for (const kind of kinds) results.push(tried(kind, join(folder.path, packed.filename)));
  const summary = { tarballBytes: packed.size, node: process.versions.node, apps: results };
  process.stdout.write(json ? `${JSON.stringify(summary)}\n` : `${text(summary)}\n`);
} finally {
  folder.remove();
}
if (results.some(({ failed }) => failed !== undefined)) process.exitCode = 1;

/** Installs into a fresh app and runs it. */
function tried(kind: Kind, tarball: string): Record<string, unknown> {
  const app = join(folder.path, kind.name);
  mkdirSync(app);
  for (const [file, content] of Object.entries(kind.files)) writeFileSync(join(app, file), content);
  const begun = Date.now();
  try {
    if (kind.before) run(app, "npm", "install", ...QUIET);
    const before = sizeOf(join(app, "node_modules"));
    run(app, "npm", "install", ...QUIET, tarball);
    const after = sizeOf(join(app, "node_modules"));
    for (const [command = "", ...args] of kind.steps) run(app, command, ...args);
    return {
      name: kind.name,
      packages: after.packages - before.packages,
      megabytes: Math.round((after.bytes - before.bytes) / 1e5) / 10,
      seconds: Math.round((Date.now() - begun) / 1000),
    };
  } catch (error) {
    const { stdout = "", stderr = "", message } = error as Record<string, string>;
    return { name: kind.name, failed: `${message}\n${stdout}\n${stderr}`.slice(0, 4000) };
  } finally {
    rmSync(app, { recursive: true, force: true });
  }
}

function run(cwd: string, command: string, ...args: string[]): string {
  return execFileSync(command, args, {
    cwd,
    encoding: "utf8",
    stdio: "pipe",
    timeout: 600_000,
    // The registry that this machine uses, and nothing of this checkout.
    env: { ...process.env, CDK_VALIDATION: "false", NODE_PATH: "", NODE_OPTIONS: "" },
  });
}

/** Packages and bytes of a node_modules folder. */
function sizeOf(path: string): { packages: number; bytes: number } {
  let packages = 0;
  let bytes = 0;
  try {
    const lock = JSON.parse(readFileSync(join(path, ".package-lock.json"), "utf8"));
    packages = Object.keys(lock.packages).length;
    for (const file of readdirSync(path, { recursive: true, encoding: "utf8" })) {
      const it = statSync(join(path, file), { throwIfNoEntry: false });
      if (it?.isFile()) bytes += it.size;
    }
  } catch (error) {
    // An app that has nothing yet.
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  return { packages, bytes };
}

function text({ tarballBytes, apps }: { tarballBytes: number; apps: readonly object[] }): string {
  const lines = (apps as Record<string, unknown>[]).map((it) =>
    it.failed === undefined
      ? `${it.name}: ${it.packages} packages, ${it.megabytes} MB more; ${it.seconds} s`
      : `${it.name}: FAILED\n${it.failed}`,
  );
  return [`Tarball ${Math.round(tarballBytes / 1000)} kB`, ...lines].join("\n");
}
