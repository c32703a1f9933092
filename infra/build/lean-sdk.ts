import { readFile } from "node:fs/promises";
import type { Plugin } from "esbuild";

/**
 * Lets esbuild leave out what a bundle does not use of the SDK's clients: the schemas of operations
 * that are never sent. Each is a list made at the top of its module, with computed keys in it, which
 * esbuild must take to do something; made by a function that is marked as pure, it goes where nothing
 * refers to it. And of a client's `package.json`, which it reads its version from, only that stays.
 */
export const leanSdk: Plugin = {
  name: "lean-sdk",
  setup(build) {
    build.onLoad(
      { filter: /[\\/]@aws-sdk[\\/][^\\/]+[\\/]dist-es[\\/]schemas[\\/]schemas_\d+\.js$/ },
      async ({ path }) => ({
        contents: withPureSchemas(await readFile(path, "utf8")),
        loader: "js",
      }),
    );
    build.onLoad({ filter: /[\\/]@aws-sdk[\\/][^\\/]+[\\/]package\.json$/ }, async ({ path }) => {
      const { version } = JSON.parse(await readFile(path, "utf8")) as { version: string };
      return { contents: JSON.stringify({ version }), loader: "json" };
    });
  },
};

/** The same module, each schema of which is made by a call that may be left out. */
export function withPureSchemas(source: string): string {
  return source
    .split(";\n")
    .map((statement) => {
      const [head] = LIST.exec(statement) ?? [];
      if (head === undefined) return statement;
      const at = head.length - 1;
      return `${statement.slice(0, at)}/* @__PURE__ */ (() => ${statement.slice(at)})()`;
    })
    .join(";\n");
}

/** The begin of a statement that makes a list. */
const LIST = /^(?:export )?(?:var|const) [\w$]+ = \[/;
