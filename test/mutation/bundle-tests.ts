import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { build } from "esbuild";

// Runs in Stryker's copy of the checkout, whose sources hold all mutants: bundles the tests of each
// source file and writes which bundle tests which mutant, for `runner.ts`.

const TARGET = "mutation-tests";

const DRAWING = ["draw-window", "drawer", "join-storm", "turn"].map(
  (name) => `test/notifier/draw/${name}.test.ts`,
);

/** Folder → what tests its files beside their own tests: what a part shows in once it is put together. */
const TESTED_TOGETHER: Readonly<Record<string, readonly string[]>> = {
  "test/core/condition": [
    "test/core/condition/conditions.test.ts",
    "test/core/compiler/compile-rule.test.ts",
  ],
  "test/core/syntax": ["lint", "expression", "print", "values"].map(
    (name) => `test/core/expression/${name}.test.ts`,
  ),
  "test/core/expression": [
    "test/core/rule/expression-check.test.ts",
    "test/core/rule/expression-place.test.ts",
  ],
  "test/splitter": ["split", "wait", "resume"].map((name) => `test/splitter/${name}.test.ts`),
  "test/notifier/draw": DRAWING,
  "test/notifier/sheet": DRAWING,
  "test/notifier/pen": ["test/notifier/pen/pens.test.ts", ...DRAWING],
  "test/notifier/record": ["test/notifier/record/recorder.test.ts", ...DRAWING],
};

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
        contents: `${tests.map((test) => `import "./${test}";`).join("\n")}
          export { suites } from "./test/mutation/suite.ts";`,
        resolveDir: process.cwd(),
        loader: "ts",
      },
      outfile: join(TARGET, `${name}.cjs`),
      bundle: true,
      platform: "node",
      format: "cjs",
      packages: "external",
      logLevel: "error",
      plugins: [scriptsOfModules(), suiteOfOurOwn()],
    }),
  ),
);
writeFileSync(join(TARGET, "mutants.json"), JSON.stringify(bundleOf));
/** The test file that mirrors a source file, or all of its folder; and what tests the folder as a whole. */
function testsOf(file: string): readonly string[] {
  const mirror = file.replace(/^src/, "test").replace(/\.ts$/, ".test.ts");
  const folder = dirname(mirror);
  const inFolder = existsSync(folder) ? filesIn(folder) : [];
  const own = existsSync(mirror) ? [mirror] : inFolder.filter((name) => name.endsWith(".test.ts"));
  return [...new Set([...own, ...(TESTED_TOGETHER[folder] ?? [])])];
}

/** Tests collect into `suites`. */
function suiteOfOurOwn(): import("esbuild").Plugin {
  return {
    name: "suite",
    setup({ onResolve }) {
      onResolve({ filter: /^uvu$/ }, () => ({
        path: join(process.cwd(), "test/mutation/suite.ts"),
      }));
    },
  };
}

/**
 * What a module can and a script cannot. In a bundle too it finds what lies beside it; a handler that
 * awaits what it is made of does so when it is called.
 */
function scriptsOfModules(): import("esbuild").Plugin {
  return {
    name: "scripts",
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, ({ path }) => ({
        contents: readFileSync(path, "utf8")
          .replaceAll("import.meta.url", JSON.stringify(new URL(`file://${path}`).href))
          .replace(
            /^export const handler = await /m,
            "export const handler = async (...given) => (await composed)(...given);\nconst composed = ",
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
