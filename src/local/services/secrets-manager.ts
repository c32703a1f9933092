import { AwsError } from "../protocol/aws-error.ts";
import { type Service, textMember } from "../protocol/service.ts";
import { type Place, secretArn } from "../wiring/arn.ts";
import type { SecretWiring } from "../wiring/wiring.ts";

/** The Secrets Manager operations: reading, by name or ARN. */
export function createSecretsManager(secrets: readonly SecretWiring[], place: Place): Service {
  return {
    GetSecretValue(input) {
      const id = textMember(input, "SecretId", "InvalidParameterException");
      const secret = secrets.find(({ name }) => id === name || id === secretArn(name, place));
      if (secret === undefined) {
        const message = "Secrets Manager can't find the specified secret.";
        throw new AwsError("ResourceNotFoundException", message);
      }
      return {
        ARN: secretArn(secret.name, place),
        Name: secret.name,
        SecretString: secret.value,
        VersionId: VERSION_ID,
        VersionStages: ["AWSCURRENT"],
        CreatedDate: 0,
      };
    },
  };
}

/** Secrets of the local stack have one version, known by this id. */
const VERSION_ID = "00000000-0000-4000-8000-000000000001";
