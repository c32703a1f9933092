import {
  AssumeRoleCommand,
  STSClient,
  type STSClientConfig,
  STSServiceException,
} from "@aws-sdk/client-sts";
import { DeniedError } from "../../core/log/unreadable.ts";

/** A role that is assumed, and under which name. */
export interface AssumedRoleOptions {
  readonly roleArn: string;
  /** Names the session in CloudTrail. */
  readonly sessionName: string;
  /** What the role's trust policy asks for, if it asks for one. */
  readonly externalId?: string | undefined;
}

/** Credentials of a session, until when they hold. */
export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

/**
 * Who assumes a role assumed already, as a function's role does, gets an hour and no more.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining
 */
const SESSION_SECONDS = 3_600;

/**
 * Gives an SDK client the credentials of a role. The client keeps a session until five minutes
 * before its end, and asks once however many calls wait for it; a failure it does not keep.
 *
 * @returns Rejects with a `DeniedError` while the role may not be assumed: it may be made, or let
 * this one in, later.
 */
export function assumedRole(
  client: Pick<STSClient, "send">,
  { roleArn, sessionName, externalId }: AssumedRoleOptions,
): () => Promise<SessionCredentials> {
  return async () => {
    try {
      const { Credentials } = await client.send(
        new AssumeRoleCommand({
          RoleArn: roleArn,
          RoleSessionName: sessionName,
          DurationSeconds: SESSION_SECONDS,
          ...(externalId !== undefined && { ExternalId: externalId }),
        }),
      );
      const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = Credentials ?? {};
      if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration) {
        throw new Error(`STS answered without credentials for ${roleArn}`);
      }
      return {
        accessKeyId: AccessKeyId,
        secretAccessKey: SecretAccessKey,
        sessionToken: SessionToken,
        expiration: Expiration,
      };
    } catch (cause) {
      throw toOwnError(cause, roleArn);
    }
  };
}

/** {@linkcode assumedRole} with a client of its own. */
export function ownSessions(config: STSClientConfig, role: AssumedRoleOptions) {
  return assumedRole(new STSClient(config), role);
}

/**
 * The words by which STS says that somebody must allow something first.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html#API_AssumeRole_Errors
 */
const DENIED: ReadonlySet<string> = new Set([
  "AccessDenied",
  "AccessDeniedException",
  "RegionDisabledException",
]);

function toOwnError(cause: unknown, roleArn: string): unknown {
  if (!(cause instanceof STSServiceException) || !DENIED.has(cause.name)) return cause;
  return new DeniedError(`${cause.name}, sts:AssumeRole of ${roleArn}`, cause.message, { cause });
}
