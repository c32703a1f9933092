import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { CONFIG_FILE, CONFIG_PATH_ENV, INDEX_VERSION } from "../contract.ts";
import type { FunctionConfig } from "../core/settings/config.ts";
import { resolveReferences } from "../core/settings/env-reference.ts";

/**
 * Reads the rules and settings a function is started with.
 *
 * The file was checked when it was written, at deploy or by the local stack; here only its
 * presence, its outline and its version are. Destinations that name an environment variable get its value.
 *
 * @param moduleUrl `import.meta.url` of the bundled handler: the file lies beside it, unless
 * {@linkcode CONFIG_PATH_ENV} names another.
 * @throws {Error} If the file cannot be read or is no function config, if its index is of another
 * version, or if a variable it names is not set.
 */
export function readFunctionConfig(
  moduleUrl: string,
  env: NodeJS.ProcessEnv = process.env,
): FunctionConfig {
  const path = env[CONFIG_PATH_ENV] || fileURLToPath(new URL(CONFIG_FILE, moduleUrl));
  let config: unknown;
  try {
    config = JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`Cannot read "${path}" as the function's config: ${reason}`, { cause });
  }
  if (!isFunctionConfig(config)) {
    throw new Error(
      `Cannot read "${path}" as it must hold "ruleSet" and "settings": it holds ${JSON.stringify(Object.keys(Object(config)))}`,
    );
  }
  const { indexVersion = INDEX_VERSION } = config;
  if (indexVersion !== INDEX_VERSION) {
    throw new Error(
      `Cannot read "${path}" as its index must be of version ${INDEX_VERSION}: it is of version ${indexVersion}; deploy once more, handler and config by one version of trailbridge`,
    );
  }
  const destinations = resolveReferences(config.settings.destinations, env);
  return { ...config, settings: { ...config.settings, destinations } };
}

function isFunctionConfig(value: unknown): value is FunctionConfig {
  const { ruleSet, settings } = Object(value) as Partial<FunctionConfig>;
  return typeof ruleSet === "object" && typeof settings === "object";
}
