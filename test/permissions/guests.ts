import type { AccessRequest, Principal } from "../../src/local/iam/request.ts";
import type { AttachedPolicy, PermissionWiring } from "../../src/local/wiring/permission-wiring.ts";

/** Name of the role that works by hand with what the deployment's resources hold. */
export const OPERATOR = "role/trailbridge-operator";

/** A service that the product does not use: whoever installs it lets it in by the resource's own policy. */
const GUEST = "backup.amazonaws.com";

/** What a policy denies by name, on one resource. */
interface Closed {
  readonly arn: string;
  readonly action: string;
}

function closedIn({ resources }: PermissionWiring): readonly Closed[] {
  return resources.flatMap(({ arn, policies }) =>
    policies
      .flatMap(({ document }) => document.Statement)
      .filter(({ Effect }) => Effect === "Deny")
      .flatMap(({ Action }) => [Action].flat().map(String))
      .filter((action) => !action.includes("*"))
      .map((action) => ({ arn, action })),
  );
}

/** What roles that may do everything would do where a policy denies something: one of the account, one of another. */
export function colleagues(permissions: PermissionWiring): readonly AccessRequest[] {
  return closedIn(permissions).flatMap((closed) =>
    [accountOf(closed), "999999999999"].map((account) =>
      asRole(closed, `arn:${closed.arn.split(":")[1]}:iam::${account}:role/somebody-elses`),
    ),
  );
}

/** What is left open there: an operator's work by hand, and the service that somebody lets in. */
export function guests(permissions: PermissionWiring): readonly AccessRequest[] {
  return closedIn(permissions).flatMap((closed) => [
    asRole(closed, `arn:${closed.arn.split(":")[1]}:iam::${accountOf(closed)}:${OPERATOR}`),
    asking(
      closed,
      { kind: "service", service: GUEST },
      { "aws:PrincipalIsAWSService": "true", "aws:SourceAccount": accountOf(closed) },
    ),
  ]);
}

/** The wiring once the service is let in wherever something is denied by name. */
export function withGuest(permissions: PermissionWiring): PermissionWiring {
  const closed = new Set(closedIn(permissions).map(({ arn }) => arn));
  const resources = permissions.resources.map((it) =>
    closed.has(it.arn) ? { ...it, policies: [...it.policies, lettingIn(it.arn)] } : it,
  );
  return { ...permissions, resources };
}

function lettingIn(arn: string): AttachedPolicy {
  const Statement = [
    {
      Effect: "Allow",
      Principal: { Service: GUEST },
      Action: `${arn.split(":")[2]}:*`,
      Resource: "*",
    },
  ];
  return { id: "LetIn", document: { Version: "2012-10-17", Statement } };
}

function asRole(closed: Closed, roleArn: string): AccessRequest {
  return asking(
    closed,
    { kind: "role", roleArn, session: "by-hand" },
    {
      "aws:PrincipalArn": roleArn,
      "aws:PrincipalAccount": roleArn.split(":")[4] ?? "",
      "aws:PrincipalIsAWSService": "false",
    },
  );
}

function asking(
  closed: Closed,
  caller: Principal,
  context: Readonly<Record<string, string>>,
): AccessRequest {
  return {
    caller,
    action: closed.action,
    resource: closed.arn,
    resourceAccount: accountOf(closed),
    context: { "aws:SecureTransport": "true", ...context },
  };
}

function accountOf({ arn }: Closed): string {
  return arn.split(":")[4] || "111122223333";
}
