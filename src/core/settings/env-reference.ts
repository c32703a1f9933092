import type { DestinationSettings } from "../alert/route.ts";

/** Begins a string of a function's config that stands for an environment variable's value. */
export const REFERENCE_PREFIX = "env:";

/**
 * Puts the values of environment variables where destinations name them as `env:<NAME>`.
 *
 * A topic the stack itself creates has no ARN before the deploy, so `config.json` cannot hold it;
 * the environment can.
 *
 * @throws {Error} If a variable that is named is not set.
 */
export function resolveReferences(
  destinations: DestinationSettings,
  env: Readonly<Record<string, string | undefined>>,
): DestinationSettings {
  const resolve = (value: unknown): unknown => {
    if (typeof value === "string") {
      return value.startsWith(REFERENCE_PREFIX) ? lookUp(value, env) : value;
    }
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, v]) => [key, resolve(v)]));
  };
  return resolve(destinations) as DestinationSettings;
}

function lookUp(reference: string, env: Readonly<Record<string, string | undefined>>): string {
  const value = env[reference.slice(REFERENCE_PREFIX.length)];
  if (value === undefined || value === "") {
    throw new Error(
      `Cannot resolve destination "${reference}" as that environment variable must be set: it is not`,
    );
  }
  return value;
}
