import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { build } from "esbuild";

// Runs in Stryker's copy of the checkout, whose sources hold all mutants: bundles the tests of each
// source file and writes what picks the bundle for the mutant that is active. A bundle starts in a
// tenth of a second; loading TypeScript for each of thousands of mutants would take an hour.

const TARGET = "mutation-tests";

/** Name of a bundle → the test files in it. */
const bundles = new Map<string, readonly string[]>();
/** Id of a mutant → the bundle that tests it. */
const bundleOf: Record<string, string> = {};

for (const file of filesIn("src")) {
  const ids = [...readFileSync(file, "utf8").matchAll(/stryMutAct_\w+\("(\d+)"\)/g)];
  if (ids.length === 0) continue;
  const tests = testsOf(file);
  const name = tests.length === 0 ? "none" : `${tests[0]?.replaceAll("/", "_")}-${tests.length}`;
  bundles.set(name, tests);
  for (const [, id] of ids) bundleOf[id as string] = name;
}

mkdirSync(TARGET);
await Promise.all(
  [...bundles].map(([name, tests]) =>
    build({
      stdin: {
        contents: tests.map((test) => `import "./${test}";`).join("\n"),
        resolveDir: process.cwd(),
        loader: "ts",
      },
      outfile: join(TARGET, `${name}.mjs`),
      bundle: true,
      platform: "node",
      format: "esm",
      packages: "external",
      logLevel: "error",
      plugins: [keepsImportMetaUrl()],
    }),
  ),
);
writeFileSync(join(TARGET, "mutants.json"), JSON.stringify(bundleOf));
writeFileSync(
  join(TARGET, "run.mjs"),
  `import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
const id = process.env.__STRYKER_ACTIVE_MUTANT__;
const bundleOf = JSON.parse(readFileSync(new URL("mutants.json", import.meta.url)));
const [name = bundleOf[id]] = process.argv.slice(2);
if (id === undefined && name === undefined) {
  // Without a mutant, every bundle must pass; each in a process of its own, whose status is its alone.
  for (const name of new Set(Object.values(bundleOf))) {
    const { status } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), name], { stdio: "inherit" });
    if (status === 0) continue;
    console.error(\`\${name} fails without a mutant\`);
    process.exitCode = 1;
  }
} else if (name !== "none") {
  // The first test that fails decides: what follows it need not run.
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = (text, ...others) => {
    if (!/^\\S*✘ \\S*$/.test(text)) return write(text, ...others);
    if (id !== undefined) process.exit(1);
    process.once("exit", () => { process.exitCode = 1; });
    return write(text, ...others);
  };
  await import(\`./\${name}.mjs\`);
}
`,
);

/** The test file that mirrors a source file; where there is none, all of its folder. */
function testsOf(file: string): readonly string[] {
  const mirror = file.replace(/^src/, "test").replace(/\.ts$/, ".test.ts");
  if (existsSync(mirror)) return [mirror];
  const folder = dirname(mirror);
  return existsSync(folder) ? filesIn(folder).filter((name) => name.endsWith(".test.ts")) : [];
}

/** A module in a bundle finds what lies beside it as it does unbundled. */
function keepsImportMetaUrl(): import("esbuild").Plugin {
  return {
    name: "import-meta-url",
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, ({ path }) => ({
        contents: readFileSync(path, "utf8").replaceAll(
          "import.meta.url",
          JSON.stringify(new URL(`file://${path}`).href),
        ),
        loader: "ts",
      }));
    },
  };
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((it) => it.isFile() && it.name.endsWith(".ts"))
    .map((it) => join(it.parentPath, it.name));
}
