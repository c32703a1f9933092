import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { CONFIG_FILE, CONFIG_PATH_ENV, INDEX_VERSION } from "../contract.ts";
import type { RuleSet } from "../core/rule/rule.ts";
import type { FunctionConfig } from "../core/settings/config.ts";
import { resolveReferences } from "../core/settings/env-reference.ts";

/**
 * Reads the rules and settings a function is started with.
 *
 * The file was checked when it was written, at deploy or by the local stack; here only its
 * presence, its outline, its version and that its rules can be looked up are. Destinations that name an
 * environment variable get its value.
 *
 * @param moduleUrl `import.meta.url` of the bundled handler: the file lies beside it, unless
 * {@linkcode CONFIG_PATH_ENV} names another.
 * @throws {Error} If the file cannot be read or is no function config, if its index is of another
 * version or lacks a rule, or if a variable it names is not set.
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
      `Cannot read "${path}" as it must hold "ruleSet", its rules and ignore rules, and "settings": it holds ${JSON.stringify(Object.keys(Object(config)))}`,
    );
  }
  const { indexVersion = INDEX_VERSION } = config;
  if (indexVersion !== INDEX_VERSION) {
    throw new Error(
      `Cannot read "${path}" as its index must be of version ${INDEX_VERSION}: it is of version ${indexVersion}; deploy once more, handler and config by one version of trailbridge`,
    );
  }
  const { rules, ignoreRules } = config.ruleSet;
  const bare = [...rules, ...ignoreRules].find(({ anchors }) => anchors === undefined);
  if (bare !== undefined) {
    throw new Error(
      `Cannot read "${path}" as each rule must come with its anchors: ${JSON.stringify(bare.id)} has none; deploy once more, handler and config by one version of trailbridge`,
    );
  }
  const destinations = resolveReferences(config.settings.destinations, env);
  return { ...config, settings: { ...config.settings, destinations } };
}

function isFunctionConfig(value: unknown): value is FunctionConfig {
  const { ruleSet, settings } = Object(value) as Partial<FunctionConfig>;
  const { rules, ignoreRules } = Object(ruleSet) as Partial<RuleSet>;
  return Array.isArray(rules) && Array.isArray(ignoreRules) && typeof settings === "object";
}
