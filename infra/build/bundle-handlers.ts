import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Metafile, type OutputFile } from "esbuild";
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
 * Bundles handlers to `dist/lambda/<handler>/index.mjs` and the files it imports, which every asset is
 * made of. A build step of the package: nobody who uses the constructs runs it.
 *
 * @returns The files that the bundles hold code of, relative to the package.
 */
export async function bundleHandlers(
  handlers: readonly HandlerName[] = HANDLERS,
): Promise<ReadonlySet<string>> {
  const inputs = await Promise.all(
    handlers.map(async (handler) => {
      const folder = dirname(bundleOf(handler));
      const { outputFiles, metafile } = await build({
        ...HANDLER_BUNDLE,
        mainFields: [...HANDLER_BUNDLE.mainFields],
        absWorkingDir: ROOT,
        plugins: [...HANDLER_PLUGINS],
        entryPoints: [{ in: `src/${handler}/handler.ts`, out: basename(BUNDLE_FILE, ".mjs") }],
        // What the handler imports late goes into files of its own, which a start does not read.
        splitting: true,
        outdir: folder,
        outExtension: { ".js": ".mjs" },
        write: false,
        metafile: true,
        logLevel: "warning",
      });
      const reached = reachedFrom(relative(ROOT, bundleOf(handler)), metafile.outputs);
      const made = outputFiles.filter(
        ({ path, contents }) =>
          contents.length > 0 && reached.has(relative(ROOT, path).replace(/\.LEGAL\.txt$/, "")),
      );
      writeFolder(folder, made);
      return [...reached].flatMap((name) => inputsOf(metafile.outputs[name]?.inputs ?? {}));
    }),
  );
  return new Set(inputs.flat());
}

/** Files that a file imports, at once or late, and it itself: esbuild makes some that nothing is left of to import. */
function reachedFrom(entrance: string, outputs: Metafile["outputs"]): ReadonlySet<string> {
  const reached = new Set([entrance]);
  for (const name of reached) {
    for (const { path, external } of outputs[name]?.imports ?? []) if (!external) reached.add(path);
  }
  return reached;
}

/**
 * Makes a folder hold these files and no others. Each is renamed into place and the entrance is the last,
 * so that nobody reads half a file, or one that imports what is not there yet.
 */
function writeFolder(folder: string, files: readonly OutputFile[]): void {
  mkdirSync(folder, { recursive: true });
  const isEntrance = ({ path }: OutputFile) => basename(path) === BUNDLE_FILE;
  for (const { path, contents } of files.toSorted((a, b) => +isEntrance(a) - +isEntrance(b))) {
    writeFileSync(`${path}.new-${process.pid}`, contents);
    renameSync(`${path}.new-${process.pid}`, path);
  }
  const names = new Set(files.map(({ path }) => basename(path)));
  for (const name of readdirSync(folder)) {
    if (!names.has(name) && !name.includes(".new-")) rmSync(join(folder, name), { force: true });
  }
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
