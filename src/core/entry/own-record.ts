import type { CloudTrailRecord, RawRecord } from "../record/record.ts";

/** A role the splitter works under, as CloudTrail's records name it. */
export interface OwnRole {
  /** Without path. */
  readonly name: string;
  /**
   * Account the role is in: a role of the same name elsewhere is somebody else. Undefined when it
   * is not known: then the name alone counts.
   */
  readonly account?: string | undefined;
  /** Name of its sessions: others may have some under the role too. */
  readonly session: string;
}

/** What the splitter does for a living. */
export interface OwnWork {
  readonly roles: readonly OwnRole[];
  /** The bucket it reads log files from; undefined when it is not known: then no reading is its own. */
  readonly bucket: string | undefined;
  /** What the keys of log files begin with. */
  readonly prefix: string;
  /** Name of the bus it writes to. */
  readonly bus: string;
}

/**
 * Whether a record tells of the splitter's own reading of a log file or writing to its bus.
 *
 * A trail that logs data events records those too: publishing them would feed the splitter with
 * what it does, without end. Anything else is published like all events, as who has come by the
 * role must not be able to work unseen: a call that was refused, another bucket or bus, another
 * session of the role, and whatever does not say so.
 */
export function isOwnRecord(record: CloudTrailRecord, work: OwnWork): boolean {
  const { eventName, eventSource, errorCode, errorMessage, userIdentity } = record;
  if ((errorCode ?? errorMessage ?? null) !== null) return false;
  if (!work.roles.some((role) => isBy(asObject(userIdentity), role))) return false;
  const request = asObject(record.requestParameters);
  if (eventName === "GetObject" && eventSource === "s3.amazonaws.com") {
    const { bucketName, key } = request;
    const isOfLog = typeof key === "string" && key.startsWith(work.prefix);
    return isOfLog && work.bucket !== undefined && bucketName === work.bucket;
  }
  if (eventName !== "PutEvents" || eventSource !== "events.amazonaws.com") return false;
  const buses = busesIn(request, record.resources);
  return buses.length > 0 && buses.every((bus) => bus === work.bus);
}

/** As {@linkcode isOwnRecord}; a record that was walked over is parsed only if it may be one. */
export function isOwn(found: RawRecord, work: OwnWork): boolean {
  const { text, walked } = found;
  if (walked !== undefined) {
    if (!OWN_CALLS.has(walked.field("eventName"))) return false;
    // A role's name has nothing that JSON escapes.
    if (!walked.isSpelled && !work.roles.some(({ name }) => text.includes(name))) return false;
  }
  return isOwnRecord(found.value, work);
}

const OWN_CALLS: ReadonlySet<string | undefined> = new Set(['"GetObject"', '"PutEvents"']);

function isBy(identity: Fields, { name, account, session }: OwnRole): boolean {
  const { type, arn, principalId, sessionContext } = identity;
  if (type !== "AssumedRole") return false;
  const [, inAccount, role, inSession] = SESSION_ARN.exec(String(arn)) ?? [];
  const issuer = asObject(asObject(sessionContext).sessionIssuer);
  return (
    (role ?? issuer.userName) === name &&
    (account === undefined || (inAccount ?? issuer.accountId) === account) &&
    (inSession ?? String(principalId).split(":")[1]) === session
  );
}

/** Names of the buses a call names, each entry's and each resource's; an entry that names none goes to the default one. */
function busesIn({ entries }: Fields, resources: unknown): readonly string[] {
  const named = asList(entries).map((entry) => asObject(entry).eventBusName ?? "default");
  const arns = asList(resources).map((resource) => asObject(resource).ARN);
  return [...named, ...arns].map((bus) => String(bus).replace(BUS_ARN, ""));
}

/** The role an ARN names: its name is what follows the path. */
export function roleOfArn(arn: string): Pick<OwnRole, "name" | "account"> {
  return { name: arn.slice(arn.lastIndexOf("/") + 1), account: accountOfArn(arn) };
}

/** The account an ARN names; undefined if it names none. */
export function accountOfArn(arn: string | undefined): string | undefined {
  return arn?.split(":")[4] || undefined;
}

const SESSION_ARN = /^arn:[a-z-]+:sts::(\d{12}):assumed-role\/([^/]+)\/(.*)$/;

const BUS_ARN = /^arn:[a-z-]+:events:[a-z0-9-]+:\d{12}:event-bus\//;

type Fields = Readonly<Record<string, unknown>>;

function asObject(value: unknown): Fields {
  return value !== null && typeof value === "object" ? (value as Fields) : {};
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
