import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { AssetHashType, Stage } from "aws-cdk-lib";
import { type AssetCode, Code } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import { CONFIG_FILE, INDEX_VERSION } from "../../src/contract.ts";
import type { FunctionConfig } from "../../src/core/settings/config.ts";
import { deployedRules } from "../../src/core/verdict/deployed-rules.ts";
import { BUNDLE_FILE, type HandlerName } from "../../src/handler-bundle.ts";

/**
 * The code of a function: the handler as it was bundled when the package was built, and its
 * `config.json` beside it, put together in the cloud assembly.
 *
 * Nothing is compiled at synth, so an app needs neither esbuild nor Docker. The asset's hash is
 * that of its content: it changes when the handler or the config does, and only then.
 *
 * @throws {Error} If the package holds no bundled handler.
 */
export function handlerCode(
  scope: Construct,
  handler: HandlerName,
  config: FunctionConfig,
): AssetCode {
  const bundle = bundleFolder(handler);
  const deployed = {
    ...config,
    ruleSet: deployedRules(config.ruleSet),
    indexVersion: INDEX_VERSION,
  };
  const configText = `${JSON.stringify(deployed)}\n`;
  const assetHash = contentHash(bundle, configText);
  const folder = join(assemblyOf(scope), ".trailbridge", assetHash);
  mkdirSync(folder, { recursive: true });
  for (const file of readdirSync(bundle)) copyFileSync(join(bundle, file), join(folder, file));
  writeFileSync(join(folder, CONFIG_FILE), configText);
  return Code.fromAsset(folder, { assetHashType: AssetHashType.CUSTOM, assetHash });
}

/** Where `npm run bundle` puts a handler: inside the package, whether this file runs from source or built. */
function bundleFolder(handler: HandlerName): string {
  const folder = join(packageRoot(), "dist", "lambda", handler);
  if (!existsSync(join(folder, BUNDLE_FILE))) {
    throw new Error(
      `Cannot find the bundled ${handler} as "${join(folder, BUNDLE_FILE)}" must exist: it does not; in a checkout of trailbridge, run "npm run bundle" first`,
    );
  }
  return folder;
}

function assemblyOf(scope: Construct): string {
  const stage = Stage.of(scope);
  if (stage !== undefined) return stage.outdir;
  throw new Error(`Cannot add function "${scope.node.path}" as it must be in an app: it is not`);
}

/** The version of the package, in a checkout and installed alike. */
export function trailbridgeVersion(): string {
  return JSON.parse(readFileSync(join(packageRoot(), "package.json"), "utf8")).version;
}

function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json"))) {
    const parent = dirname(folder);
    if (parent === folder) {
      throw new Error(
        `Cannot find trailbridge's package.json as it must stand above "${import.meta.url}": it does not`,
      );
    }
    folder = parent;
  }
  return folder;
}

function contentHash(folder: string, configText: string): string {
  const hash = createHash("sha256");
  for (const file of readdirSync(folder).sort()) {
    const content = readFileSync(join(folder, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.update(`${CONFIG_FILE}\0`).update(configText).digest("hex");
}
