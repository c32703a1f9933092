import type { Stack } from "../../src/local/stack-types.ts";

/** Settings that point a real AWS client at a local stack; errors come at once, unretried. */
export function clientConfig({ endpointUrl }: Stack) {
  return {
    endpoint: endpointUrl,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    forcePathStyle: true,
    maxAttempts: 1,
  };
}

/** Name of the error a promise rejects with; the empty text if it does not. */
export async function errorName(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return "";
  } catch (err) {
    return (err as Error).name;
  }
}
