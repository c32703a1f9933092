import { cpSync, readFileSync, rmSync } from "node:fs";
import { basename, dirname, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const CDK = `${ROOT}node_modules/aws-cdk-lib`;
const HCL = `${ROOT}node_modules/@cdktn/hcl2json`;
const FOLDER = `${ROOT}dist/command`;

/** Modules of the CDK that read files beside themselves, of those a run comes by. */
const CDK_FILES = "custom-resource-handlers/dist/aws-s3/notifications-resource-handler";

/**
 * Bundles the command with everything it runs, the CDK and the local stack included, to
 * `dist/command`: whoever installs it installs nothing else, and nothing that is compiled.
 *
 * @returns The files that the bundle holds code of, relative to the package.
 */
export async function bundleCommand(): Promise<ReadonlySet<string>> {
  rmSync(FOLDER, { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: ROOT,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    splitting: true,
    minify: true,
    keepNames: true,
    legalComments: "none",
    charset: "utf8",
    mainFields: ["module", "main"],
    entryPoints: {
      main: "src/cli/main.ts",
      worker: "src/local/lambda/worker.ts",
      "judge-thread": "src/cli/backtest/judge-thread.ts",
    },
    outdir: "dist/command",
    // Node has performance itself: hcl2json asks for a module of that name where it is missing.
    external: ["esbuild", "classic-level", "performance"],
    plugins: [SMALL_CDK, WHOLE_DYNALITE, LAZY_LEVEL, HCL_PARSER],
    metafile: true,
    logLevel: "warning",
    banner: { js: BANNER },
  });
  for (const file of [...CHART_FILES.map((name) => `${UPLOT}/${name}`), REPORT_SCRIPT]) {
    cpSync(`${ROOT}${file}`, `${FOLDER}/report/${basename(file)}`);
  }
  cpSync(`${ROOT}src/local/settings.yaml`, `${FOLDER}/settings.yaml`);
  cpSync(`${ROOT}src/local/samples/ignore`, `${FOLDER}/samples/ignore`, { recursive: true });
  cpSync(`${ROOT}src/local/desk/page`, `${FOLDER}/page`, { recursive: true });
  cpSync(`${CDK}/${CDK_FILES}`, `${FOLDER}/cdk/${CDK_FILES}`, { recursive: true });
  cpSync(`${HCL}/main.wasm.gz`, `${FOLDER}/hcl2json/main.wasm.gz`);
  return new Set([
    ...Object.values(metafile.outputs).flatMap(({ inputs }) =>
      Object.entries(inputs).flatMap(([file, it]) => (it.bytesInOutput > 0 ? [file] : [])),
    ),
    ...CHART_FILES.map((name) => `${UPLOT}/${name}`),
  ]);
}

/** What the report of a backtest is made with: the library that draws charts, and the page's script. */
const UPLOT = "node_modules/uplot/dist";
const CHART_FILES = ["uPlot.iife.min.js", "uPlot.min.css"];
const REPORT_SCRIPT = "src/cli/report/report.js";

/** CommonJS packages inside the ES module ask for these. */
const BANNER = [
  "import { createRequire as __createRequire } from 'node:module';",
  "const require = __createRequire(import.meta.url);",
  "const __here = import.meta.dirname;",
].join("");

/**
 * Keeps out what the CDK would bring for every service of AWS: its entrance names all, its core
 * only what a stack needs, under the same names.
 */
const SMALL_CDK: Plugin = {
  name: "small-cdk",
  setup({ onResolve, onLoad, resolve }) {
    onResolve({ filter: /^aws-cdk-lib$/ }, ({ resolveDir, kind }) =>
      resolve("aws-cdk-lib/core", { resolveDir, kind }),
    );
    // Warnings of deprecated properties, for each there is.
    onLoad({ filter: /aws-cdk-lib[/\\]\.warnings\.jsii\.js$/ }, () => ({
      contents: "module.exports = new Proxy({}, { get: () => () => undefined });",
    }));
    onLoad({ filter: /aws-cdk-lib[/\\](?:aws-|core|custom)/ }, ({ path }) => {
      const [, folder] = relative(CDK, path).replaceAll("\\", "/").split("/");
      if (folder !== "lib" || !path.endsWith(".js")) return undefined;
      const text = readFileSync(path, "utf8");
      if (!text.includes("__dirname")) return undefined;
      const place = JSON.stringify(`/cdk/${relative(CDK, dirname(path)).replaceAll("\\", "/")}`);
      return { contents: text.replaceAll("__dirname", `(__here+${place})`) };
    });
  },
};

/** It loads a module per operation, by a name that lacks what a bundle knows the module by. */
const WHOLE_DYNALITE: Plugin = {
  name: "whole-dynalite",
  setup({ onLoad }) {
    onLoad({ filter: /dynalite[/\\]index\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replaceAll("/' + action)", "/' + action + '.js')"),
    }));
  },
};

/** Files of tables need a native package: it is asked for when a run is to keep its state. */
const LAZY_LEVEL: Plugin = {
  name: "lazy-level",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^level$/ }, () => ({ path: "level", namespace: "lazy-level" }));
    onLoad({ filter: /.*/, namespace: "lazy-level" }, () => ({
      resolveDir: ROOT,
      contents: `
        exports.Level = class {
          constructor(...args) {
            const { ClassicLevel } = require("classic-level");
            return new ClassicLevel(...args);
          }
        };`,
    }));
  },
};

/** It reads its WebAssembly from beside itself. */
const HCL_PARSER: Plugin = {
  name: "hcl-parser",
  setup({ onLoad }) {
    onLoad({ filter: /hcl2json[/\\]build[/\\]bridge\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replaceAll(
        '(__dirname, "..", "main.wasm.gz")',
        '(__here, "hcl2json", "main.wasm.gz")',
      ),
    }));
  },
};
