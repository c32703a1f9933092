import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleHandlers } from "../../../infra/build/bundle-handlers.ts";
import { BUNDLE_FILE, HANDLERS, type HandlerName } from "../../../src/handler-bundle.ts";
import type { Figure } from "../figure.ts";
import type { Spread } from "../harness/spread.ts";

/** A handler's bundle, as it is deployed. */
function bundleOf(handler: HandlerName): Figure {
  return {
    name: `bundles-${handler}`,
    what: `The ${handler}'s bundle, all of its files`,
    yardstick: "KB, of 1,000 bytes",
    goal: 480,
    async measure() {
      await bundleHandlers([handler]);
      const folder = fileURLToPath(new URL(`../../../dist/lambda/${handler}`, import.meta.url));
      return {
        ...kilobytes(folder, readdirSync(folder)),
        growth: [{ load: "what a start reads of it", ...kilobytes(folder, startFiles(folder)) }],
      };
    },
  };
}

function kilobytes(folder: string, files: readonly string[]): Spread {
  const median = files.reduce((sum, file) => sum + statSync(join(folder, file)).size, 0) / 1_000;
  return { median, middle: [median, median] };
}

/** The entrance, and what it imports at once. */
function startFiles(folder: string): readonly string[] {
  const files = new Set([BUNDLE_FILE]);
  for (const file of files) {
    const text = readFileSync(join(folder, file), "utf8");
    for (const [, name = ""] of text.matchAll(/\b(?:from|import)"\.\/([^"]+)"/g)) files.add(name);
  }
  return [...files];
}

export const bundles: readonly Figure[] = HANDLERS.map(bundleOf);
