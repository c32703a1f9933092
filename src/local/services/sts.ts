import { createHash } from "node:crypto";
import { AwsError } from "../protocol/aws-error.ts";
import { type Service, textMember } from "../protocol/service.ts";
import { type Place, partitionAt } from "../wiring/arn.ts";

/** Whoever assumes a role assumed already, as functions do, gets an hour at most. */
const MAX_SECONDS = 3_600;

const ROLE = /^arn:[\w-]+:iam::(\d{12}):role\/[\w+=,.@/-]+$/;

/**
 * The STS operations: every caller is the account's own, and any role lets it in.
 *
 * @param onAssumed Told of every session that begins.
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export function createSts(
  { account, region }: Place,
  onAssumed: (accessKeyId: string, roleArn: string, session: string) => void = () => {},
): Service {
  return {
    GetCallerIdentity: () => ({
      Arn: `arn:${partitionAt(region)}:iam::${account}:user/local`,
      UserId: "AIDALOCAL00000000000",
      Account: account,
    }),
    AssumeRole(input) {
      const roleArn = textMember(input, "RoleArn", "ValidationError");
      const session = textMember(input, "RoleSessionName", "ValidationError");
      const [, owner] = ROLE.exec(roleArn) ?? [];
      const name = roleArn.slice(roleArn.lastIndexOf("/") + 1);
      if (owner === undefined || name === "" || name.length > 64) {
        throw new AwsError("ValidationError", `${roleArn} is invalid`);
      }
      const seconds = Number(input.DurationSeconds ?? MAX_SECONDS);
      if (!(seconds >= 900 && seconds <= MAX_SECONDS)) {
        throw new AwsError(
          "ValidationError",
          "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining",
        );
      }
      const id = `AROA${idOf(roleArn)}`;
      const accessKeyId = `ASIA${idOf(`${roleArn} ${session}`)}`;
      onAssumed(accessKeyId, roleArn, session);
      return {
        Credentials: {
          AccessKeyId: accessKeyId,
          SecretAccessKey: "local",
          SessionToken: `${roleArn.replace(":iam:", ":sts:").replace(":role/", ":assumed-role/")}/${session}`,
          Expiration: new Date(Date.now() + seconds * 1000).toISOString(),
        },
        AssumedRoleUser: {
          Arn: `${roleArn.slice(0, roleArn.indexOf(":iam:"))}:sts::${owner}:assumed-role/${name}/${session}`,
          AssumedRoleId: `${id}:${session}`,
        },
      };
    },
  };
}

/** Sixteen letters and digits that stay the same for a text. */
function idOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16).toUpperCase();
}
