import { isLoopback, unsafeVariable } from "../core/deployment/function-environment.ts";

/**
 * Reads a required environment variable.
 *
 * @throws {Error} If it is unset or empty. Call it while the module loads, so a misconfigured
 * function fails its first invocation and not its thousandth.
 */
export function requireEnv(
  name: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): string {
  const value = env[name];
  if (value === undefined || value === "") {
    throw new Error(`Cannot start as environment variable "${name}" must be set: it is not`);
  }
  return value;
}

/**
 * Refuses an environment by which a function could be made to send its token or its alerts
 * elsewhere, or to run with other code or settings than its asset's. Call it before anything that
 * reads the environment. No value is told: it may hold a secret.
 *
 * @throws {Error} If there is such a variable.
 */
export function requireSafeEnv(
  env: Readonly<Record<string, string | undefined>> = process.env,
): void {
  const isLocal = isLoopback(env.AWS_ENDPOINT_URL);
  for (const [name, value = ""] of Object.entries(env)) {
    const why = unsafeVariable(name, value, isLocal);
    if (why === undefined) continue;
    throw new Error(
      `Cannot start as environment variable "${name}" ${why}; remove it, and find out who set it`,
    );
  }
}
