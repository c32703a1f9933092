import { statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { bundleHandlers } from "../../../infra/build/bundle-handlers.ts";
import { BUNDLE_FILE, HANDLERS, type HandlerName } from "../../../src/handler-bundle.ts";
import type { Figure } from "../figure.ts";

/** A handler's bundle, as it is deployed. */
function bundleOf(handler: HandlerName): Figure {
  return {
    name: `bundles-${handler}`,
    what: `The ${handler}'s bundle`,
    yardstick: "KB, of 1,000 bytes",
    goal: 480,
    async measure() {
      await bundleHandlers([handler]);
      const path = `../../../dist/lambda/${handler}/${BUNDLE_FILE}`;
      const median = statSync(fileURLToPath(new URL(path, import.meta.url))).size / 1_000;
      return { median, middle: [median, median] };
    },
  };
}

export const bundles: readonly Figure[] = HANDLERS.map(bundleOf);
