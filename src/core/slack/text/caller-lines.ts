import type { Alert } from "../../alert/alert.ts";
import { code } from "./text.ts";

/** Labelled facts about who is behind a call, those the event gives. */
export function callerFacts({
  actor,
  caller,
}: Alert): [label: string, value: string | undefined][] {
  const { person, identityStore, principalId, sourceIdentity, provider } = caller ?? {};
  const store = identityStore && `\nof ${code(lastPart(identityStore), 100)}`;
  return [
    // A single sign-on session is named after its person: the sentence says it already.
    [
      "Person",
      person === undefined || person === actor.session
        ? undefined
        : `${code(person, 200)}${store ?? ""}`,
    ],
    ["Source identity", sourceIdentity && code(sourceIdentity, 200)],
    ["Principal", principalId && code(principalId, 320)],
    ["Identity provider", provider && code(provider, 320)],
  ];
}

/** ` through vpce-… of account …`, where a call came by a VPC endpoint. */
export function endpointText({ caller, account }: Alert): string {
  const { vpcEndpoint, vpcEndpointAccount } = caller ?? {};
  if (vpcEndpoint === undefined) return "";
  const owner =
    vpcEndpointAccount === undefined || vpcEndpointAccount === account
      ? ""
      : ` of account ${code(vpcEndpointAccount, 70)}`;
  return `through ${code(vpcEndpoint, 100)}${owner}`;
}

/** `AssumedRole arn:…  ·  key ASIA…  ·  session 2 h 14 min old, no MFA  ·  agent aws-cli/2` */
export function identityLine({ actor, caller = {}, userAgent }: Alert): string | undefined {
  const { type, arn, invokedBy, name } = actor;
  const parts = [
    type && `${code(type, 80)}${arn === undefined ? "" : ` ${code(arn, 620)}`}`,
    caller.assumedRoot && "*assumed root*: a session made by the organisation, not a sign-in",
    caller.accessKeyId && `key ${code(caller.accessKeyId, 170)}`,
    sessionText(caller),
    caller.fromConsole && "by the console",
    caller.instanceMetadata && `instance credentials by IMDS ${code(caller.instanceMetadata, 30)}`,
    invokedBy && invokedBy !== name && `through ${code(invokedBy, 220)}`,
    userAgent && userAgent !== invokedBy && `agent ${code(userAgent, 250)}`,
  ].filter((part) => part);
  return parts.length === 0 ? undefined : parts.join("  ·  ");
}

/** Why a record came late or again. */
export function addendumLine({ addendum }: Alert): string | undefined {
  if (addendum === undefined) return undefined;
  const { reason, updatedFields, originalEventId } = addendum;
  const late = reason === "DELIVERY_DELAY" || reason === "SERVICE_OUTAGE";
  return [
    `${late ? "*Delivered late*" : "*Written again*"}: ${code(reason, 80)}`,
    updatedFields && `updated ${code(updatedFields, 320)}`,
    originalEventId && `in place of event ${code(originalEventId, 120)}`,
  ]
    .filter((part) => part)
    .join("  ·  ");
}

function sessionText({ mfa, sessionAge }: NonNullable<Alert["caller"]>): string | undefined {
  const made = mfa === undefined ? undefined : mfa ? "with MFA" : "no MFA";
  if (sessionAge === undefined) return made && `session ${made}`;
  return `session ${ageText(sessionAge)} old${made === undefined ? "" : `, ${made}`}`;
}

/** `40 s`, `14 min`, `2 h 14 min`, `3 d 4 h`. */
export function ageText(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h${minutes % 60 === 0 ? "" : ` ${minutes % 60} min`}`;
  return `${Math.floor(hours / 24)} d${hours % 24 === 0 ? "" : ` ${hours % 24} h`}`;
}

function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}
