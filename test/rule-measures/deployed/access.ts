import { ACCOUNT, call, calls, type DeployedResource } from "./trail.ts";

const trust = (principal: unknown): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Action: "sts:AssumeRole", Effect: "Allow", Principal: principal }],
  });

const ROLE_READS =
  "iam:GetRole iam:ListRolePolicies iam:ListAttachedRolePolicies iam:ListInstanceProfilesForRole";

/** A role that a service uses. */
export function role(roleName: string, service: string, policyArn: string): DeployedResource {
  const it = { roleName };
  const policyDocument = JSON.stringify({
    Statement: [{ Effect: "Allow", Action: ["s3:GetObject"], Resource: "arn:aws:s3:::data/*" }],
  });
  return {
    create: [
      call("iam:CreateRole", {
        ...it,
        assumeRolePolicyDocument: trust({ Service: `${service}.amazonaws.com` }),
      }),
      ...calls("iam:GetRole iam:GetRole", it),
      call("iam:PutRolePolicy", { ...it, policyName: "data", policyDocument }),
      call("iam:AttachRolePolicy", { ...it, policyArn }),
    ],
    read: [
      ...calls(`${ROLE_READS} iam:GetRolePolicy iam:ListAttachedRolePolicies`, it),
      call("iam:GetPolicy", { policyArn }),
    ],
    update: [
      call("iam:UpdateAssumeRolePolicy", {
        ...it,
        policyDocument: trust({ Service: `${service}.amazonaws.com` }),
      }),
    ],
    destroy: [
      call("iam:DetachRolePolicy", { ...it, policyArn }),
      call("iam:DeleteRolePolicy", { ...it, policyName: "data" }),
      ...calls("iam:ListInstanceProfilesForRole iam:DeleteRole", it),
    ],
  };
}

/** The role by which a pipeline deploys: an administrator that signs in by OpenID Connect. */
export function pipelineRole(roleName: string): DeployedResource {
  const provider = `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`;
  const policyArn = "arn:aws:iam::aws:policy/AdministratorAccess";
  const openIDConnectProviderArn = provider;
  return {
    create: [
      call("iam:CreateOpenIDConnectProvider", {
        url: "https://token.actions.githubusercontent.com",
      }),
      call("iam:CreateRole", {
        roleName,
        assumeRolePolicyDocument: trust({ Federated: provider }),
      }),
      call("iam:AttachRolePolicy", { roleName, policyArn }),
    ],
    read: [
      call("iam:GetOpenIDConnectProvider", { openIDConnectProviderArn }),
      ...calls(ROLE_READS, { roleName }),
    ],
    destroy: [
      call("iam:DetachRolePolicy", { roleName, policyArn }),
      call("iam:DeleteRole", { roleName }),
      call("iam:DeleteOpenIDConnectProvider", { openIDConnectProviderArn }),
    ],
  };
}

export function policy(name: string): DeployedResource {
  const policyArn = `arn:aws:iam::${ACCOUNT}:policy/${name}`;
  const policyDocument = JSON.stringify({
    Statement: [{ Effect: "Allow", Action: ["sqs:SendMessage"], Resource: "*" }],
  });
  return {
    create: [call("iam:CreatePolicy", { policyName: name, policyDocument })],
    read: calls("iam:GetPolicy iam:GetPolicyVersion", { policyArn }),
    update: [
      call("iam:ListPolicyVersions", { policyArn }),
      call("iam:CreatePolicyVersion", { policyArn, policyDocument, setAsDefault: true }),
    ],
    destroy: calls("iam:ListPolicyVersions iam:DeletePolicy", { policyArn }),
  };
}

/** A user for a machine, with a key; where it says so, for a person, too, and an administrator. */
export function user(userName: string, isPerson = false): DeployedResource {
  const it = { userName };
  const accessKeyId = `AKIA${userName.toUpperCase()}`;
  const policyArn = "arn:aws:iam::aws:policy/AdministratorAccess";
  return {
    create: [
      call("iam:CreateUser", it),
      {
        name: "iam:CreateAccessKey",
        parameters: it,
        response: { accessKey: { userName, accessKeyId, status: "Active" } },
      },
      call("iam:PutUserPolicy", { ...it, policyName: "p", policyDocument: '{"Statement":[]}' }),
      ...(isPerson
        ? [call("iam:CreateLoginProfile", it), call("iam:AttachUserPolicy", { ...it, policyArn })]
        : []),
    ],
    read: calls(
      "iam:GetUser iam:ListAccessKeys iam:GetUserPolicy iam:ListAttachedUserPolicies iam:ListGroupsForUser",
      it,
    ),
    destroy: [
      ...(isPerson
        ? [call("iam:DetachUserPolicy", { ...it, policyArn }), call("iam:DeleteLoginProfile", it)]
        : []),
      ...calls("iam:ListAccessKeys iam:DeleteUserPolicy", it),
      call("iam:DeleteAccessKey", { ...it, accessKeyId }),
      call("iam:DeleteUser", it),
    ],
  };
}

/** What an account is watched by. */
export function trail(name: string): DeployedResource {
  return {
    create: [
      call("cloudtrail:CreateTrail", { name, isMultiRegionTrail: true }),
      ...calls("cloudtrail:StartLogging cloudtrail:GetTrailStatus", { name }),
      call("cloudtrail:PutEventSelectors", {
        trailName: name,
        eventSelectors: [{ readWriteType: "All", includeManagementEvents: true }],
      }),
    ],
    read: calls(
      "cloudtrail:DescribeTrails cloudtrail:GetTrailStatus cloudtrail:GetEventSelectors cloudtrail:ListTags",
      { name },
    ),
    destroy: [call("cloudtrail:DeleteTrail", { name })],
  };
}

export function logGroup(logGroupName: string): DeployedResource {
  return {
    create: [
      call("logs:CreateLogGroup", { logGroupName }),
      call("logs:PutRetentionPolicy", { logGroupName, retentionInDays: 30 }),
    ],
    read: calls("logs:DescribeLogGroups logs:ListTagsForResource", { logGroupName }),
    destroy: [call("logs:DeleteLogGroup", { logGroupName })],
  };
}

export function queryLog(name: string): DeployedResource {
  const it = { resolverQueryLogConfigId: name };
  return {
    create: calls(
      "route53resolver:CreateResolverQueryLogConfig route53resolver:AssociateResolverQueryLogConfig",
      it,
    ),
    read: calls(
      "route53resolver:GetResolverQueryLogConfig route53resolver:GetResolverQueryLogConfigAssociation",
      it,
    ),
    destroy: calls(
      "route53resolver:DisassociateResolverQueryLogConfig route53resolver:DeleteResolverQueryLogConfig",
      it,
    ),
  };
}
