import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { CONFIG_FILE } from "../contract.ts";
import type { FunctionConfig } from "../core/config.ts";
import { BUNDLE_FILE, HANDLER_BUNDLE, HANDLERS, type HandlerName } from "../core/handler-bundle.ts";

/** The handlers, bundled as they are deployed, each with its config beside it. */
export interface BundledHandlers {
  /** Absolute paths of the ES modules. */
  readonly modulePaths: Readonly<Record<HandlerName, string>>;
  /** Deletes them. */
  close(): void;
}

/**
 * Bundles both handlers into a new temporary folder. In the built package they are bundled
 * already, and copied.
 */
export async function bundleHandlers(config: FunctionConfig): Promise<BundledHandlers> {
  const folder = mkdtempSync(join(tmpdir(), "trailbridge-functions-"));
  const close = () => rmSync(folder, { recursive: true, force: true });
  try {
    const paths = await Promise.all(
      HANDLERS.map(async (handler) => {
        const asset = join(folder, handler);
        mkdirSync(asset);
        writeFileSync(join(asset, CONFIG_FILE), JSON.stringify(config));
        const path = join(asset, BUNDLE_FILE);
        await writeBundle(handler, path);
        return [handler, path] as const;
      }),
    );
    return { modulePaths: Object.fromEntries(paths) as Record<HandlerName, string>, close };
  } catch (cause) {
    close();
    throw cause;
  }
}

async function writeBundle(handler: HandlerName, path: string): Promise<void> {
  if (!import.meta.url.endsWith(".ts")) {
    // dist/src/local/ → dist/lambda/
    copyFileSync(new URL(`../../lambda/${handler}/${BUNDLE_FILE}`, import.meta.url), path);
    return;
  }
  await build({
    ...HANDLER_BUNDLE,
    mainFields: [...HANDLER_BUNDLE.mainFields],
    entryPoints: [fileURLToPath(new URL(`../${handler}/handler.ts`, import.meta.url))],
    outfile: path,
    logLevel: "silent",
  });
}
