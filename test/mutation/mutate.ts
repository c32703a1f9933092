import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { buildSync } from "esbuild";
import { type Report, reportLines } from "./report.ts";

// Mutation testing: npm run mutation -- [part of a path ...] [--json FILE] [--workers N]
//
// StrykerJS plants one bug after another into core, splitter and notifier; for each, the test file
// that mirrors the source file runs. What survives is listed. Takes some minutes for everything,
// seconds for one file; it is no part of the gate.

/** The last version that runs on Node 20. Not among the dependencies: nothing else needs its 160 packages. */
const STRYKER = "@stryker-mutator/core@9.6.1";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const TSX = join(ROOT, "node_modules/tsx/dist/loader.mjs");

const { positionals: parts, values } = parseArgs({
  allowPositionals: true,
  options: { json: { type: "string" }, workers: { type: "string", default: "2" } },
});
const folder = mkdtempSync(join(tmpdir(), "trailbridge-mutation-"));
try {
  const report = mutate(parts.length === 0 ? ["core", "splitter", "notifier"] : parts);
  if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(report, null, 1));
  for (const line of reportLines([report])) console.log(line);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** @param paths Files or folders under `src`. */
function mutate(paths: readonly string[]): Report {
  const config = join(folder, "stryker.conf.json");
  const result = join(folder, "mutation.json");
  const runner = join(folder, "runner.mjs");
  buildSync({
    entryPoints: [join(ROOT, "test/mutation/runner.ts")],
    outfile: runner,
    bundle: true,
    platform: "node",
    format: "esm",
    logLevel: "error",
  });
  writeFileSync(
    config,
    JSON.stringify({
      mutate: paths.map((path) => (path.endsWith(".ts") ? `src/${path}` : `src/${path}/**/*.ts`)),
      testRunner: "bundles",
      plugins: [runner],
      coverageAnalysis: "perTest",
      buildCommand: `node --import ${TSX} ${ROOT}test/mutation/bundle-tests.ts`,
      reporters: ["json", "progress"],
      jsonReporter: { fileName: result },
      tempDirName: join(folder, "sandbox"),
      ignorePatterns: ["dist", "cdk.out"],
      // It would load TypeScript's API, which TypeScript 7 no longer has.
      tsconfigFile: "none.json",
      concurrency: Number(values.workers),
      timeoutMS: 20_000,
      dryRunTimeoutMinutes: 30,
    }),
  );
  const { status } = spawnSync("npx", ["--yes", "--package", STRYKER, "stryker", "run", config], {
    cwd: ROOT,
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (status !== 0) throw new Error(`Stryker ended with status ${status}`);
  return JSON.parse(readFileSync(result, "utf8"));
}
