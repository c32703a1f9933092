import { createHash } from "node:crypto";
import { build, type Plugin } from "esbuild";
import { HANDLER_BUNDLE } from "../../src/handler-bundle.ts";

/** A file of a bundle, all of which lie in one folder. */
export interface BundleFile {
  readonly text: string;
  readonly exports: readonly string[];
  /** Names of the files that it imports at once. */
  readonly imports: readonly string[];
}

/**
 * Joins the chunks that a bundle's entrance imports at once into one file. esbuild makes a chunk for each
 * set of files that have something in common, a dozen where five are loaded late, and each takes its time
 * to be found, read and linked. The entrance stays apart: it may wait for what it loads late, and that must
 * not wait for the entrance.
 *
 * @param files The bundle, by name.
 * @returns Texts of the files there are then, by name.
 */
export async function joinChunks(
  files: ReadonlyMap<string, BundleFile>,
  entrance: string,
): Promise<ReadonlyMap<string, string>> {
  const chunks = new Set(files.get(entrance)?.imports);
  for (const name of chunks) for (const other of files.get(name)?.imports ?? []) chunks.add(other);
  const places = [...chunks];
  let joinedFile = "";
  // Chunks give their exports short names, and each begins with the same.
  const exportsOf = (chunk: string) =>
    (files.get(chunk)?.exports ?? []).map((name) => ({
      name,
      joined: `${name}_${places.indexOf(chunk)}`,
    }));

  const names: Plugin = {
    name: "joined-names",
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /^\.\/[^/]+$/ }, ({ path, importer, kind }) => {
        const name = path.slice(2);
        if (kind === "entry-point") return { path: name, namespace: "text" };
        if (kind === "dynamic-import" || !chunks.has(name)) return { path, external: true };
        const isJoined = importer === "<stdin>" || chunks.has(importer);
        return { path: name, namespace: isJoined ? "text" : "joined" };
      });
      onLoad({ filter: /./, namespace: "text" }, ({ path }) => ({
        contents: (files.get(path)?.text ?? "").replace(
          HANDLER_BUNDLE.banner.js,
          `import { require } from ${JSON.stringify(REQUIRE_MODULE)};`,
        ),
      }));
      onLoad({ filter: /./, namespace: "joined" }, ({ path }) => ({
        contents: `export { ${exportsOf(path).map(({ name, joined }) => `${joined} as ${name}`)} } from ${JSON.stringify(`./${joinedFile}`)};`,
      }));
      onResolve({ filter: /^require$/ }, ({ path }) => ({ path, namespace: REQUIRE_MODULE }));
      onLoad({ filter: /./, namespace: REQUIRE_MODULE }, () => ({ contents: REQUIRE }));
    },
  };

  async function textOf(input: { stdin: { contents: string } } | { entryPoints: string[] }) {
    const { platform, format, target, charset, minify } = HANDLER_BUNDLE;
    const { outputFiles } = await build({
      ...{ bundle: true, platform, format, target, charset, minify },
      plugins: [names],
      write: false,
      logLevel: "warning",
      ...input,
    });
    return outputFiles[0]?.text ?? "";
  }

  const each = places.map(
    (chunk) =>
      `export { ${exportsOf(chunk).map(({ name, joined }) => `${name} as ${joined}`)} } from ${JSON.stringify(`./${chunk}`)};`,
  );
  const joined = await textOf({ stdin: { contents: each.join("\n") } });
  joinedFile = `shared-${createHash("sha256").update(joined).digest("hex").slice(0, 8).toUpperCase()}.mjs`;
  const rest = [...files.keys()].filter((name) => !chunks.has(name));
  return new Map([
    [joinedFile, joined],
    ...(await Promise.all(
      rest.map(async (name) => [name, await textOf({ entryPoints: [`./${name}`] })] as const),
    )),
  ]);
}

const REQUIRE_MODULE = "require";

/** What the banner makes, once in a file, and only where it is used. */
const REQUIRE = `
  import { createRequire } from "node:module";
  export const require = /* @__PURE__ */ createRequire(import.meta.url);`;
