import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createAccess } from "../../../src/local/access/access.ts";
import type { PermissionWiring } from "../../../src/local/wiring/permission-wiring.ts";

const ROLE = "arn:aws:iam::111122223333:role/Splitter";
const KEY = "arn:aws:kms:eu-central-1:111122223333:key/k";
const place = { account: "111122223333", region: "eu-central-1" };

function access(actions: readonly string[], more: Partial<PermissionWiring> = {}) {
  const refused: string[] = [];
  const document = (statement: object) => ({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", ...statement }],
  });
  const made = createAccess(
    {
      roles: [
        {
          arn: ROLE,
          trust: { id: "Role", document: document({ Action: "sts:AssumeRole", Principal: "*" }) },
          policies: [{ id: "Policy", document: document({ Action: actions, Resource: "*" }) }],
        },
      ],
      resources: [],
      serviceCalls: [],
      ...more,
    },
    { place, onRefused: ({ action, resource }) => refused.push(`${action} ${resource}`) },
  );
  return { made, refused };
}

const test = suite("createAccess()");

for (const [service, operation, input, code, status, message] of [
  [
    "s3",
    "HeadObject",
    { Bucket: "trail", Key: "a/b" },
    "AccessDenied",
    403,
    /s3:GetObject on resource: arn:aws:s3:::trail\/a\/b/,
  ],
  [
    "sqs",
    "SendMessageBatch",
    { QueueUrl: "http://127.0.0.1/1/Q" },
    "AccessDeniedException",
    403,
    /sqs:SendMessage on resource: arn:aws:sqs:eu-central-1:111122223333:Q/,
  ],
  [
    "sns",
    "Publish",
    { TopicArn: "arn:aws:sns:eu-central-1:111122223333:T" },
    "AuthorizationError",
    403,
    /sns:Publish/,
  ],
  [
    "dynamodb",
    "BatchWriteItem",
    { RequestItems: { T: [] } },
    "AccessDeniedException",
    400,
    /dynamodb:BatchWriteItem on resource: .*table\/T/,
  ],
  [
    "secretsmanager",
    "GetSecretValue",
    { SecretId: "token" },
    "AccessDeniedException",
    400,
    /secret:token-LOCAL0/,
  ],
  [
    "events",
    "PutEvents",
    { Entries: [{ EventBusName: "b" }] },
    "AccessDeniedException",
    400,
    /event-bus\/b because no identity-based policy allows the events:PutEvents action/,
  ],
  [
    "sts",
    "AssumeRole",
    { RoleArn: "arn:aws:iam::444455556666:role/R" },
    "AccessDenied",
    403,
    /sts:AssumeRole/,
  ],
] as const) {
  test(`answers ${operation} as ${service} does where the role may not`, () => {
    const { made, refused } = access(["xray:*"]);
    const error = made.intercept({ service, operation, input, accessKeyId: made.keyOf(ROLE) });
    assert.equal([error?.code, error?.status], [code, status]);
    assert.match(error?.message ?? "", /^User: arn:aws:sts::111122223333:assumed-role\/Splitter\//);
    assert.match(error?.message ?? "", message);
    assert.is(refused.length, 1);
  });
}

test("refuses an object that is encrypted with a key the role may not use", () => {
  const keys = [{ arn: "arn:aws:s3:::trail", kmsKeyArn: KEY }];
  const { made, refused } = access(["s3:GetObject"], { keys });
  const input = { Bucket: "trail", Key: "a" };
  const call = { service: "s3", operation: "GetObject", input, accessKeyId: made.keyOf(ROLE) };
  assert.is(made.intercept(call)?.code, "AccessDenied");
  assert.equal(refused, [`kms:Decrypt ${KEY}`]);
});

test("lets the account's own and a session of a foreign role do anything", () => {
  const { made, refused } = access(["xray:*"]);
  made.assumed("ASIAFOREIGN", "arn:aws:iam::444455556666:role/Reader", "a");
  const call = { service: "s3", operation: "GetObject", input: { Bucket: "trail", Key: "a" } };
  assert.is(made.intercept({ ...call, accessKeyId: "local" }), undefined);
  assert.is(made.intercept({ ...call, accessKeyId: "ASIAFOREIGN" }), undefined);
  assert.equal(refused, []);
});

test("refuses a policy that IAM would refuse, by its logical id", () => {
  assert.throws(() => access(["GetObject"]), /Action "GetObject" \(Policy\)/);
});

test.run();
