import { suite } from "uvu";
import * as assert from "uvu/assert";
import { compileRule } from "../../../src/core/compiler/compile-rule.ts";
import { packPatterns } from "../../../src/core/compiler/pack.ts";
import { checkPacked } from "../../../src/core/compiler/pattern-check.ts";
import { emptyTally, tryBatch } from "../../support/soundness.ts";

const test = suite("rule sets as people write them");

/** Rules that stand side by side, each with others it may get in the way of. */
const SETS: readonly (readonly string[])[] = [
  // A family, and the same family with exceptions that cannot occur, or can.
  [
    "starts_with(eventName, 'Delete')",
    "starts_with(eventName, 'Delete') && !starts_with(eventName, 'Describe')",
    "eventName == 'StopLogging'",
  ],
  [
    "starts_with(eventName, 'Delete') && eventName != 'DeleteTags'",
    "starts_with(eventName, 'Delete') && eventName != 'DeleteUser'",
  ],
  [
    "starts_with(eventName, 'Delete') && !ends_with(eventName, 'Tags')",
    "starts_with(eventName, 'Delete') && !ends_with(eventName, 'User')",
    "starts_with(eventName, 'DeleteU')",
  ],
  [
    "starts_with(eventName, 'Put') || starts_with(eventName, 'PutUser') && eventName != 'PutUserPolicy'",
  ],
  // Lists that overlap.
  [
    "contains(['CreateUser', 'DeleteUser'], eventName) && contains(['iam', 's3'], eventSource)",
    "contains(['DeleteUser', 'PutUser'], eventName) && contains(['s3', 'kms'], eventSource)",
  ],
  [
    "contains(['CreateUser', 'DeleteUser'], eventName)",
    "contains(['DeleteUser', 'PutUser'], eventName)",
    "contains(['PutUser', 'CreateUser'], eventName) && errorCode == `null`",
  ],
  [
    "contains(['CreateUser', 'DeleteUser'], eventName) && contains(['iam', 's3'], eventSource) || contains(['DeleteUser', 'PutUser'], eventName) && contains(['iam', 'kms'], eventSource)",
  ],
  [
    "contains(['a', 'b'], awsRegion) && contains(['CreateUser', 'DeleteUser'], eventName) && contains(['iam', 's3'], eventSource)",
    "contains(['b', 'c'], awsRegion) && contains(['DeleteUser', 'PutUser'], eventName) && contains(['s3', 'kms'], eventSource)",
    "contains(['a', 'c'], awsRegion) && contains(['CreateUser', 'PutUser'], eventName) && contains(['iam', 'kms'], eventSource)",
  ],
  [
    "contains(['CreateUser', 'DeleteUser', 'PutUser'], eventName) && errorCode == 'AccessDenied'",
    "contains(['DeleteUser', 'PutUser', 'GetUser'], eventName) && starts_with(errorCode, 'AccessDenied')",
    "contains(['PutUser', 'GetUser'], eventName) && errorCode != `null`",
  ],
  // Exceptions of account and caller: both let through what lacks the field.
  [
    "eventSource == 'iam' && userIdentity.userName != 'ada'",
    "eventSource == 's3' && userIdentity.userName != 'bob'",
    "contains(['iam', 's3'], eventSource) && userIdentity.userName != 'cy'",
  ],
  [
    "eventName == 'DeleteUser' && recipientAccountId != '111122223333'",
    "eventName == 'DeleteUser' && !contains(['111122223333', '444455556666'], recipientAccountId)",
  ],
  [
    "recipientAccountId != '111122223333' && contains(['DeleteUser', 'PutUser'], eventName)",
    "recipientAccountId != '444455556666' && contains(['PutUser', 'GetUser'], eventName)",
  ],
  [
    "eventName == 'ConsoleLogin' && \"additionalEventData.MFAUsed\" != 'Yes'",
    "eventName == 'ConsoleLogin' && \"additionalEventData.MFAUsed\" != 'Yes' && userIdentity.type != 'Root'",
    "eventName == 'ConsoleLogin' && userIdentity.type == 'Root'",
  ],
  [
    "userIdentity.type == 'Root' && !starts_with(eventName, 'Get') && !starts_with(eventName, 'List')",
    "userIdentity.type == 'Root' && !starts_with(eventName, 'List') && !starts_with(eventName, 'Describe')",
    "userIdentity.type == 'Root' && userIdentity.invokedBy == `null` && eventType != 'AwsServiceEvent'",
  ],
  // Families of error codes.
  [
    "starts_with(errorCode, 'AccessDenied')",
    "starts_with(errorCode, 'AccessDenied') && \"userIdentity.accountId\" != 'ANONYMOUS_PRINCIPAL'",
    "ends_with(errorCode, 'UnauthorizedOperation')",
    "contains(errorCode, 'Denied')",
  ],
  [
    "contains(['AccessDenied', 'Client.UnauthorizedOperation'], errorCode)",
    "errorCode && !starts_with(errorCode, 'Client.')",
    "errorCode != `null` && errorCode != 'AccessDenied'",
  ],
  [
    "!starts_with(errorCode, 'AccessDenied') && errorCode",
    "starts_with(errorCode, 'AccessDenied')",
  ],
  ["errorCode == `null` && eventName == 'DeleteUser'", "!(errorCode) && eventName == 'PutUser'"],
  ["!(errorCode == 'AccessDenied' || errorCode == `null`)", "errorCode == 'AccessDenied'"],
  // Negated conjunctions and nests.
  [
    "eventSource == 'iam' && !(eventName == 'GetUser' && readOnly == `true`)",
    "eventSource == 'iam' && !(eventName == 'GetUser' || readOnly == `true`)",
  ],
  [
    "(eventName == 'DeleteUser' || eventName == 'PutUser' && (errorCode == `null` || errorCode == 'X')) && eventSource == 'iam'",
    "eventSource == 'iam' && (eventName == 'PutUser' || eventName == 'DeleteUser' && errorCode != 'X')",
  ],
  [
    "!(starts_with(eventName, 'Get') || starts_with(eventName, 'List')) && eventSource == 'kms'",
    "!(starts_with(eventName, 'Get') && userIdentity.type == 'AWSService') && eventSource == 'kms'",
  ],
  [
    "eventSource == 'kms' && (readOnly == `false` || eventName == 'Decrypt' && userIdentity.type != 'AWSService')",
    "eventSource == 'kms' && readOnly != `true`",
  ],
  // Inside lists and objects.
  [
    "resources && resources[?type == 'AWS::KMS::Key'] != `[]`",
    "eventName == 'DeleteUser' && contains(resources[*].type, 'AWS::KMS::Key')",
    "eventName == 'DeleteUser' && length(resources[?type == 'AWS::KMS::Key']) > `0`",
  ],
  [
    "eventName == 'DeleteUser' && resources[0].ARN == 'arn:a'",
    "eventName == 'DeleteUser' && \"resources.0.ARN\" == 'arn:b'",
    "any(resources, &starts_with(ARN, 'arn:')) && eventName == 'PutUser'",
  ],
  [
    "eventName == 'PutUser' && contains(requestParameters.groups, 'admins')",
    "eventName == 'PutUser' && contains(requestParameters.groups, 'users')",
    "eventName == 'PutUser' && requestParameters.groups == 'admins'",
  ],
  [
    "eventName == 'PutUser' && requestParameters.tags[?key == 'owner'] == `[]`",
    "eventName == 'PutUser' && !contains(requestParameters.tags[*].key, 'owner')",
  ],
  // Names and texts.
  [
    "contains(userAgent, 'kali') || contains(userAgent, 'parrot')",
    "contains(lower(userAgent), 'kali')",
    "contains(userAgent, 'kali') && !contains(userAgent, 'kalimba')",
  ],
  ["!contains(userAgent, 'console.amazonaws.com')", "eventName == 'DeleteUser'"],
  [
    "lower(userIdentity.userName) == 'admin'",
    "starts_with(lower(userIdentity.userName), 'adm')",
    "userIdentity.userName != 'admin' && lower(userIdentity.userName) == 'admin'",
  ],
  [
    "not_null(userIdentity.userName, userIdentity.principalId) == 'ada'",
    "not_null(userIdentity.userName, 'nobody') == 'nobody' && eventName == 'PutUser'",
  ],
  [
    "split(eventSource, '.')[0] == 'iam'",
    "contains(['iam', 'sts'], split(eventSource, '.')[0]) && eventName != 'GetUser'",
  ],
  [
    "like(userIdentity.arn, 'arn:*:role/ci-*')",
    "!like(userIdentity.arn, 'arn:*:role/ci-*') && eventName == 'PutUser'",
    "starts_with(userIdentity.arn, 'arn:aws:')",
  ],
  [
    "in_cidr(sourceIPAddress, '192.0.2.0/24') && eventName == 'PutUser'",
    "!in_cidr(sourceIPAddress, ['192.0.2.0/24', '2001:db8::/32'])",
    "sourceIPAddress == '192.0.2.7'",
  ],
  ["exists(errorCode) && eventName == 'PutUser'", "!exists(errorCode) && eventName == 'PutUser'"],
  // Odd results.
  ["eventName", "readOnly", "errorCode || eventName == 'PutUser'"],
  [
    "eventName == 'PutUser' && requestParameters.count > `5`",
    "eventName == 'PutUser' && requestParameters.count + `1` > `5`",
    "requestParameters.count == `5`",
    "requestParameters.count == '5'",
  ],
  ["readOnly == `false`", "readOnly != `false` && eventName == 'PutUser'", "readOnly == 'false'"],
  [
    "type(requestParameters.count) == 'number'",
    "type(errorCode) == 'string'",
    "type(readOnly) != 'boolean' && eventName == 'PutUser'",
  ],
  [
    "eventName == 'PutUser' ? errorCode == 'AccessDenied' : eventName == 'DeleteUser'",
    "let $delete = starts_with(eventName, 'Delete') in $delete && errorCode == `null` || eventName == 'PutUser'",
  ],
  [
    "contains($self, responseElements.functionName) && starts_with(eventName, 'Update')",
    "contains($self, responseElements.functionName) && starts_with(eventName, 'UpdateFunctionCode')",
  ],
  [
    "awsRegion != 'eu-west-1' && awsRegion != 'eu-central-1' && eventName == 'PutUser'",
    "!contains(['eu-west-1', 'us-east-1'], awsRegion) && contains(['PutUser', 'DeleteUser'], eventName)",
    "!starts_with(awsRegion, 'eu-') && eventName == 'DeleteUser'",
  ],
  [
    "vpcEndpointId != `null` && errorCode == 'VpceAccessDenied'",
    "vpcEndpointId == 'vpce-1' || errorCode == 'VpceAccessDenied' && vpcEndpointId != 'vpce-1'",
  ],
];

/** Values that tell the rules apart, by field; what is no text among them. */
const VALUES: Readonly<Record<string, readonly unknown[]>> = {
  eventName: [
    "DeleteUser",
    "DeleteTags",
    "PutUser",
    "PutUserPolicy",
    "GetUser",
    "ListUsers",
    "Describe",
    "StopLogging",
    "CreateUser",
    "UpdateFunctionCode1",
    "ConsoleLogin",
    "Decrypt",
    "",
    5,
  ],
  eventSource: ["iam", "s3", "kms", "iam.amazonaws.com", "sts.amazonaws.com"],
  errorCode: [
    "AccessDenied",
    "AccessDeniedException",
    "Client.UnauthorizedOperation",
    "X",
    "VpceAccessDenied",
    "",
    null,
    5,
    ["AccessDenied"],
  ],
  awsRegion: ["a", "b", "c", "eu-west-1", "us-east-1"],
  eventType: ["AwsApiCall", "AwsServiceEvent"],
  readOnly: [true, false, "false"],
  userAgent: ["aws-cli kali", "KALI parrot", "kalimba", "console.amazonaws.com", 7],
  sourceIPAddress: ["192.0.2.7", "198.51.100.1", "2001:DB8:0::1", "AWS Internal"],
  recipientAccountId: ["111122223333", "444455556666", "777788889999"],
  vpcEndpointId: ["vpce-1", "vpce-2"],
  "userIdentity.type": ["Root", "IAMUser", "AWSService"],
  "userIdentity.userName": ["ada", "bob", "ADMIN", "admin", "Adm", null],
  "userIdentity.principalId": ["ada", "AROA:s"],
  "userIdentity.accountId": ["111122223333", "ANONYMOUS_PRINCIPAL"],
  "userIdentity.arn": ["arn:aws:iam::1:role/ci-1", "arn:aws:iam::1:user/ada", {}],
  "userIdentity.invokedBy": ["AWS Internal"],
  "additionalEventData.MFAUsed": ["Yes", "No"],
  "requestParameters.groups": [["admins"], "admins", ["users", "admins"], [], "users"],
  "requestParameters.tags": [[{ key: "owner" }], [{ key: "team" }], [], "owner"],
  "requestParameters.count": [5, 6, "5", "x", [5], 6e9],
  "responseElements.functionName": ["trailbridge-notifier", "other"],
  resources: [
    [{ type: "AWS::KMS::Key", ARN: "arn:a" }],
    [{ ARN: "arn:b" }],
    [],
    "none",
    [{ type: 5 }],
  ],
};

/** Every value of each field that a set names, alone and with each value of another. */
function recordsFor(rules: readonly string[]): readonly Record<string, unknown>[] {
  const text = rules.join(" ");
  const named = Object.keys(VALUES).filter((field) => text.includes(field));
  const values = (field: string): readonly unknown[] => [undefined, ...(VALUES[field] ?? [])];
  let records: Record<string, unknown>[] = [{ eventVersion: "1.11" }];
  for (const field of named) {
    // All combinations of few; of many, as many as still are quick.
    const stride = Math.max(1, Math.floor((records.length * values(field).length) / 1_500));
    records = records
      .flatMap((record) => values(field).map((value) => withField(record, field, value)))
      .filter((_, index) => index % stride === 0);
  }
  return records;
}

for (const rules of SETS) {
  test(`are let through as they match and fault: ${rules.join(" | ").slice(0, 120)}`, () => {
    const tally = emptyTally();
    tryBatch({ rules, records: recordsFor(rules) }, tally);
    assert.ok(tally.matches > 0, "no rule matches");
    assert.ok(tally.matches + tally.faults < tally.pairs, "every rule matches everything");
  });
}

test("have no empty list and nothing the matcher loses, however they are packed together", () => {
  const all = [...new Set(SETS.flat())].map((match) =>
    compileRule({ id: match, match }, { self: ["f"] }),
  );
  for (let size = 2; size <= 5; size++) {
    for (let from = 0; from + size <= all.length; from++) {
      const packed = packPatterns(all.slice(from, from + size), { accessDenied: true });
      assert.not.match(JSON.stringify(packed.map(({ pattern }) => pattern)), /\[\]/);
      assert.equal(checkPacked(packed), []);
    }
  }
});

test.run();

function withField(record: Record<string, unknown>, field: string, value: unknown) {
  if (value === undefined) return record;
  const [top = "", name] = field.split(".");
  if (name === undefined) return { ...record, [top]: value };
  return { ...record, [top]: { ...(record[top] as object | undefined), [name]: value } };
}
