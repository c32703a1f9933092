import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readPolicy } from "../../../src/local/iam/policy.ts";

const test = suite("readPolicy()");

const ALLOW = { Effect: "Allow", Action: "sqs:SendMessage", Resource: "*" };

for (const [name, statement, message] of [
  ["an effect that is none", { ...ALLOW, Effect: "allow" }, /Effect "allow"/],
  ["no action", { Effect: "Allow", Resource: "*" }, /without Action/],
  ["an action without its service", { ...ALLOW, Action: "SendMessage" }, /Action "SendMessage"/],
  ["an empty list of actions", { ...ALLOW, Action: [] }, /Action \[\]/],
  ["both Action and NotAction", { ...ALLOW, NotAction: "sqs:*" }, /both Action and NotAction/],
  ["both Resource and NotResource", { ...ALLOW, NotResource: "*" }, /both Resource/],
  ["both Principal and NotPrincipal", { ...ALLOW, Principal: "*", NotPrincipal: "*" }, /both Pr/],
  ["an element it does not know", { ...ALLOW, Conditions: {} }, /"Conditions"/],
  ["a resource that is no text", { ...ALLOW, Resource: 7 }, /Resource 7/],
  ["an unknown operator", { ...ALLOW, Condition: { Equals: { a: "b" } } }, /"Equals"/],
  ["an operator without keys", { ...ALLOW, Condition: { Bool: "true" } }, /Bool that is no object/],
  ["a key without values", { ...ALLOW, Condition: { Bool: { a: [] } } }, /Bool of a: \[\]/],
  ["a value that is no scalar", { ...ALLOW, Condition: { Bool: { a: {} } } }, /Bool of a: \{\}/],
  ["an unknown kind of principal", { ...ALLOW, Principal: { Role: "a" } }, /principal/],
  ["a principal with a wildcard", { ...ALLOW, Principal: { AWS: "arn:aws:iam::*:root" } }, /pri/],
  ["a principal that is plain text", { ...ALLOW, Principal: "111122223333" }, /principal/],
] as const) {
  test(`refuses ${name}`, () => {
    const document = { Version: "2012-10-17", Statement: [statement] };
    assert.throws(() => readPolicy(document, "identity"), message);
  });
}

for (const [name, document, message] of [
  ["a version that is none", { Version: "2013-10-17", Statement: [] }, /Version "2013-10-17"/],
  ["a document without statements", { Version: "2012-10-17" }, /no Statement/],
  ["what is no object", ["x"], /policy that is no object/],
  ["an element it does not know", { Statement: [], Statements: [] }, /"Statements"/],
] as const) {
  test(`refuses ${name}`, () => assert.throws(() => readPolicy(document, "identity"), message));
}

const { Resource, ...NOWHERE } = ALLOW;
for (const [name, attachment, statement, message] of [
  ["a role's policy without Resource", "identity", NOWHERE, /no Resource in a policy of a role/],
  ["a role's policy with Principal", "identity", { ...ALLOW, Principal: "*" }, /a Principal/],
  ["a resource's policy without Principal", "resource", ALLOW, /no Principal/],
  ["a trust policy with Resource", "trust", { ...ALLOW, Principal: "*" }, /a Resource in a policy/],
] as const) {
  test(`refuses ${name}`, () => {
    assert.throws(() => readPolicy({ Statement: [statement] }, attachment), message);
  });
}

test("reads a document written as text, and one statement without a list", () => {
  const { statements } = readPolicy(
    JSON.stringify({ Version: "2012-10-17", Statement: ALLOW }),
    "identity",
  );
  assert.equal(
    statements.map(({ effect, actions }) => [effect, actions.patterns]),
    [["Allow", ["sqs:SendMessage"]]],
  );
});

test("reads each key of each operator", () => {
  const Condition = {
    StringEquals: { "aws:SourceAccount": 111122223333, "aws:PrincipalOrgID": ["o-1", "o-2"] },
    Bool: { "aws:SecureTransport": false },
  };
  const [statement] = readPolicy({ Statement: { ...ALLOW, Condition } }, "identity").statements;
  assert.equal(
    statement?.conditions.map(({ key, values }) => [key, values]),
    [
      ["aws:SourceAccount", ["111122223333"]],
      ["aws:PrincipalOrgID", ["o-1", "o-2"]],
      ["aws:SecureTransport", ["false"]],
    ],
  );
});

test.run();
