import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type Decision, decide } from "../../../src/local/iam/decision.ts";
import { type Attachment, readPolicy } from "../../../src/local/iam/policy.ts";
import type { AccessRequest, Principal } from "../../../src/local/iam/request.ts";

const ACCOUNT = "111122223333";
const QUEUE = `arn:aws:sqs:us-east-1:${ACCOUNT}:Buffer`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/team/Notifier`;
const RULE = `arn:aws:events:us-east-1:${ACCOUNT}:rule/bus/Alerts`;
const role: Principal = { kind: "role", roleArn: ROLE, session: "Notifier" };
const events: Principal = { kind: "service", service: "events.amazonaws.com" };
const stranger: Principal = { ...role, roleArn: "arn:aws:iam::444455556666:role/Notifier" };

const SEND: AccessRequest = {
  caller: role,
  action: "sqs:SendMessage",
  resource: QUEUE,
  resourceAccount: ACCOUNT,
  context: { "aws:SecureTransport": "true", "aws:PrincipalAccount": ACCOUNT },
};

interface Grants {
  readonly identity?: object;
  readonly boundary?: object;
  readonly resource?: object;
  readonly resourceDecides?: boolean;
}

function outcome(grants: Grants, request: Partial<AccessRequest> = {}): string {
  const policy = (statement: object, attachment: Attachment = "identity") => {
    const { Effect = "Allow", ...rest } = statement as { Effect?: string };
    const Statement = [{ Effect, Action: "sqs:SendMessage", ...rest }];
    return readPolicy({ Version: "2012-10-17", Statement }, attachment);
  };
  const { identity, boundary, resource, resourceDecides = false } = grants;
  const decision: Decision = decide(
    { ...SEND, ...request },
    {
      identity: identity === undefined ? [] : [policy({ Resource: "*", ...identity })],
      ...(boundary && { boundary: policy({ Resource: "*", ...boundary }) }),
      ...(resource && { resource: policy({ Resource: QUEUE, ...resource }, "resource") }),
      resourceDecides,
    },
  );
  if (decision.allowed) return "allowed";
  return `${decision.explicit ? "denied" : "not allowed"} by ${decision.by}`;
}

const NO_IDENTITY = "not allowed by identity-based policy";
const NO_RESOURCE = "not allowed by resource-based policy";
const NO_BOUNDARY = "not allowed by permissions boundary";
const ORG = { StringEquals: { "aws:PrincipalOrgID": "o-1" } };
const PLAIN = { Bool: { "aws:SecureTransport": "false" } };
const FROM_RULE = { ArnEquals: { "aws:SourceArn": RULE } };
const SERVICE = { Service: "events.amazonaws.com" };
const PREFIX = "$" + "{aws:PrincipalAccount}";

const test = suite("decide()");

for (const [name, grants, expected, request] of [
  ["nothing", {}, NO_IDENTITY],
  ["another action", { identity: { Action: "sqs:DeleteMessage" } }, NO_IDENTITY],
  ["another resource", { identity: { Resource: `${QUEUE}2` } }, NO_IDENTITY],
  ["all actions but this", { identity: { Action: undefined, NotAction: "sqs:S*" } }, NO_IDENTITY],
  ["all but this resource", { identity: { Resource: undefined, NotResource: QUEUE } }, NO_IDENTITY],
  ["a condition that does not hold", { identity: { Condition: ORG } }, NO_IDENTITY],
  [
    "a resource named by a value the request lacks",
    { identity: { Resource: "arn:aws:sqs:*:*:$" + "{aws:Absent}" } },
    NO_IDENTITY,
  ],
  ["its account, but not itself", { resource: { Principal: { AWS: ACCOUNT } } }, NO_IDENTITY],
  ["a boundary without it", { identity: {}, boundary: { Action: "sns:*" } }, NO_BOUNDARY],
  [
    "a boundary that the resource's grant does not widen",
    { resource: { Principal: { AWS: ROLE } }, boundary: { Action: "sns:*" } },
    NO_BOUNDARY,
  ],
  [
    "a denial in its own policy",
    { identity: { Effect: "Deny" }, resource: { Principal: "*" } },
    "denied by identity-based policy",
  ],
  [
    "a denial in the boundary",
    { identity: {}, boundary: { Effect: "Deny" } },
    "denied by permissions boundary",
  ],
  [
    "a denial at the resource",
    { identity: {}, resource: { Effect: "Deny", Principal: { AWS: "*" } } },
    "denied by resource-based policy",
  ],
  [
    "a denial at the resource for all but another",
    { identity: {}, resource: { Effect: "Deny", NotPrincipal: { AWS: `${ROLE}2` } } },
    "denied by resource-based policy",
  ],
  ["only its own, at a key", { identity: {}, resourceDecides: true }, NO_RESOURCE],
  [
    "only the key's leave to its account",
    { resource: { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } }, resourceDecides: true },
    NO_IDENTITY,
  ],
  ["only its own, across accounts", { identity: {} }, NO_RESOURCE, { caller: stranger }],
  [
    "only the resource's, across accounts",
    { resource: { Principal: { AWS: stranger.roleArn } } },
    NO_IDENTITY,
    { caller: stranger },
  ],
  ["its own, of a service", { identity: {} }, NO_RESOURCE, { caller: events }],
  [
    "another service",
    { resource: { Principal: { Service: "sns.amazonaws.com" } } },
    NO_RESOURCE,
    { caller: events },
  ],
  [
    "a service from elsewhere",
    { resource: { Principal: SERVICE, Condition: FROM_RULE } },
    NO_RESOURCE,
    { caller: events, context: { "aws:SourceArn": `${RULE}2` } },
  ],
  [
    "a service that says not from where",
    { resource: { Principal: SERVICE, Condition: FROM_RULE } },
    NO_RESOURCE,
    { caller: events, context: {} },
  ],
] as const satisfies readonly (readonly [string, Grants, string, Partial<AccessRequest>?])[]) {
  test(`refuses on ${name}`, () => assert.is(outcome(grants, request ?? {}), expected));
}

for (const [name, grants, request] of [
  ["its own policy", { identity: {} }],
  ["its own policy, with a wildcard and in another case", { identity: { Action: "SQS:send*" } }],
  [
    "its own policy for all actions but others",
    { identity: { Action: undefined, NotAction: "s3:*" } },
  ],
  ["a resource named by its account", { identity: { Resource: `arn:aws:sqs:*:${PREFIX}:Buffer` } }],
  ["an ARN that leaves out its end", { identity: { Resource: "arn:aws:sqs" } }],
  ["a grant to the role", { resource: { Principal: { AWS: ROLE } } }],
  [
    "a grant to its session",
    { resource: { Principal: { AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/Notifier/Notifier` } } },
  ],
  ["a grant to everybody", { resource: { Principal: "*" } }],
  ["both its own and a boundary", { identity: {}, boundary: { Action: "*" } }],
  [
    "a denial that is not about it",
    { identity: {}, resource: { Effect: "Deny", Principal: "*", Condition: PLAIN } },
  ],
  [
    "a denial of others",
    { identity: {}, resource: { Effect: "Deny", NotPrincipal: { AWS: ROLE } } },
  ],
  [
    "its own and the key's leave to its account",
    { identity: {}, resource: { Principal: { AWS: ACCOUNT } }, resourceDecides: true },
  ],
  ["the key's grant alone", { resource: { Principal: { AWS: ROLE } }, resourceDecides: true }],
  [
    "both sides across accounts",
    { identity: {}, resource: { Principal: { AWS: "444455556666" } } },
    { caller: stranger },
  ],
  ["the root of its account", {}, { caller: { kind: "root", partition: "aws", account: ACCOUNT } }],
  [
    "a service from where the resource says",
    { resource: { Principal: SERVICE, Condition: FROM_RULE } },
    { caller: events, context: { "aws:SourceArn": RULE } },
  ],
] as const satisfies readonly (readonly [string, Grants, Partial<AccessRequest>?])[]) {
  test(`allows by ${name}`, () => assert.is(outcome(grants, request ?? {}), "allowed"));
}

test("matches an ARN part by part, so that a wildcard reaches no further than a colon", () => {
  assert.is(outcome({ identity: { Resource: "arn:aws:*:Buffer" } }), NO_IDENTITY);
  assert.is(outcome({ identity: { Resource: "arn:aws:sqs:*:*:Buf?er" } }), "allowed");
});

test("takes colons in the last part of an ARN for its text", () => {
  const resource = "arn:aws:logs:us-east-1:111122223333:log-group:/aws/events:log-stream:a";
  const identity = { Resource: "arn:aws:logs:us-east-1:111122223333:log-group:/aws/events:*" };
  assert.is(outcome({ identity }, { resource }), "allowed");
});

test.run();
