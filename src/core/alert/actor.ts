import { accountOf, clip, type Detail, textOf } from "../record/event-text.ts";

/** Who did it, as far as the event says. */
export interface Actor {
  /** `userIdentity.type`, e.g. `AssumedRole`; absent when the event names no identity. */
  readonly type?: string;
  /** Short and readable: a user, a role, a service; {@linkcode UNKNOWN_ACTOR} at worst. */
  readonly name: string;
  /** Session of a role or of a federated user: often the person behind it. */
  readonly session?: string;
  readonly arn?: string;
  /** What stays the same from session to session: the role's ARN and not the session's. */
  readonly issuer?: string;
  /** AWS service that made the call for the actor. */
  readonly invokedBy?: string;
  readonly account?: string;
}

/** Name of an actor the event does not name. */
export const UNKNOWN_ACTOR = "Unknown Identity";

/**
 * Reads the actor from a bus event's detail. Never throws: every field may be missing or odd.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export function actorOf(detail: Detail): Actor {
  const at = (path: string): string | undefined => textOf(detail, `userIdentity.${path}`);
  const type = at("type");
  const arn = at("arn");
  const shared = {
    ...present("type", type),
    ...present("arn", arn && clip(arn, MAX_ARN)),
    ...present("invokedBy", at("invokedBy")),
    ...present("account", accountOf(detail, "userIdentity.accountId")),
  };
  const named = (NAMES.get(type ?? "") ?? nameAnyone)(at);
  if (named !== undefined) return { ...shared, ...clipped(named) };
  const bare = textOf(detail, "userIdentity");
  if (bare !== undefined) return { ...shared, ...clipped({ name: bare }) };
  return insightActor(detail) ?? { ...shared, name: UNKNOWN_ACTOR };
}

/** How people write an actor: `Deploy / ci-1234`. */
export function actorLabel({ name, session }: Actor): string {
  return session === undefined || session === name ? name : `${name} / ${session}`;
}

type At = (path: string) => string | undefined;
type Named = Pick<Actor, "name" | "session" | "issuer">;

const MAX_ARN = 600;
const MAX_NAME = 200;

/** How each identity type names itself; undefined where it does not. */
const NAMES: ReadonlyMap<string, (at: At) => Named | undefined> = new Map<
  string,
  (at: At) => Named | undefined
>([
  ["AssumedRole", nameRole],
  ["FederatedUser", nameFederated],
  ["Root", (at: At) => ({ name: "root", ...present("issuer", at("arn")) })],
  ["AWSService", (at: At) => nameAs(at("invokedBy") ?? at("userName"))],
  ["AWSAccount", nameAccount],
  ["IdentityCenterUser", nameIdentityCenterUser],
]);

function nameAnyone(at: At): Named | undefined {
  return nameAs(
    at("userName") ?? lastOf(at("arn")) ?? at("principalId") ?? at("invokedBy") ?? at("accountId"),
    at("arn") ?? at("principalId"),
  );
}

function nameRole(at: At): Named | undefined {
  const arn = at("arn");
  const [, role, session] = /:assumed-role\/(.+)\/([^/]*)$/.exec(arn ?? "") ?? [];
  const name = at("sessionContext.sessionIssuer.userName") ?? role ?? lastOf(arn);
  if (name === undefined) return nameAnyone(at);
  const principal = at("principalId");
  return {
    name,
    ...present("session", session ?? /:(.+)$/.exec(principal ?? "")?.[1]),
    ...present(
      "issuer",
      at("sessionContext.sessionIssuer.arn") ??
        arn?.replace(/(:assumed-role\/.+)\/[^/]*$/, "$1") ??
        principal?.replace(/:.*$/, ""),
    ),
  };
}

function nameFederated(at: At): Named | undefined {
  const name = lastOf(at("arn")) ?? at("userName") ?? at("principalId")?.replace(/^[^:]*:/, "");
  return nameAs(name, at("sessionContext.sessionIssuer.arn") ?? at("arn"));
}

function nameAccount(at: At): Named | undefined {
  if (at("accountId") === "ANONYMOUS_PRINCIPAL") return { name: "anonymous", issuer: "anonymous" };
  const id = at("accountId") ?? at("principalId");
  return id === undefined ? nameAnyone(at) : nameAs(`account ${id}`, at("principalId") ?? id);
}

function nameIdentityCenterUser(at: At): Named | undefined {
  const user = at("onBehalfOf.userId");
  if (user === undefined) return nameAnyone(at);
  return nameAs(at("userName") ?? user, `${at("onBehalfOf.identityStoreArn") ?? ""}/${user}`);
}

/** An Insight record has no identity of its own; its attributions name who caused the unusual calls. */
function insightActor(detail: Detail): Actor | undefined {
  if (textOf(detail, "eventType") !== "AwsCloudTrailInsight") return undefined;
  const arns: string[] = [];
  for (let i = 0; i < MAX_ATTRIBUTES; i++) {
    const base = `insightDetails.insightContext.attributions.${i}`;
    if (textOf(detail, `${base}.attribute`) !== "userIdentityArn") continue;
    for (let j = 0; j < MAX_ATTRIBUTES; j++) {
      const arn = textOf(detail, `${base}.insight.${j}.value`);
      if (arn !== undefined) arns.push(arn);
    }
  }
  const [first, ...others] = arns;
  if (first === undefined) return { type: "Insight", name: "no single identity" };
  const more = others.length === 0 ? "" : ` and ${others.length} more`;
  return {
    type: "Insight",
    name: clip(`${lastOf(first)}${more}`, MAX_NAME),
    arn: clip(first, MAX_ARN),
  };
}

/** Attributions and values read of an Insight; CloudTrail writes at most 5 of each. */
const MAX_ATTRIBUTES = 10;

function nameAs(name: string | undefined, issuer = name): Named | undefined {
  return name === undefined ? undefined : { name, ...present("issuer", issuer) };
}

/** `arn:aws:iam::111122223333:user/team/ada` → `ada`. */
function lastOf(arn: string | undefined): string | undefined {
  return arn?.split(/[/:]/).findLast((part) => part !== "");
}

function clipped({ name, session, issuer }: Named): Named {
  return {
    name: clip(name, MAX_NAME),
    ...present("session", session && clip(session, MAX_NAME)),
    ...present("issuer", issuer),
  };
}

function present<K extends string>(key: K, value: string | undefined): { [P in K]?: string } {
  return (value ? { [key]: value } : {}) as { [P in K]?: string };
}
