import { accountOf, clip, type Detail, textOf } from "../record/event-text.ts";
import { sha256 } from "../record/sha256.ts";
import { lastOf, type Named, nameOf } from "./actor-name.ts";

/** Who did it, as far as the event says. */
export interface Actor {
  /** `userIdentity.type`, e.g. `AssumedRole`; absent when the event names no identity. */
  readonly type?: string;
  /** Short and readable: a user, a role, a service; {@linkcode UNKNOWN_ACTOR} at worst. */
  readonly name: string;
  /** Session of a role, of a federated user or of a foreign caller: often the person behind it. */
  readonly session?: string;
  /** ARN of the identity. */
  readonly arn?: string;
  /** What stays the same from session to session: the role's ARN or id and not the session's. */
  readonly issuer?: string;
  /** AWS service that made the call for the actor. */
  readonly invokedBy?: string;
  /** Account of the identity. */
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
  const type = textOf(detail, "userIdentity.type");
  const arn = textOf(detail, "userIdentity.arn");
  const account = accountOf(detail, "userIdentity.accountId");
  const actor: Texts = { name: UNKNOWN_ACTOR };
  if (type) actor.type = clip(type, MAX_NAME);
  if (arn) actor.arn = clip(arn, MAX_ARN);
  const invokedBy = textOf(detail, "userIdentity.invokedBy");
  if (invokedBy) actor.invokedBy = clip(invokedBy, MAX_NAME);
  if (account) actor.account = clip(account, MAX_ACCOUNT);
  const named = nameOf(detail);
  if (named !== undefined) return actorNamed(named, actor);
  const bare = textOf(detail, "userIdentity");
  if (bare !== undefined) return actorNamed({ name: bare, issuer: bare }, actor);
  return insightActor(detail) ?? actor;
}

/** An actor that is being read: each of its fields is a text. */
type Texts = Partial<Record<keyof Actor, string>> & { name: string };

/** How people write an actor: `Deploy / ci-1234`. */
export function actorLabel({ name, session }: Actor): string {
  return session === undefined || session === name ? name : `${name} / ${session}`;
}

const MAX_ARN = 600;
const MAX_NAME = 200;
const MAX_ACCOUNT = 64;

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
    name: clip(`${lastOf(first) ?? first}${more}`, MAX_NAME),
    arn: clip(first, MAX_ARN),
  };
}

/** Attributions and values read of an Insight; CloudTrail writes at most 5 of each. */
const MAX_ATTRIBUTES = 10;

/** A long issuer becomes its hash: cut, two of them could be taken for one. */
function actorNamed({ name, session, issuer }: Named, actor: Texts): Actor {
  actor.name = clip(name, MAX_NAME);
  if (session) actor.session = clip(session, MAX_NAME);
  if (issuer) actor.issuer = issuer.length > MAX_ARN ? `sha256:${sha256(issuer)}` : issuer;
  return actor;
}
