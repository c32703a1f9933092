import { readFileSync } from "node:fs";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bundleHandlers } from "../../../infra/build/bundle-handlers.ts";
import { withPureSchemas } from "../../../infra/build/lean-sdk.ts";

const pure = suite("withPureSchemas()");

pure("leaves what makes no list as it is", () => {
  const source = 'const _A = "Account";\nn0_registry.registerError(Gone$, Gone);\nvar n = f();\n';
  assert.is(withPureSchemas(source), source);
});

pure("has each list made by a call that may be left out", () => {
  const source = 'export var Get$ = [9, n0, _G,\n    { [_h]: ["GET", "/{Key+}"] }, () => In$\n];\n';
  const made = '[9, n0, _G,\n    { [_h]: ["GET", "/{Key+}"] }, () => In$\n]';
  assert.is(withPureSchemas(source), `export var Get$ = /* @__PURE__ */ (() => ${made})();\n`);
});

pure("takes a list that ends on its line", () => {
  assert.is(
    withPureSchemas("var Keys = [64 | 0];\n"),
    "var Keys = /* @__PURE__ */ (() => [64 | 0])();\n",
  );
});

pure.run();

const bundles = suite("leanSdk");

/** Parts of operations that handlers send, and of some that they do not. */
const TABLE = {
  splitter: { sent: ["/{Key+}?x-id=GetObject"], never: ["/{Key+}?acl", "?inventory"] },
  notifier: { sent: ["UpdateItem"], never: ["CreateGlobalTable", "CreatePlatformApplication"] },
} as const;

bundles("leaves out the operations that a handler never sends, and no other", async () => {
  await bundleHandlers();
  for (const [handler, { sent, never }] of Object.entries(TABLE)) {
    const bundle = readFileSync(`dist/lambda/${handler}/index.mjs`, "utf8");
    for (const part of sent) assert.ok(bundle.includes(part), `${handler} sends ${part}`);
    for (const part of never) assert.not.ok(bundle.includes(part), `${handler} holds ${part}`);
    assert.not.ok(bundle.includes('"devDependencies"'), `${handler} holds a package.json`);
  }
});

bundles.run();
