import { randomUUID } from "node:crypto";

/** A record as CloudTrail writes it, a call of an IAM user's unless the fields say otherwise. */
export function record(fields: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    eventVersion: "1.11",
    userIdentity: iamUser("mallory"),
    eventTime: new Date(Date.now() - 120_000).toISOString().replace(/\.\d+/, ""),
    eventSource: "ec2.amazonaws.com",
    eventName: "DescribeInstances",
    awsRegion: "us-east-1",
    sourceIPAddress: "192.0.2.66",
    userAgent: "aws-cli/2.27.0",
    requestParameters: null,
    responseElements: null,
    requestID: randomUUID(),
    eventID: randomUUID(),
    readOnly: false,
    eventType: "AwsApiCall",
    managementEvent: true,
    recipientAccountId: "111122223333",
    eventCategory: "Management",
    ...fields,
  };
}

/** A record of `StopLogging` on a trail. */
export function stopLogging(
  trail: string,
  fields: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  const arn = `arn:aws:cloudtrail:us-east-1:111122223333:trail/${trail}`;
  return record({
    eventSource: "cloudtrail.amazonaws.com",
    eventName: "StopLogging",
    requestParameters: { name: arn },
    resources: [{ ARN: arn, accountId: "111122223333", type: "AWS::CloudTrail::Trail" }],
    ...fields,
  });
}

/** What the record of a console sign-in says of the call. */
export const LOGIN = { eventName: "ConsoleLogin", eventSource: "signin.amazonaws.com" };

/** `userIdentity` of an IAM user. */
export function iamUser(userName: string, accountId = "111122223333"): Record<string, unknown> {
  return {
    type: "IAMUser",
    principalId: `AIDA${userName.toUpperCase().padEnd(16, "X").slice(0, 16)}`,
    arn: `arn:aws:iam::${accountId}:user/${userName}`,
    accountId,
    userName,
  };
}

/** `userIdentity` of a session of a role. */
export function roleSession(
  roleArn: string,
  session: string,
  accountId = roleArn.split(":")[4] ?? "",
): Record<string, unknown> {
  const role = roleArn.split("/").at(-1) ?? "";
  return {
    type: "AssumedRole",
    principalId: `AROAEXAMPLEEXAMPLE1:${session}`,
    arn: `arn:aws:sts::${accountId}:assumed-role/${role}/${session}`,
    accountId,
    sessionContext: {
      sessionIssuer: {
        type: "Role",
        principalId: "AROAEXAMPLEEXAMPLE1",
        arn: roleArn,
        accountId,
        userName: role,
      },
      attributes: { creationDate: "2026-01-02T03:00:00Z", mfaAuthenticated: "false" },
    },
  };
}

/** Key of a log file, by a name that is its own and the account whose records it says it holds. */
export function logKey(name: string, account = "111122223333", prefix = ""): string {
  return `${prefix}AWSLogs/${account}/CloudTrail/us-east-1/2026/01/02/${account}_CloudTrail_us-east-1_20260102T0305Z_redteam${name}.json.gz`;
}
