import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

/** What a worker thread is started from: a module's address, or CommonJS text to evaluate. */
export type WorkerProgram =
  | { readonly program: URL; readonly eval: false }
  | { readonly program: string; readonly eval: true };

let text: string | undefined;

/**
 * The worker's program. In the built package it is a module like any other; a checkout has
 * TypeScript, which is translated here, as a thread would otherwise load the whole of tsx.
 */
export function workerProgram(): WorkerProgram {
  if (!import.meta.url.endsWith(".ts")) {
    return { program: new URL("./worker.js", import.meta.url), eval: false };
  }
  text ??= translate(fileURLToPath(new URL("./worker.ts", import.meta.url)));
  return { program: text, eval: true };
}

function translate(path: string): string {
  const { transformSync } = createRequire(import.meta.url)("esbuild") as typeof import("esbuild");
  return transformSync(readFileSync(path, "utf8"), {
    loader: "ts",
    format: "cjs",
    target: "node20",
    // esbuild would turn `import()` into `require()`, which cannot load an ES module.
    supported: { "dynamic-import": true },
  }).code;
}
