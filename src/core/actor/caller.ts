import { clip, type Detail, textOf } from "../record/event-text.ts";
import { instantOf } from "../record/event-time.ts";

/**
 * What a responder asks about an identity beside its name: whose credentials, how they were come
 * by, and since when. Each is there only if the event says it.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export interface Caller {
  /** `principalId` of callers of other accounts, and of those who have no ARN: all one can ask about. */
  readonly principalId?: string;
  /** Access key the call was signed with. */
  readonly accessKeyId?: string;
  /** Set when a role was assumed, it stays through chained roles. */
  readonly sourceIdentity?: string;
  /** The person a role works for: an Identity Center user, or the name of a single sign-on session. */
  readonly person?: string;
  /** Identity store of `person`. */
  readonly identityStore?: string;
  /** What vouched for the identity: an OpenID or SAML provider. */
  readonly provider?: string;
  /** Whether the session's credentials were made with MFA. */
  readonly mfa?: boolean;
  /** Milliseconds since the epoch: when the session's credentials were made. */
  readonly sessionStart?: number;
  /** Seconds from there to the event; absent if the event is the earlier. */
  readonly sessionAge?: number;
  /** The root user by a session that an organisation's management made, not by its password. */
  readonly assumedRoot?: true;
  /** The credentials of a console session. */
  readonly fromConsole?: true;
  /** Version of the instance metadata service that gave an EC2 instance its credentials. */
  readonly instanceMetadata?: string;
  /** VPC endpoint the call came by. */
  readonly vpcEndpoint?: string;
  /** Account of that endpoint. */
  readonly vpcEndpointAccount?: string;
}

/** Reads what an event says of its caller. Never throws: every field may be missing or odd. */
export function callerOf(detail: Detail): Caller {
  const text = (path: string, max = MAX_ID): string | undefined => {
    const found = textOf(detail, path);
    return found === undefined ? undefined : clip(found, max);
  };
  const arn = textOf(detail, "userIdentity.arn");
  const session = "userIdentity.sessionContext";
  const facts: { [K in keyof Caller]: Caller[K] | undefined } = {
    principalId:
      arn === undefined || textOf(detail, "userIdentity.type") === "AWSAccount"
        ? text("userIdentity.principalId", MAX_LONG)
        : undefined,
    accessKeyId: text("userIdentity.accessKeyId"),
    sourceIdentity: text(`${session}.sourceIdentity`),
    person: text("userIdentity.onBehalfOf.userId") ?? signedOnPerson(arn),
    identityStore: text("userIdentity.onBehalfOf.identityStoreArn", MAX_LONG),
    provider:
      text("userIdentity.identityProvider", MAX_LONG) ??
      text(`${session}.webIdFederationData.federatedProvider`, MAX_LONG) ??
      (textOf(detail, "userIdentity.type") === "SAMLUser"
        ? text("requestParameters.principalArn", MAX_LONG)
        : undefined),
    mfa: flag(textOf(detail, `${session}.attributes.mfaAuthenticated`)),
    ...sessionTime(detail, `${session}.attributes.creationDate`),
    assumedRoot: flag(textOf(detail, `${session}.assumedRoot`)) || undefined,
    fromConsole: flag(textOf(detail, "sessionCredentialFromConsole")) || undefined,
    instanceMetadata: text(`${session}.ec2RoleDelivery`, 20),
    vpcEndpoint: text("vpcEndpointId"),
    vpcEndpointAccount: text("vpcEndpointAccountId", 64),
  };
  return Object.fromEntries(
    Object.entries(facts).filter(([, value]) => value !== undefined),
  ) as Caller;
}

const MAX_ID = 160;
const MAX_LONG = 300;

/** Roles of IAM Identity Center carry who signed in as their session's name. */
function signedOnPerson(arn: string | undefined): string | undefined {
  if (arn === undefined || !arn.includes(":assumed-role/AWSReservedSSO_")) return undefined;
  return clip(arn.slice(arn.lastIndexOf("/") + 1), MAX_ID) || undefined;
}

/** CloudTrail writes its truths as text. */
function flag(text: string | undefined): boolean | undefined {
  if (text === undefined) return undefined;
  const word = text.toLowerCase();
  return word === "true" ? true : word === "false" ? false : undefined;
}

function sessionTime(detail: Detail, path: string): Pick<Caller, "sessionStart" | "sessionAge"> {
  const sessionStart = instantOf(own(detail, path));
  const now = instantOf(own(detail, "eventTime"));
  if (sessionStart === undefined) return {};
  const age = now === undefined ? -1 : Math.floor((now - sessionStart) / 1_000);
  return { sessionStart, ...(age >= 0 && { sessionAge: age }) };
}

function own(detail: Detail, key: string): unknown {
  return Object.hasOwn(detail, key) ? detail[key] : undefined;
}
