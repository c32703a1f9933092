/**
 * Loads TypeScript as the bundles of the functions have it: types stripped and no more. tsx keeps
 * the names of functions, which makes each closure dearer than it is where the product runs.
 */
import { readFile } from "node:fs/promises";
import { register } from "node:module";
import { isMainThread } from "node:worker_threads";
import { transform } from "esbuild";

if (isMainThread) register(import.meta.url);

/** Node's hook. */
export async function load(url, context, next) {
  if (!url.endsWith(".ts")) return next(url, context);
  const { code } = await transform(await readFile(new URL(url), "utf8"), {
    loader: "ts",
    format: "esm",
    target: "node20",
  });
  return { format: "module", source: code, shortCircuit: true };
}
