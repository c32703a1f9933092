import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { transformSync } from "esbuild";

let code: string | undefined;

/** The worker's program as CommonJS text: from TypeScript or, in the built package, JavaScript. */
export function workerCode(): string {
  const isSource = import.meta.url.endsWith(".ts");
  const path = fileURLToPath(new URL(isSource ? "./worker.ts" : "./worker.js", import.meta.url));
  code ??= transformSync(readFileSync(path, "utf8"), {
    loader: isSource ? "ts" : "js",
    format: "cjs",
    target: "node20",
    // esbuild would turn `import()` into `require()`, which cannot load an ES module.
    supported: { "dynamic-import": true },
  }).code;
  return code;
}
