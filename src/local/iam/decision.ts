import { arnMatches } from "./arn.ts";
import { conditionHolds } from "./condition.ts";
import { matchesPattern, readPattern } from "./pattern.ts";
import type { Names, Policy, Statement } from "./policy.ts";
import { type NamedAs, namedBy } from "./principal.ts";
import { type AccessRequest, accountOfCaller } from "./request.ts";

/** Policies that have a say in a request. */
export interface Policies {
  /** Of the caller's role; a service has none, the root of an account is allowed everything. */
  readonly identity: readonly Policy[];
  /** Permissions boundary of the role. */
  readonly boundary?: Policy;
  /** Of the resource; absent if it has none. */
  readonly resource?: Policy;
  /**
   * Whether nobody may do anything that the resource's own policy does not grant, or leave to the
   * account: so it is with keys, and with the trust in a role.
   */
  readonly resourceDecides?: boolean;
}

/** The kinds of policy that can refuse a request. */
export type PolicyKind = "identity-based policy" | "permissions boundary" | "resource-based policy";

/** What the policies say. */
export type Decision =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly by: PolicyKind; readonly explicit: boolean };

/**
 * Decides a request as IAM does: what is denied anywhere is denied; what nothing allows is denied.
 * Within an account the caller's policies or the resource's own must allow it, across accounts both.
 *
 * @throws {Error} If a condition cannot be evaluated.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function decide(request: AccessRequest, policies: Policies): Decision {
  const { identity, boundary, resource, resourceDecides = false } = policies;
  const kinds: readonly (readonly [PolicyKind, readonly Policy[]])[] = [
    ["identity-based policy", identity],
    ["permissions boundary", boundary === undefined ? [] : [boundary]],
    ["resource-based policy", resource === undefined ? [] : [resource]],
  ];
  for (const [by, each] of kinds) {
    const denies = statementsOf(each, "Deny").some((it) => applies(it, request) !== undefined);
    if (denies) return { allowed: false, by, explicit: true };
  }
  const named = grantsOf(resource === undefined ? [] : [resource], request);
  const byResource = named.some((it) => it === "itself" || it === "everybody");
  const refusedBy = (by: PolicyKind): Decision => ({ allowed: false, by, explicit: false });

  if (request.caller.kind === "service") {
    return byResource ? { allowed: true } : refusedBy("resource-based policy");
  }
  const isSameAccount = accountOfCaller(request.caller) === request.resourceAccount;
  const isRoot = request.caller.kind === "root";
  const byIdentity = isRoot || grantsOf(identity, request).length > 0;
  const byBoundary = boundary === undefined || grantsOf([boundary], request).length > 0;
  if (!isSameAccount || resourceDecides) {
    if (named.length === 0) return refusedBy("resource-based policy");
    if (isSameAccount && byResource) return byBoundary ? { allowed: true } : refusedBy(BOUNDARY);
  } else if (byResource) {
    return byBoundary ? { allowed: true } : refusedBy(BOUNDARY);
  }
  if (!byIdentity) return refusedBy("identity-based policy");
  return byBoundary ? { allowed: true } : refusedBy(BOUNDARY);
}

const BOUNDARY = "permissions boundary";

/** How statements that allow a request name its caller; identity policies mean it by themselves. */
function grantsOf(
  policies: readonly Policy[],
  request: AccessRequest,
): readonly NonNullable<NamedAs>[] {
  return statementsOf(policies, "Allow")
    .map((statement) => applies(statement, request))
    .filter((named) => named !== undefined);
}

function statementsOf(policies: readonly Policy[], effect: Statement["effect"]) {
  return policies.flatMap(({ statements }) => statements.filter((it) => it.effect === effect));
}

/** How a statement names the caller of a request; `undefined` if it is not about the request. */
function applies(statement: Statement, request: AccessRequest): NamedAs {
  const { actions, resources, principals, conditions, hasVariables } = statement;
  const variables = hasVariables ? request.context : undefined;
  const named = principals === undefined ? "itself" : namedBy(principals, request.caller);
  const isMeant = principals?.not ? named === undefined : named !== undefined;
  if (!isMeant) return undefined;
  const isAction = (pattern: string) =>
    matchesPattern(readPattern(pattern.toLowerCase()) ?? [], request.action.toLowerCase());
  if (!includes(actions, isAction)) return undefined;
  const isResource = (text: string) => {
    const pattern = readPattern(text, variables);
    return pattern !== undefined && arnMatches(pattern, request.resource);
  };
  if (resources !== undefined && !includes(resources, isResource)) return undefined;
  if (!conditions.every((it) => conditionHolds(it, request.context, variables))) return undefined;
  return named ?? "everybody";
}

function includes({ not, patterns }: Names, matches: (pattern: string) => boolean): boolean {
  return patterns.some(matches) !== not;
}
