import {
  GetSecretValueCommand,
  SecretsManagerClient,
  type SecretsManagerClientConfig,
} from "@aws-sdk/client-secrets-manager";
import type { Secrets } from "../../ports.ts";

/**
 * Reads secrets from Secrets Manager, each at its first use, and keeps them for as long as the
 * function instance lives. A failed read is not kept.
 */
export function secretsManager(client: SecretsManagerClient): Secrets {
  const known = new Map<string, Promise<string>>();

  async function read(id: string): Promise<string> {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: id }));
    if (SecretString === undefined) {
      throw new Error(`Cannot read secret "${id}" as it must hold text: it is binary`);
    }
    return SecretString;
  }

  return {
    async get(id, { fresh = false } = {}) {
      const kept = fresh ? undefined : known.get(id);
      const text = kept ?? read(id);
      known.set(id, text);
      try {
        return await text;
      } catch (error) {
        if (known.get(id) === text) known.delete(id);
        throw error;
      }
    },
  };
}

/** {@linkcode secretsManager} with a client of its own. */
export function ownSecrets(config: SecretsManagerClientConfig): Secrets {
  return secretsManager(new SecretsManagerClient(config));
}
