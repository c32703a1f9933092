import { existsSync, readdirSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { bundleHandlers } from "../../infra/bundle-handlers.ts";
import { BUNDLE_FILE, HANDLERS } from "../../src/core/handler-bundle.ts";

/**
 * Sees to it that the bundled handlers are there and not older than any source. Import it for its
 * effect, before anything that makes a function.
 *
 * @module
 */

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

const newestSource = Math.max(
  ...readdirSync(`${ROOT}src`, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(ts|json)$/.test(name) && !/^(local|cli)\//.test(name))
    .map((name) => statSync(`${ROOT}src/${name}`).mtimeMs),
);
const stale = HANDLERS.filter((handler) => {
  const bundle = `${ROOT}dist/lambda/${handler}/${BUNDLE_FILE}`;
  return !existsSync(bundle) || statSync(bundle).mtimeMs < newestSource;
});
await bundleHandlers(stale);
