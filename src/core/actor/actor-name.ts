import { type Detail, textOf } from "../record/event-text.ts";
import { nameSaml, nameWebIdentity } from "./federated-name.ts";

/** What an identity is called, and what stays the same from one of its sessions to the next. */
export interface Named {
  readonly name: string;
  readonly session?: string;
  /** Absent where nothing of the identity lasts. */
  readonly issuer?: string;
}

/**
 * Names the identity of an event by its type, as far as the event says. Only reads; texts come
 * back as long as they are.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export function nameOf(detail: Detail): Named | undefined {
  const at = (path: string): string | undefined => textOf(detail, pathInIdentity(path));
  const identity = { at, request: (key: string) => textOf(detail, `requestParameters.${key}`) };
  return (NAMES.get(at("type") ?? "") ?? nameAnyone)(identity);
}

/** The flat key of a field of `userIdentity`; put together once, as fields that are asked for are few. */
function pathInIdentity(field: string): string {
  const known = PATHS.get(field);
  if (known !== undefined) return known;
  const path = `userIdentity.${field}`;
  PATHS.set(field, path);
  return path;
}

const PATHS = new Map<string, string>();

/** `arn:aws:iam::111122223333:user/team/ada` → `ada`. */
export function lastOf(arn: string | undefined): string | undefined {
  return arn?.split(/[/:]/).findLast((part) => part !== "");
}

/** Where an identity's name is read. */
export interface IdentityFields {
  /** A field of `userIdentity`. */
  at(path: string): string | undefined;
  /** A field of `requestParameters`. */
  request(key: string): string | undefined;
}

/** How each identity type names itself; undefined where it does not. */
const NAMES: ReadonlyMap<string, (identity: IdentityFields) => Named | undefined> = new Map<
  string,
  (identity: IdentityFields) => Named | undefined
>([
  ["AssumedRole", nameRole],
  ["FederatedUser", nameFederated],
  [
    "Root",
    ({ at }) => ({
      name: "root",
      ...issuer(at("arn") ?? at("principalId") ?? at("accountId")),
    }),
  ],
  ["AWSService", ({ at }) => nameAs(at("invokedBy") ?? at("userName") ?? at("principalId"))],
  ["AWSAccount", nameAccount],
  ["WebIdentityUser", nameWebIdentity],
  ["SAMLUser", nameSaml],
  ["IdentityCenterUser", nameIdentityCenterUser],
]);

function nameAnyone(identity: IdentityFields): Named | undefined {
  const { at } = identity;
  if (roleSession(at("arn")) !== undefined || isRoleId(at("principalId"))) {
    return nameRole(identity);
  }
  return nameAs(
    at("userName") ?? lastOf(at("arn")) ?? at("principalId") ?? at("invokedBy") ?? at("accountId"),
    at("arn") ?? at("principalId"),
  );
}

function nameRole({ at }: IdentityFields): Named | undefined {
  const arn = at("arn");
  const [principal, principalSession] = principalOf(at("principalId"));
  const session = roleSession(arn);
  const name =
    at("sessionContext.sessionIssuer.userName") ??
    session?.role ??
    lastOf(at("sessionContext.sessionIssuer.arn")) ??
    lastOf(arn) ??
    at("userName") ??
    principal;
  if (name === undefined) return nameAs(at("invokedBy") ?? at("accountId"));
  const called = session?.session ?? principalSession;
  return {
    name,
    ...(called !== undefined && { session: called }),
    ...issuer(
      at("sessionContext.sessionIssuer.arn") ?? session?.issuer ?? arn ?? principal ?? name,
    ),
  };
}

function nameFederated({ at }: IdentityFields): Named | undefined {
  const [, principalSession] = principalOf(at("principalId"));
  const name = lastOf(at("arn")) ?? at("userName") ?? principalSession ?? at("principalId");
  return nameAs(name, at("sessionContext.sessionIssuer.arn") ?? at("arn") ?? at("principalId"));
}

/** Another account's caller: all there is of a role's session is `AROA…:session`. */
function nameAccount(identity: IdentityFields): Named | undefined {
  const { at } = identity;
  const account = at("accountId");
  if (account !== undefined && ANONYMOUS.includes(account.toLowerCase())) {
    return { name: "anonymous", issuer: "anonymous" };
  }
  const [principal, session] = principalOf(at("principalId"));
  const id = account ?? principal;
  if (id === undefined) return nameAnyone(identity);
  return {
    name: `account ${id}`,
    ...(session !== undefined && { session }),
    ...issuer(principal ?? roleSession(at("arn"))?.issuer ?? at("arn") ?? id),
  };
}

/** Account ids of callers nobody knows, in lower case. */
const ANONYMOUS: readonly string[] = ["anonymous_principal", "anonymous"];

function nameIdentityCenterUser(identity: IdentityFields): Named | undefined {
  const { at } = identity;
  const user = at("onBehalfOf.userId");
  if (user === undefined) return nameAnyone(identity);
  return nameAs(at("userName") ?? user, `${at("onBehalfOf.identityStoreArn") ?? ""}/${user}`);
}

/** Role, session and issuer of an assumed role's ARN; the role's name may hold a path. */
function roleSession(
  arn: string | undefined,
): { role: string; session: string; issuer: string } | undefined {
  const at = arn?.indexOf(ROLE_MARK) ?? -1;
  const end = arn?.lastIndexOf("/") ?? -1;
  const from = at + ROLE_MARK.length;
  if (arn === undefined || at === -1 || end <= from || end === arn.length - 1) return undefined;
  return { role: arn.slice(from, end), session: arn.slice(end + 1), issuer: arn.slice(0, end) };
}

const ROLE_MARK = ":assumed-role/";

/** A principal's lasting id and, after the first colon, its session. */
function principalOf(principalId: string | undefined): [id?: string, session?: string] {
  if (principalId === undefined) return [];
  const colon = principalId.indexOf(":");
  if (colon <= 0) return [principalId];
  const session = principalId.slice(colon + 1);
  return [principalId.slice(0, colon), ...(session === "" ? [] : [session])] as [string, string?];
}

/** Unique ids of roles begin with AROA. */
function isRoleId(principalId: string | undefined): boolean {
  return principalId?.startsWith("AROA") === true && principalId.includes(":");
}

function nameAs(name: string | undefined, lasting = name): Named | undefined {
  return name === undefined ? undefined : { name, ...issuer(lasting) };
}

function issuer(lasting: string | undefined): { issuer?: string } {
  return lasting === undefined ? {} : { issuer: lasting };
}
