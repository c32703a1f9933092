/** An account of the sample organisation. */
export interface SampleAccount {
  readonly id: string;
  readonly name: string;
}

/** The organisation's id, as it stands in an organisation trail's keys. */
export const ORGANISATION_ID = "o-exampleorg1";

/** The account the security team works in. */
export const SECURITY: SampleAccount = { id: "111122223333", name: "security" };
/** The account customers are in. */
export const PRODUCTION: SampleAccount = { id: "444455556666", name: "production" };
/** The account things break in. */
export const STAGING: SampleAccount = { id: "777788889999", name: "staging" };

/** All accounts of the sample organisation. */
export const ACCOUNTS: readonly SampleAccount[] = [SECURITY, PRODUCTION, STAGING];

/** The Region the organisation works in. */
export const HOME_REGION = "eu-central-1";
/** The Region AWS logs global services to. */
export const GLOBAL_REGION = "us-east-1";

/** `userIdentity` of an IAM user. */
export function iamUser(account: SampleAccount, userName: string): Record<string, unknown> {
  return {
    type: "IAMUser",
    principalId: `AIDAEXAMPLE${userName.toUpperCase()}`,
    arn: `arn:aws:iam::${account.id}:user/${userName}`,
    accountId: account.id,
    accessKeyId: `AKIAEXAMPLE${userName.toUpperCase()}`,
    userName,
  };
}

/** `userIdentity` of a session of a role; `issuedIn` is the account the role is in. */
export function roleSession(
  issuedIn: SampleAccount,
  roleName: string,
  session: string,
): Record<string, unknown> {
  return {
    type: "AssumedRole",
    principalId: `AROAEXAMPLE${roleName.toUpperCase()}:${session}`,
    arn: `arn:aws:sts::${issuedIn.id}:assumed-role/${roleName}/${session}`,
    accountId: issuedIn.id,
    accessKeyId: "ASIAEXAMPLESESSION00",
    sessionContext: {
      sessionIssuer: {
        type: "Role",
        principalId: `AROAEXAMPLE${roleName.toUpperCase()}`,
        arn: `arn:aws:iam::${issuedIn.id}:role/${roleName}`,
        accountId: issuedIn.id,
        userName: roleName,
      },
      attributes: { creationDate: "2026-11-02T08:55:00Z", mfaAuthenticated: "false" },
    },
  };
}

/** `userIdentity` of an account's root user. */
export function root(account: SampleAccount): Record<string, unknown> {
  return {
    type: "Root",
    principalId: account.id,
    arn: `arn:aws:iam::${account.id}:root`,
    accountId: account.id,
  };
}

/** `userIdentity` of an AWS service acting on its own. */
export function service(invokedBy: string): Record<string, unknown> {
  return { type: "AWSService", invokedBy };
}
