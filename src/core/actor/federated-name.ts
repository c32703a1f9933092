import type { IdentityFields, Named } from "./actor-name.ts";

/**
 * Someone an OpenID provider vouches for, who asks for a role. What lasts is the provider, the
 * role, and of a pipeline its repository: the rest of its subject is a branch or a run.
 */
export function nameWebIdentity({ at, request }: IdentityFields): Named | undefined {
  const principal = at("principalId");
  const subject = at("userName") ?? subjectOf(principal);
  const provider =
    at("identityProvider") ??
    withoutEnd(principal, subject) ??
    request("providerId") ??
    (subject === at("userName") ? principal : undefined);
  const name = subject ?? principal ?? provider;
  if (name === undefined) return undefined;
  return { name, issuer: joined(provider, repositoryOf(subject), request("roleArn")) ?? name };
}

/** Someone a SAML provider vouches for, who asks for a role. */
export function nameSaml({ at, request }: IdentityFields): Named | undefined {
  const user = at("userName");
  const principal = at("principalId");
  const provider = request("principalArn") ?? at("identityProvider") ?? withoutEnd(principal, user);
  const name = user ?? principal ?? provider;
  if (name === undefined) return undefined;
  return { name, issuer: joined(provider, request("roleArn")) ?? name };
}

/**
 * `repo:acme/shop` of the subject `repo:acme/shop:ref:refs/heads/main`, as GitHub writes it;
 * GitLab's begin with `project_path:`.
 *
 * @see https://docs.github.com/en/actions/reference/security/oidc
 */
function repositoryOf(subject: string | undefined): string | undefined {
  const [kind, repository] = subject?.split(":", 2) ?? [];
  return REPOSITORY_KINDS.some((it) => it === kind) && repository
    ? `${kind}:${repository}`
    : undefined;
}

const REPOSITORY_KINDS = ["repo", "project_path"] as const;

/** The subject within `provider:audience:subject`, where it is a pipeline's. */
function subjectOf(principal: string | undefined): string | undefined {
  if (principal === undefined) return undefined;
  const at = REPOSITORY_KINDS.map((kind) => principal.indexOf(`:${kind}:`)).find((it) => it !== -1);
  return at === undefined ? undefined : principal.slice(at + 1);
}

/** What stands before `:end`; undefined if the text does not end so. */
function withoutEnd(text: string | undefined, end: string | undefined): string | undefined {
  return text !== undefined && end !== undefined && text.endsWith(`:${end}`)
    ? text.slice(0, -end.length - 1)
    : undefined;
}

/** One text of the parts that are there, no two lists of parts the same; undefined if none is. */
function joined(...parts: (string | undefined)[]): string | undefined {
  const there = parts.filter((part) => part !== undefined);
  return there.length < 2 ? there[0] : JSON.stringify(parts.map((part) => part ?? null));
}
