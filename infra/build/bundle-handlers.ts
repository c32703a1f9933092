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
import { build, type Metafile } from "esbuild";
import {
  BUNDLE_FILE,
  HANDLER_BUNDLE,
  HANDLERS,
  type HandlerName,
} from "../../src/handler-bundle.ts";
import { HANDLER_PLUGINS } from "../lean/handler-plugins.ts";
import { joinChunks } from "./join-chunks.ts";

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
      const texts = new Map(outputFiles.map(({ path, text }) => [relative(ROOT, path), text]));
      const files = [...reached].map(([path, { exports, imports }]) => {
        const atOnce = imports.filter(({ kind }) => kind === "import-statement");
        const names = atOnce.flatMap((it) => (it.external ? [] : basename(it.path)));
        return [basename(path), { text: texts.get(path) ?? "", exports, imports: names }] as const;
      });
      const legal = files.flatMap(([name]) => {
        const text = texts.get(relative(ROOT, join(folder, `${name}.LEGAL.txt`)));
        return text ? [[`${name}.LEGAL.txt`, text] as const] : [];
      });
      const joined = await joinChunks(new Map(files), BUNDLE_FILE);
      writeFolder(folder, new Map([...joined, ...legal]));
      return [...reached.values()].flatMap((output) => inputsOf(output.inputs));
    }),
  );
  return new Set(inputs.flat());
}

/** A file, and those it imports, at once or late: esbuild makes some that nothing is left of to import. */
function reachedFrom(entrance: string, outputs: Outputs): ReadonlyMap<string, Outputs[string]> {
  const reached = new Set([entrance]);
  for (const name of reached) {
    for (const { path, external } of outputs[name]?.imports ?? []) if (!external) reached.add(path);
  }
  return new Map(Object.entries(outputs).filter(([path]) => reached.has(path)));
}

type Outputs = Metafile["outputs"];

/**
 * Makes a folder hold these files and no others. Each is renamed into place and the entrance is the last,
 * so that nobody reads half a file, or one that imports what is not there yet.
 */
function writeFolder(folder: string, files: ReadonlyMap<string, string>): void {
  mkdirSync(folder, { recursive: true });
  const isEntrance = (name: string) => name === BUNDLE_FILE;
  for (const [name, text] of [...files].sort(([a], [b]) => +isEntrance(a) - +isEntrance(b))) {
    const path = join(folder, name);
    writeFileSync(`${path}.new-${process.pid}`, text);
    renameSync(`${path}.new-${process.pid}`, path);
  }
  for (const name of readdirSync(folder)) {
    if (!files.has(name) && !name.includes(".new-")) rmSync(join(folder, name), { force: true });
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
