import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Bundles the constructs to `dist/library.cjs`, with all they need but the CDK, and their types.
 *
 * The ES module beside it takes its names from the CommonJS one, so that an app that uses both has
 * one class of each name. The types are those of CommonJS, each file marked as such, and are found
 * by `exports` as by the older `main` and `types`.
 *
 * @param declarations Folder of the compiler's declarations, of the whole project.
 * @returns The files that the bundle holds code of, relative to the package.
 */
export async function bundleLibrary(declarations: string): Promise<ReadonlySet<string>> {
  const { metafile } = await build({
    absWorkingDir: ROOT,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    minifySyntax: true,
    // Node prints the line that threw: a bundle of few lines would bury the message in it.
    minifyWhitespace: false,
    legalComments: "none",
    charset: "utf8",
    entryPoints: ["infra/library.ts"],
    outfile: "dist/library.cjs",
    external: ["aws-cdk-lib", "aws-cdk-lib/*", "constructs"],
    define: { "import.meta.url": "__moduleUrl" },
    banner: { js: 'const __moduleUrl = require("node:url").pathToFileURL(__filename).href;' },
    metafile: true,
    logLevel: "warning",
  });
  const names = valueNames(readFileSync(`${ROOT}infra/library.ts`, "utf8"));
  writeFileSync(
    `${ROOT}dist/library.mjs`,
    `import library from ${quoted("./library.cjs")};\nexport const { ${names.join(", ")} } = library;\n`,
  );
  writeFileSync(
    `${ROOT}dist/library.d.mts`,
    `export * from ${quoted("./types/infra/library.js")};\n`,
  );
  copyTypes(declarations, "infra/library.d.ts", new Set());
  writeFileSync(`${ROOT}dist/types/package.json`, '{ "type": "commonjs" }\n');
  return new Set(
    Object.values(metafile.outputs).flatMap(({ inputs }) =>
      Object.entries(inputs).flatMap(([file, it]) => (it.bytesInOutput > 0 ? [file] : [])),
    ),
  );
}

const quoted = (text: string) => JSON.stringify(text);

/** Names a module exports that are more than types. */
function valueNames(text: string): string[] {
  return [...text.matchAll(/^export \{([^{}]*)\}/gm)].flatMap(([, list = ""]) =>
    list
      .split(",")
      .map((name) => name.trim())
      .filter((name) => name !== "" && !name.startsWith("type ")),
  );
}

/** Copies a declaration and those it is made of, with the names older compilers know them by. */
function copyTypes(from: string, file: string, copied: Set<string>): void {
  if (copied.has(file)) return;
  copied.add(file);
  const text = readFileSync(join(from, file), "utf8").replaceAll(
    /((?:from |import\()")(\.[^"]+)\.ts"/g,
    '$1$2.js"',
  );
  const to = `${ROOT}dist/types/${file}`;
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, text);
  for (const [, target = ""] of text.matchAll(/(?:from |import\()"(\.[^"]+)\.js"/g)) {
    copyTypes(from, `${posix.join(posix.dirname(file), target)}.d.ts`, copied);
  }
}
