import { Token } from "aws-cdk-lib";
import type { FunctionConfig } from "../../src/core/settings/config.ts";
import { REFERENCE_PREFIX } from "../../src/core/settings/env-reference.ts";

/** A config that can be written to a file at synth, and the environment that completes it. */
export interface Externalized {
  readonly config: FunctionConfig;
  /** Variable name → token: one per distinct value. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Takes out of a config what only the deployment knows: the ARN of a topic this app creates, say.
 *
 * `config.json` is part of the asset and the asset is hashed at synth, so no CloudFormation token
 * can stand in it. Each token's place is taken by `env:DESTINATION_<n>`, and the token goes to the
 * environment variable of that name; `resolveReferences()` puts them together when the function
 * starts.
 */
export function externalizeTokens(config: FunctionConfig): Externalized {
  const environment: Record<string, string> = {};
  const names = new Map<string, string>();
  const externalize = (value: unknown): unknown => {
    if (typeof value === "string") {
      if (!Token.isUnresolved(value)) return value;
      const name = names.get(value) ?? `DESTINATION_${names.size + 1}`;
      names.set(value, name);
      environment[name] = value;
      return REFERENCE_PREFIX + name;
    }
    if (Array.isArray(value)) return value.map(externalize);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, v]) => [key, externalize(v)]));
  };
  const destinations = externalize(config.settings.destinations);
  return {
    config: {
      ...config,
      settings: { ...config.settings, destinations } as FunctionConfig["settings"],
    },
    environment,
  };
}
