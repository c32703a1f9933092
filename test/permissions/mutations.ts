import { createJudgement } from "../../src/local/access/judgement.ts";
import type { AccessRequest } from "../../src/local/iam/request.ts";
import type {
  AttachedPolicy,
  PermissionWiring,
  PolicyDocument,
} from "../../src/local/wiring/permission-wiring.ts";
import { colleagues, guests, withGuest } from "./guests.ts";

/** One thing taken out of a policy. */
export interface Mutation {
  /** Logical id of the policy, and which of its statements. */
  readonly statement: string;
  /** What is taken out: `statement`, an action, or a condition. */
  readonly mutation: string;
  /** Whether the policy is wider without it: it is seen by what must stay refused. */
  readonly widens: boolean;
  readonly id: string;
  readonly change: (document: PolicyDocument) => PolicyDocument;
}

type Statement = PolicyDocument["Statement"][number];

/** Everything that can be taken out of the policies, one at a time. */
export function mutationsOf(permissions: PermissionWiring): readonly Mutation[] {
  return policiesOf(permissions).flatMap(({ id, document }) =>
    document.Statement.flatMap((statement, at): Mutation[] => {
      const name = `${id}#${at}`;
      const isDeny = statement.Effect === "Deny";
      const actions = [statement.Action].flat().map(String);
      const conditions = Object.entries(Object(statement.Condition)).flatMap(([operator, keys]) =>
        Object.keys(Object(keys)).map((key) => [operator, key] as const),
      );
      const change = (changed: (statement: Statement) => readonly Statement[]) => ({
        id,
        statement: name,
        change: (whole: PolicyDocument): PolicyDocument => ({
          ...whole,
          Statement: whole.Statement.flatMap((it, i) => (i === at ? changed(it) : [it])),
        }),
      });
      return [
        { ...change(() => []), mutation: "statement", widens: isDeny },
        ...(actions.length < 2 ? [] : actions).map((action) => ({
          ...change((it) => [{ ...it, Action: actions.filter((each) => each !== action) }]),
          mutation: action,
          widens: isDeny,
        })),
        ...conditions.map(([operator, key]) => ({
          ...change((it) => [
            { ...it, Condition: withoutKey(Object(it.Condition), operator, key) },
          ]),
          mutation: `${operator} ${key}`,
          widens: !isDeny,
        })),
      ];
    }),
  );
}

/** Policies of a wiring, each once: one of all log groups is attached to each of them. */
function policiesOf({ roles, resources }: PermissionWiring): readonly AttachedPolicy[] {
  const all = [
    ...roles.flatMap(({ trust, policies, boundary }) => [trust, ...policies, boundary]),
    ...resources.flatMap(({ policies }) => policies),
  ].filter((it) => it !== undefined);
  return [...new Map(all.map((it) => [`${it.id} ${JSON.stringify(it.document)}`, it])).values()];
}

function withoutKey(
  condition: Readonly<Record<string, object>>,
  operator: string,
  key: string,
): object {
  const rest = Object.entries(condition[operator] ?? {}).filter(([name]) => name !== key);
  const others = Object.entries(condition).filter(([name]) => name !== operator);
  return Object.fromEntries(
    rest.length === 0 ? others : [...others, [operator, Object.fromEntries(rest)]],
  );
}

/** What a set of policies is held to. */
export interface Held {
  /** Requests that must be allowed: what was asked for while the example ran. */
  readonly needed: readonly AccessRequest[];
  /** Requests that must be refused: the same from a stranger, or in the clear. */
  readonly strange: readonly AccessRequest[];
}

/** Makes of what was asked what must be allowed and what must not. */
export function heldBy(permissions: PermissionWiring, asked: readonly AccessRequest[]): Held {
  const judge = createJudgement(withGuest(permissions));
  const needed = distinct([...asked, ...guests(permissions)]).filter((it) => judge(it).allowed);
  const strange = distinct([...needed.flatMap(strangersOf), ...colleagues(permissions)]).filter(
    (it) => !judge(it).allowed,
  );
  return { needed, strange };
}

/** Values no part of a deployment has, by condition key. */
const STRANGE: Readonly<Record<string, string>> = {
  "aws:SecureTransport": "false",
  "aws:SourceAccount": "999999999999",
  "aws:SourceArn": "arn:aws:s3:::somebody-elses",
  "aws:PrincipalOrgID": "o-somebodyelses",
  "aws:PrincipalArn": "arn:aws:iam::999999999999:role/somebody-elses",
  "events:detail-type": "Somebody's",
  "events:source": "somebody",
  "kms:ViaService": "ec2.eu-central-1.amazonaws.com",
  "sts:ExternalId": "somebody-elses",
};

function strangersOf(request: AccessRequest): readonly AccessRequest[] {
  return Object.entries(STRANGE)
    .filter(([key]) => key in request.context)
    .map(([key, value]) => ({ ...request, context: { ...request.context, [key]: value } }));
}

function distinct(requests: readonly AccessRequest[]): readonly AccessRequest[] {
  return [...new Map(requests.map((it) => [JSON.stringify(it), it])).values()];
}

/** Whether anything that must be allowed is refused without it, or the other way round. */
export function isSeen(permissions: PermissionWiring, mutation: Mutation, held: Held): boolean {
  const change = (policy: AttachedPolicy): AttachedPolicy =>
    policy.id === mutation.id ? { ...policy, document: mutation.change(policy.document) } : policy;
  const changed: PermissionWiring = {
    ...permissions,
    roles: permissions.roles.map((role) => ({
      ...role,
      // A role without trust is a role that nobody may assume.
      trust: isTrust(mutation, role.trust) ? change(role.trust) : role.trust,
      policies: role.policies.map(change),
      ...(role.boundary && { boundary: change(role.boundary) }),
    })),
    resources: permissions.resources.map((it) => ({ ...it, policies: it.policies.map(change) })),
  };
  const judge = createJudgement(withGuest(changed));
  return (
    held.needed.some((it) => !judge(it).allowed) || held.strange.some((it) => judge(it).allowed)
  );
}

function isTrust({ id }: Mutation, trust: AttachedPolicy): boolean {
  return trust.id === id;
}
