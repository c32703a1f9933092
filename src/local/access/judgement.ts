import { type Decision, decide } from "../iam/decision.ts";
import { type Attachment, type Policy, readPolicy } from "../iam/policy.ts";
import { type AccessRequest, accountOfCaller } from "../iam/request.ts";
import type { AttachedPolicy, PermissionWiring } from "../wiring/permission-wiring.ts";

/** Decides requests by the policies of a wiring. */
export type Judgement = (request: AccessRequest) => Decision;

/**
 * Reads the policies of a wiring. What is not in it is its owner's: the owner is taken to grant
 * what the caller's own policies allow, and everything to services.
 *
 * @throws {Error} If IAM would refuse one of the policies, named by its logical id.
 */
export function createJudgement({ roles, resources }: PermissionWiring): Judgement {
  const byRole = new Map(
    roles.map(({ arn, trust, policies, boundary }) => [
      arn,
      {
        trust: read(trust, "trust"),
        identity: policies.map((it) => read(it, "identity")),
        ...(boundary && { boundary: read(boundary, "identity") }),
      },
    ]),
  );
  const byResource = new Map(
    resources.map(({ arn, policies }) => [arn, policies.map((it) => read(it, "resource"))]),
  );
  return (request) => {
    const { caller, resource } = request;
    const role = caller.kind === "role" ? byRole.get(caller.roleArn) : undefined;
    const trust = byRole.get(resource)?.trust;
    const own = trust === undefined ? byResource.get(resourceOf(resource)) : [trust];
    // Somebody else's role is taken to be allowed everything by its own account.
    const identity = role?.identity ?? [EVERYTHING];
    const boundary = role?.boundary && { boundary: role.boundary };
    if (own === undefined) {
      if (caller.kind !== "role") return { allowed: true };
      const resourceAccount = accountOfCaller(caller) ?? "";
      return decide({ ...request, resourceAccount }, { identity, ...boundary });
    }
    const statements = own.flatMap((policy) => policy.statements);
    const resourceDecides = trust !== undefined || resource.split(":")[2] === "kms";
    return decide(request, { identity, ...boundary, resource: { statements }, resourceDecides });
  };
}

const EVERYTHING = readPolicy(
  { Statement: { Effect: "Allow", Action: "*", Resource: "*" } },
  "identity",
);

/** The ARN under which a resource's policy is found: that of a bucket for its objects, and so on. */
export function resourceOf(arn: string): string {
  const service = arn.split(":")[2];
  if (service === "s3") return arn.split("/", 1)[0] as string;
  if (service !== "logs") return arn;
  const stream = arn.indexOf(":log-stream:");
  if (stream >= 0) return arn.slice(0, stream);
  return arn.endsWith(":*") ? arn.slice(0, -2) : arn;
}

function read({ id, document }: AttachedPolicy, attachment: Attachment): Policy {
  try {
    return readPolicy(document, attachment);
  } catch (cause) {
    throw new Error(`${(cause as Error).message} (${id})`, { cause });
  }
}
