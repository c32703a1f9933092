import { createRequire, isBuiltin } from "node:module";
import type { Plugin } from "esbuild";

const NAMESPACE = "builtin";

/**
 * Has a bundle take Node's own modules by `require()`, of each the names it uses. An `import` of one has
 * Node read every name it has, and so load what some of them stand for: with `node:crypto` the Web
 * Crypto API, with `node:fs` and `node:process` the promises of files, the terminal and `readline`.
 */
export const leanBuiltins: Plugin = {
  name: "lean-builtins",
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^[a-z][\w:/]*$/ }, ({ path, kind }) =>
      kind === "import-statement" && isBuiltin(path)
        ? { path, namespace: NAMESPACE, sideEffects: false }
        : undefined,
    );
    onLoad({ filter: /./, namespace: NAMESPACE }, ({ path }) => ({ contents: moduleOf(path) }));
  },
};

const require = createRequire(import.meta.url);

/** A module that exports what one of Node's does, each name read only if something imports it. */
function moduleOf(path: string): string {
  const names = Object.keys(require(path)).filter((name) => /^[A-Za-z]\w*$/.test(name));
  return `const builtin = require(${JSON.stringify(path)});
export default builtin;
${names.map((name) => `export const ${name} = /* @__PURE__ */ (() => builtin.${name})();`).join("\n")}`;
}
