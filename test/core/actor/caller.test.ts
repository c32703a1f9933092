import { suite } from "uvu";
import * as assert from "uvu/assert";
import { callerOf } from "../../../src/core/actor/caller.ts";
import { flatten } from "../../../src/core/record/flatten.ts";
import { HOSTILE_RECORDS } from "../../support/hostile.ts";

const test = suite("callerOf()");

const caller = (record: Record<string, unknown>) => callerOf(flatten(record));

test("is small for records of every shape", () => {
  for (const record of HOSTILE_RECORDS)
    assert.ok(JSON.stringify(caller(record)).length < 3_000, JSON.stringify(record).slice(0, 300));
});

test("clips every text", () => {
  const long = "x".repeat(10_000);
  const attributes = { creationDate: long, mfaAuthenticated: long };
  const made = caller({
    userIdentity: {
      principalId: long,
      accessKeyId: long,
      identityProvider: long,
      sessionContext: {
        sourceIdentity: long,
        ec2RoleDelivery: long,
        assumedRoot: long,
        attributes,
      },
      onBehalfOf: { userId: long, identityStoreArn: long },
    },
    vpcEndpointId: long,
    vpcEndpointAccountId: long,
  });
  assert.is(Object.keys(made).length, 9);
  assert.ok(JSON.stringify(made).length < 3_000);
});

for (const [what, record] of [
  ["nothing", {}],
  ["no identity", { userIdentity: null }],
  ["a user with an ARN", { userIdentity: { arn: "arn:x", principalId: "AIDA" } }],
  ["truths of another spelling", { sessionCredentialFromConsole: "yes" }],
  ["a session without a start", { userIdentity: { sessionContext: { attributes: {} } } }],
] as const) {
  test(`says nothing of ${what}`, () => assert.equal(caller(record), {}));
}

test("names a foreign caller's principal beside its ARN", () => {
  const userIdentity = { type: "AWSAccount", arn: "arn:x", principalId: "AROAEXAMPLE:s" };
  assert.equal(caller({ userIdentity }), { principalId: "AROAEXAMPLE:s" });
});

test("has no age for a session made after the event", () => {
  const attributes = { creationDate: "2026-01-24T00:00:01Z" };
  const made = caller({
    eventTime: "2026-01-24T00:00:00Z",
    userIdentity: { sessionContext: { attributes } },
  });
  assert.equal(made, { sessionStart: Date.UTC(2026, 0, 24, 0, 0, 1) });
});

test("reads truths as CloudTrail writes them, and as JSON has them", () => {
  for (const value of ["true", "TRUE", true])
    assert.ok(caller({ userIdentity: { sessionContext: { assumedRoot: value } } }).assumedRoot);
  for (const value of ["false", false]) {
    const sessionContext = { assumedRoot: value, attributes: { mfaAuthenticated: value } };
    assert.equal(caller({ userIdentity: { sessionContext } }), { mfa: false });
  }
});

test("takes a SAML provider from the request, and what a web identity's session came from", () => {
  assert.is(
    caller({
      userIdentity: { type: "SAMLUser" },
      requestParameters: { principalArn: "arn:aws:iam::111122223333:saml-provider/corp" },
    }).provider,
    "arn:aws:iam::111122223333:saml-provider/corp",
  );
  const webIdFederationData = { federatedProvider: "ci.example.com" };
  assert.is(
    caller({ userIdentity: { sessionContext: { webIdFederationData } } }).provider,
    "ci.example.com",
  );
});

test("takes a SAML provider only from a request of SAML", () => {
  const requestParameters = { principalArn: "arn:aws:iam::111122223333:saml-provider/corp" };
  assert.equal(caller({ userIdentity: { type: "IAMUser", arn: "arn:x" }, requestParameters }), {});
});

test("names the person behind a single sign-on session", () => {
  const arn = (role: string, session: string) =>
    `arn:aws:sts::111122223333:assumed-role/${role}/${session}`;
  const person = (it: string) => caller({ userIdentity: { arn: it } }).person;
  assert.is(person(arn("AWSReservedSSO_Admin_0123", "ada@example.com")), "ada@example.com");
  assert.is(person(arn("AWSReservedSSO_Admin_0123", "")), undefined);
  assert.is(person(arn("Deploy", "ada@example.com")), undefined);
  assert.is(person("arn:aws:iam::111122223333:role/AWSReservedSSO_Admin/ada"), undefined);
});

test("tells how old a session is, and that it is a console's", () => {
  const attributes = { creationDate: "2026-01-24T00:00:00Z" };
  const made = (eventTime?: string) =>
    caller({
      ...(eventTime !== undefined && { eventTime }),
      sessionCredentialFromConsole: "true",
      userIdentity: { sessionContext: { attributes } },
    });
  const sessionStart = Date.UTC(2026, 0, 24);
  const fromConsole = true;
  assert.equal(made("2026-01-24T00:01:30Z"), { sessionStart, sessionAge: 90, fromConsole });
  assert.equal(made("2026-01-24T00:00:00Z"), { sessionStart, sessionAge: 0, fromConsole });
  assert.equal(made(), { sessionStart, fromConsole });
  assert.equal(caller({ eventTime: "2026-01-24T00:01:30Z" }), {});
});

test.run();
