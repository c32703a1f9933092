import { spawnSync } from "node:child_process";
import { build, type Plugin } from "esbuild";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bundleHandlers } from "../../../infra/build/bundle-handlers.ts";
import { leanBuiltins } from "../../../infra/lean/lean-builtins.ts";
import { HANDLER_BUNDLE, HANDLERS } from "../../../src/handler-bundle.ts";
import { bundleText } from "../../support/bundle-text.ts";

const test = suite("leanBuiltins");

test("loads nothing of Node's that only a name stands for which is not used", async () => {
  const [whole, lean] = [await loadedBy([]), await loadedBy([leanBuiltins])];
  for (const part of ["internal/crypto/webcrypto", "internal/readline/interface"]) {
    assert.ok(whole.modules.includes(part), `an import loads ${part}`);
    assert.not.ok(lean.modules.includes(part), part);
  }
});

test("gives what an import gives, by name, as a whole and as default", async () => {
  const { result } = await loadedBy([leanBuiltins]);
  assert.equal(result, (await loadedBy([])).result);
  assert.is(result.length, 4);
});

test("leaves no import of Node's modules in a handler but what makes require()", async () => {
  await bundleHandlers();
  for (const handler of HANDLERS) {
    const imports = bundleText(handler).matchAll(/\bfrom ?["'](node:[\w/]+)["']/g);
    assert.equal(new Set([...imports].map(([, name]) => name)), new Set(["node:module"]), handler);
  }
});

test.run();

const SOURCE = `
  import { createHash } from "node:crypto";
  import process, { env } from "node:process";
  import * as fs from "node:fs";
  import { join } from "path";
  const result = [createHash("sha256").update("a").digest("hex"), env === process.env,
    fs.existsSync("/"), join("a", "b")];
  const modules = process.moduleLoadList.map((it) => it.replace(/^NativeModule /, ""));
  const { stdout } = process;
  stdout.write(JSON.stringify({ result, modules }));`;

/** What a bundle finds, and which of Node's modules it has loaded until then. */
async function loadedBy(
  plugins: Plugin[],
): Promise<{ readonly result: readonly unknown[]; readonly modules: readonly string[] }> {
  const { outputFiles } = await build({
    ...HANDLER_BUNDLE,
    mainFields: [...HANDLER_BUNDLE.mainFields],
    plugins,
    stdin: { contents: SOURCE, resolveDir: process.cwd() },
    outfile: "bundle.mjs",
    write: false,
  });
  const text = outputFiles.find(({ path }) => path.endsWith("bundle.mjs"))?.text ?? "";
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", text], {
    encoding: "utf8",
  });
  assert.is(stderr, "");
  return JSON.parse(stdout);
}
