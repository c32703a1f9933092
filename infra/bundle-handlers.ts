import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import {
  BUNDLE_FILE,
  HANDLER_BUNDLE,
  HANDLERS,
  type HandlerName,
} from "../src/core/handler-bundle.ts";

/**
 * Bundles handlers to `dist/lambda/<handler>/index.mjs`, which every asset is made of. A build
 * step of the package: nobody who uses the constructs runs it.
 */
export async function bundleHandlers(handlers: readonly HandlerName[] = HANDLERS): Promise<void> {
  await Promise.all(
    handlers.map((handler) =>
      build({
        ...HANDLER_BUNDLE,
        mainFields: [...HANDLER_BUNDLE.mainFields],
        absWorkingDir: fileURLToPath(new URL("..", import.meta.url)),
        entryPoints: [`src/${handler}/handler.ts`],
        outfile: `dist/lambda/${handler}/${BUNDLE_FILE}`,
        logLevel: "warning",
      }),
    ),
  );
}
