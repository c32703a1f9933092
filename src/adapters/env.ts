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
