import { createHash } from "node:crypto";
import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { AssetHashType, DockerImage } from "aws-cdk-lib";
import { type AssetCode, Code } from "aws-cdk-lib/aws-lambda";
import { CONFIG_FILE } from "../src/contract.ts";
import type { FunctionConfig } from "../src/core/config.ts";
import { BUNDLE_FILE, type HandlerName } from "../src/core/handler-bundle.ts";

/**
 * The code of a function: the handler as it was bundled when the package was built, and its
 * `config.json` beside it.
 *
 * Nothing is compiled at synth, so an app needs neither esbuild nor Docker. The asset's hash is
 * that of its content: it changes when the handler or the config does, and only then.
 *
 * @throws {Error} If the package holds no bundled handler.
 */
export function handlerCode(handler: HandlerName, config: FunctionConfig): AssetCode {
  const folder = bundleFolder(handler);
  const configText = `${JSON.stringify(config)}\n`;
  return Code.fromAsset(folder, {
    assetHashType: AssetHashType.CUSTOM,
    assetHash: contentHash(folder, configText),
    bundling: {
      // The CDK asks for an image even when, as here, none is ever started.
      image: DockerImage.fromRegistry("never-pulled"),
      local: {
        tryBundle(outputFolder) {
          for (const file of readdirSync(folder)) {
            copyFileSync(join(folder, file), join(outputFolder, file));
          }
          writeFileSync(join(outputFolder, CONFIG_FILE), configText);
          return true;
        },
      },
    },
  });
}

/** Where `npm run bundle` puts a handler: inside the package, whether this file runs from source or built. */
export function bundleFolder(handler: HandlerName): string {
  const folder = join(packageRoot(), "dist", "lambda", handler);
  if (!existsSync(join(folder, BUNDLE_FILE))) {
    throw new Error(
      `Cannot find the bundled ${handler} as "${join(folder, BUNDLE_FILE)}" must exist: it does not; in a checkout of trailbridge, run "npm run bundle" first`,
    );
  }
  return folder;
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
