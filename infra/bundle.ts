import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { BUNDLE_FILE, HANDLER_BUNDLE, HANDLERS } from "../src/core/handler-bundle.ts";

// Build step: both handlers → dist/lambda/<handler>/index.mjs, which every asset is made of.
const root = fileURLToPath(new URL("..", import.meta.url));
await Promise.all(
  HANDLERS.map((handler) =>
    build({
      ...HANDLER_BUNDLE,
      mainFields: [...HANDLER_BUNDLE.mainFields],
      absWorkingDir: root,
      entryPoints: [`src/${handler}/handler.ts`],
      outfile: `dist/lambda/${handler}/${BUNDLE_FILE}`,
      logLevel: "warning",
    }),
  ),
);
