import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { makeTempFolder } from "../../src/adapters/temp-folder.ts";
import { KINDS, type Kind, NODES } from "./kinds.ts";

// `npm run installs [-- --json] [-- --only <kind>]`: packs this checkout and installs the tarball from
// the registry's packages into a fresh app of each kind, which must type-check and synthesize. With
// `--tarball <file>` installs what was packed before.
const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const json = process.argv.includes("--json");
const only = option("--only");
const kinds = only === undefined ? KINDS : KINDS.filter(({ name }) => name === only);
if (kinds.length === 0) throw new Error(`Cannot install "${only}" as it must be a kind of app`);

const QUIET = ["--no-audit", "--no-fund", "--loglevel=error"];
const folder = makeTempFolder("installs");
const results: Record<string, unknown>[] = [];
try {
  const tarball = resolve(option("--tarball") ?? packed());
  const nodes = NODES.map(installedNode);
  for (const kind of kinds) {
    const result = tried(kind, tarball, nodes);
    results.push(result);
    if (!json) process.stdout.write(`${text(result)}\n`);
  }
  const summary = {
    tarballBytes: statSync(tarball).size,
    node: process.versions.node,
    apps: results,
  };
  const size = `Tarball ${Math.round(summary.tarballBytes / 1000)} kB`;
  process.stdout.write(json ? `${JSON.stringify(summary)}\n` : `${size}\n`);
} finally {
  folder.remove();
}
if (results.some(({ failed }) => failed !== undefined)) process.exitCode = 1;

function option(name: string): string | undefined {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
}

/** Packs this checkout; the path of the tarball. */
function packed(): string {
  const args = ["pack", "--json", "--silent", "--pack-destination", folder.path];
  const [{ filename }] = JSON.parse(run(ROOT, "npm", ...args)) as [{ filename: string }];
  return join(folder.path, filename);
}

/** Installs Node itself as a package; the path of the program. */
function installedNode(version: string): string {
  const home = join(folder.path, `node-${version}`);
  mkdirSync(home);
  const name = `node-${process.platform}-${process.arch}`;
  run(home, "npm", "install", ...QUIET, "--prefix", home, `${name}@${version}`);
  return join(home, "node_modules", name, "bin/node");
}

/** Installs into a fresh app and runs it, what needs only Node by each of `nodes` too. */
function tried(kind: Kind, tarball: string, nodes: readonly string[]): Record<string, unknown> {
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
    for (const node of nodes) {
      for (const args of kind.nodeSteps) run(app, node, ...args);
    }
    return {
      name: kind.name,
      packages: after.packages - before.packages,
      megabytes: Math.round((after.bytes - before.bytes) / 1e5) / 10,
      nodes: kind.nodeSteps.length > 0 ? NODES : [],
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

function text({ name, failed, packages, megabytes, seconds }: Record<string, unknown>): string {
  return failed === undefined
    ? `${name}: ${packages} packages, ${megabytes} MB more; ${seconds} s`
    : `${name}: FAILED\n${failed}`;
}
