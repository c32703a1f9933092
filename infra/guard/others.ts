import { Lazy } from "aws-cdk-lib";
import { AnyPrincipal, Effect, type IRole, PolicyStatement } from "aws-cdk-lib/aws-iam";

/** Who may work with what a resource holds, beside the services its policy lets in. */
export interface OwnCallers {
  readonly roles: readonly IRole[];
  /** ARNs of further roles and users; `*` and `?` are wildcards. */
  readonly operators: readonly string[];
}

/** ARNs of roles and users that are let through by grants, which may come after the policies. */
export interface Grantees {
  /** Who puts events on the bus: none in the product's name. */
  readonly putEvents: string[];
  /** Who reads the table of alerts. */
  readonly readAlerts: string[];
}

/** What of a resource is closed to others. */
export interface Closed {
  /** Id of the statement. */
  readonly sid: string;
  /** Actions on what the resource holds, none on the resource itself: whoever may change it can repair and delete it. */
  readonly actions: readonly string[];
  readonly resource: string;
  /** Conditions that must hold, too. */
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/**
 * A statement by which nobody else does something, however much their own policies allow: not the
 * administrators of the account either, who can change this one, which is seen.
 *
 * AWS services that call by themselves are none of the others: what they may the resource's policy
 * must allow, service by service. Who calls without credentials is one of them.
 *
 * @param grantees Further ARNs; those that are added until the synthesis count.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function denyOthers(
  own: OwnCallers,
  closed: Closed,
  grantees: readonly string[] = [],
): PolicyStatement {
  const known = [...own.roles.map((role) => role.roleArn), ...own.operators];
  // Those who are granted later, too.
  const callers = Lazy.list({ produce: () => [...new Set([...known, ...grantees])] });
  return new PolicyStatement({
    sid: closed.sid,
    effect: Effect.DENY,
    principals: [new AnyPrincipal()],
    actions: [...closed.actions],
    resources: [closed.resource],
    conditions: {
      ...closed.conditions,
      // Holds where the key is missing as well.
      ...(known.length > 0 && { ArnNotLike: { "aws:PrincipalArn": callers } }),
      BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
    },
  });
}
