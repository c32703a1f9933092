import { existsSync, mkdirSync, readdirSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import {
  BUNDLE_FILE,
  HANDLER_BUNDLE,
  HANDLERS,
  type HandlerName,
} from "../../src/handler-bundle.ts";
import { HANDLER_PLUGINS } from "../lean/handler-plugins.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Folders of `src/` that no handler imports. */
const NOT_BUNDLED = /^(local|cli)\//;

/**
 * Bundles handlers to `dist/lambda/<handler>/index.mjs`, which every asset is made of. A build
 * step of the package: nobody who uses the constructs runs it.
 *
 * @returns The files that the bundles hold code of, relative to the package.
 */
export async function bundleHandlers(
  handlers: readonly HandlerName[] = HANDLERS,
): Promise<ReadonlySet<string>> {
  const inputs = await Promise.all(
    handlers.map(async (handler) => {
      const { outputFiles, metafile } = await build({
        ...HANDLER_BUNDLE,
        mainFields: [...HANDLER_BUNDLE.mainFields],
        absWorkingDir: ROOT,
        plugins: [...HANDLER_PLUGINS],
        entryPoints: [`src/${handler}/handler.ts`],
        outfile: bundleOf(handler),
        write: false,
        metafile: true,
        logLevel: "warning",
      });
      // Renamed into place, so that nobody reads half a file.
      for (const { path, contents } of outputFiles) {
        if (contents.length === 0) continue;
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(`${path}.new-${process.pid}`, contents);
        renameSync(`${path}.new-${process.pid}`, path);
      }
      return Object.values(metafile.outputs).flatMap((output) => inputsOf(output.inputs));
    }),
  );
  return new Set(inputs.flat());
}

/** Files of which something is left in an output. */
function inputsOf(inputs: Readonly<Record<string, { readonly bytesInOutput: number }>>): string[] {
  return Object.entries(inputs).flatMap(([file, { bytesInOutput }]) =>
    bytesInOutput > 0 ? [file] : [],
  );
}

/** Bundles the handlers that are missing or older than a source file, or than what bundles them. */
export async function bundleStaleHandlers(): Promise<void> {
  const newest = Math.max(
    ...["src", "infra/lean"].flatMap((folder) =>
      readdirSync(`${ROOT}${folder}`, { recursive: true, encoding: "utf8" })
        .filter((name) => /\.(ts|json)$/.test(name) && !NOT_BUNDLED.test(name))
        .map((name) => statSync(`${ROOT}${folder}/${name}`).mtimeMs),
    ),
  );
  await bundleHandlers(
    HANDLERS.filter((handler) => {
      const bundle = bundleOf(handler);
      return !existsSync(bundle) || statSync(bundle).mtimeMs < newest;
    }),
  );
}

function bundleOf(handler: HandlerName): string {
  return `${ROOT}dist/lambda/${handler}/${BUNDLE_FILE}`;
}
