import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { AccessRequest } from "../../src/local/iam/request.ts";
import type { PermissionWiring } from "../../src/local/wiring/permission-wiring.ts";
import { heldBy, isSeen, mutationsOf } from "./mutations.ts";

const QUEUE = "arn:aws:sqs:eu-central-1:111122223333:Buffer";
const ROLE = "arn:aws:iam::111122223333:role/Notifier";
const RULE = "arn:aws:events:eu-central-1:111122223333:rule/Alerts";

const permissions: PermissionWiring = {
  serviceCalls: [],
  roles: [
    {
      arn: ROLE,
      trust: policy("Role", {
        Action: "sts:AssumeRole",
        Principal: { Service: "lambda.amazonaws.com" },
      }),
      policies: [
        policy("Policy", { Action: ["sqs:SendMessage", "sqs:GetQueueUrl"], Resource: QUEUE }),
      ],
    },
  ],
  resources: [
    {
      arn: QUEUE,
      policies: [
        policy(
          "QueuePolicy",
          {
            Effect: "Deny",
            Action: "sqs:*",
            Principal: "*",
            Resource: QUEUE,
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          },
          {
            Action: "sqs:SendMessage",
            Principal: { Service: "events.amazonaws.com" },
            Resource: QUEUE,
            Condition: { ArnEquals: { "aws:SourceArn": RULE } },
          },
        ),
      ],
    },
  ],
};

const asked: readonly AccessRequest[] = [
  asking({ kind: "role", roleArn: ROLE, session: "a" }, "sqs:SendMessage", QUEUE, {}),
  asking({ kind: "service", service: "events.amazonaws.com" }, "sqs:SendMessage", QUEUE, {
    "aws:SourceArn": RULE,
  }),
];

const test = suite("mutationsOf()");

test("takes out each statement, each of several actions and each condition", () => {
  assert.equal(
    mutationsOf(permissions).map(({ statement, mutation }) => `${statement} ${mutation}`),
    [
      "Role#0 statement",
      "Policy#0 statement",
      "Policy#0 sqs:SendMessage",
      "Policy#0 sqs:GetQueueUrl",
      "QueuePolicy#0 statement",
      "QueuePolicy#0 Bool aws:SecureTransport",
      "QueuePolicy#1 statement",
      "QueuePolicy#1 ArnEquals aws:SourceArn",
    ],
  );
});

test("leaves what nobody asked for, and sees all else: what is needed, and who is a stranger", () => {
  const held = heldBy(permissions, asked);
  const left = mutationsOf(permissions).filter((it) => !isSeen(permissions, it, held));
  assert.equal(
    left.map(({ statement, mutation }) => `${statement} ${mutation}`),
    ["Role#0 statement", "Policy#0 sqs:GetQueueUrl"],
  );
});

test("sees each part of a guard: who is shut out, the operator and a service that is let in", () => {
  const guarded = policy("Guard", {
    Effect: "Deny",
    Action: "sqs:SendMessage",
    Principal: "*",
    Resource: QUEUE,
    Condition: {
      ArnNotLike: {
        "aws:PrincipalArn": [ROLE, "arn:aws:iam::111122223333:role/trailbridge-operator"],
      },
      BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
    },
  });
  const resources = permissions.resources.map((it) => ({
    ...it,
    policies: [...it.policies, guarded],
  }));
  const wiring = { ...permissions, resources };
  const held = heldBy(wiring, []);
  const seen = mutationsOf(wiring).filter((it) => it.id === "Guard" && isSeen(wiring, it, held));
  assert.equal(
    seen.map(({ mutation }) => mutation),
    ["statement", "ArnNotLike aws:PrincipalArn", "BoolIfExists aws:PrincipalIsAWSService"],
  );
});

test.run();

function policy(id: string, ...statements: readonly object[]) {
  const Statement = statements.map((it) => ({ Effect: "Allow", ...it }));
  return { id, document: { Version: "2012-10-17", Statement } };
}

function asking(
  caller: AccessRequest["caller"],
  action: string,
  resource: string,
  context: Readonly<Record<string, string>>,
): AccessRequest {
  const secure = { "aws:SecureTransport": "true", ...context };
  return { caller, action, resource, resourceAccount: "111122223333", context: secure };
}
