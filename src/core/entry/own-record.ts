import type { CloudTrailRecord } from "../record/record.ts";

/** A role the splitter works under, as CloudTrail's records name it. */
export interface OwnRole {
  /** Without path. */
  readonly name: string;
  /**
   * Account the role is in: a role of the same name elsewhere is somebody else. Undefined when it
   * is not known: then the name alone counts.
   */
  readonly account?: string | undefined;
  /** Name of its sessions, where others may have some under the role too. */
  readonly session?: string;
}

/**
 * Whether a record tells of the splitter's own reading of a log file or writing to a bus.
 *
 * A trail that logs data events records those too: publishing them would feed the splitter with
 * what it does, without end. Anything else the role does is published like all events.
 */
export function isOwnRecord(
  record: CloudTrailRecord,
  { name, account, session }: OwnRole,
): boolean {
  const { eventSource, eventName } = record;
  if (typeof eventName !== "string") return false;
  const service = OWN_CALLS.get(eventName);
  if (service === undefined || service !== eventSource) return false;
  const { type, arn, sessionContext } = asObject(record.userIdentity);
  if (type !== "AssumedRole") return false;
  const [, inAccount, role, inSession] = SESSION_ARN.exec(String(arn)) ?? [];
  const issuer = asObject(asObject(sessionContext).sessionIssuer);
  return (
    (role ?? issuer.userName) === name &&
    (account === undefined || (inAccount ?? issuer.accountId) === account) &&
    (session === undefined || inSession === session)
  );
}

/** The role an ARN names: its name is what follows the path. */
export function roleOfArn(arn: string): OwnRole {
  return { name: arn.slice(arn.lastIndexOf("/") + 1), account: accountOfArn(arn) };
}

/** The account an ARN names; undefined if it names none. */
export function accountOfArn(arn: string | undefined): string | undefined {
  return arn?.split(":")[4] || undefined;
}

const SESSION_ARN = /^arn:[a-z-]+:sts::(\d{12}):assumed-role\/([^/]+)\/(.*)$/;

/** Call → the service it is made to. */
const OWN_CALLS: ReadonlyMap<string, string> = new Map([
  ["GetObject", "s3.amazonaws.com"],
  ["PutEvents", "events.amazonaws.com"],
]);

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return value !== null && typeof value === "object" ? (value as Record<string, unknown>) : {};
}
