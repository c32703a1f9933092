import { Names, Stack, Token } from "aws-cdk-lib";
import {
  type AddToPrincipalPolicyResult,
  Grant,
  type IGrantable,
  type IIdentity,
  type IPrincipal,
  Policy,
  type PolicyStatement,
} from "aws-cdk-lib/aws-iam";
import type { IConstruct } from "constructs";

/** A role or a user that something is granted to. */
export interface Grantee {
  readonly identity: IIdentity;
  /** What `aws:PrincipalArn` is where it calls. */
  readonly arn: string;
}

/** What is granted. */
export interface Granted {
  readonly actions: readonly string[];
  readonly resourceArns: readonly string[];
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/**
 * Who a grant is for, by the name under which policies let it through.
 *
 * @throws {Error} If it is no role and no user, or of another account.
 */
export function granteeOf(scope: IConstruct, { grantPrincipal }: IGrantable): Grantee {
  const arn = arnOf(grantPrincipal);
  if (arn === undefined) {
    throw new Error(
      `Cannot grant ${scope.node.path} to ${grantPrincipal} as policies let roles and users through, by ARN: give a role, a user, or what has a role that is known`,
    );
  }
  const { account } = Stack.of(scope);
  const theirs = grantPrincipal.principalAccount;
  if (theirs !== undefined && !Token.isUnresolved(theirs + account) && theirs !== account) {
    throw new Error(
      `Cannot grant ${scope.node.path} to ${arn} as it must be of the same account: it is of "${theirs}", the stack of "${account}"; bus.putEvents and bus.putRules let other accounts in`,
    );
  }
  return { identity: grantPrincipal as IIdentity, arn };
}

/**
 * Grants to a role or user. One of another stack gets a policy in the scope's: what is closed names
 * the grantee, and so both stacks would need each other.
 */
export function grantTo(scope: IConstruct, { identity }: Grantee, granted: Granted): Grant {
  const { actions, resourceArns, conditions } = granted;
  const given = {
    actions: [...actions],
    resourceArns: [...resourceArns],
    ...(conditions && { conditions: { ...conditions } }),
  };
  const here = Stack.of(scope);
  if (Stack.of(identity) === here) return Grant.addToPrincipal({ ...given, grantee: identity });
  const id = `Grants${Names.nodeUniqueId(identity.node)}`;
  const made = here.node.tryFindChild(id) as Policy | undefined;
  const policy = made ?? new Policy(here, id);
  if (made === undefined) identity.attachInlinePolicy(policy);
  const { assumeRoleAction, policyFragment, principalAccount } = identity;
  const principal: IPrincipal = {
    assumeRoleAction,
    policyFragment,
    ...(principalAccount !== undefined && { principalAccount }),
    get grantPrincipal() {
      return principal;
    },
    addToPrincipalPolicy: (statement: PolicyStatement): AddToPrincipalPolicyResult => {
      policy.addStatements(statement);
      return { statementAdded: true, policyDependable: policy };
    },
  };
  return Grant.addToPrincipal({ ...given, grantee: principal });
}

function arnOf(principal: IPrincipal): string | undefined {
  if ("roleArn" in principal) return String(principal.roleArn);
  return "userArn" in principal ? String(principal.userArn) : undefined;
}
