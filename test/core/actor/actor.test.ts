import { suite } from "uvu";
import * as assert from "uvu/assert";
import { actorLabel, actorOf, UNKNOWN_ACTOR } from "../../../src/core/actor/actor.ts";
import { flatten } from "../../../src/core/record/flatten.ts";
import { HOSTILE_RECORDS } from "../../support/hostile.ts";

const test = suite("actorOf()");

const actor = (record: Record<string, unknown>) => actorOf(flatten(record));
const who = (userIdentity: unknown) => actor({ userIdentity });

test("names someone whatever the record's shape", () => {
  for (const record of HOSTILE_RECORDS) {
    const { name } = actor(record);
    assert.ok(typeof name === "string" && name.length > 0 && name.length <= 200, name);
  }
});

for (const userIdentity of [undefined, null, {}, [], ""]) {
  test(`calls ${JSON.stringify(userIdentity)} an unknown identity`, () => {
    assert.equal(who(userIdentity), { name: UNKNOWN_ACTOR });
  });
}

test("takes a bare string for a name", () => {
  assert.is(who("123").name, "123");
});

test("does not mistake a type for a method of objects", () => {
  assert.is(who({ type: "constructor", userName: "ada" }).name, "ada");
});

test("names an IAM user by its user name", () => {
  assert.equal(
    who({
      type: "IAMUser",
      arn: "arn:aws:iam::111122223333:user/team/ada",
      accountId: "111122223333",
      userName: "ada",
    }),
    {
      type: "IAMUser",
      arn: "arn:aws:iam::111122223333:user/team/ada",
      account: "111122223333",
      name: "ada",
      issuer: "arn:aws:iam::111122223333:user/team/ada",
    },
  );
});

test("tells a role from its session", () => {
  const role = who({
    type: "AssumedRole",
    arn: "arn:aws:sts::111122223333:assumed-role/Deploy/ci-1234",
    sessionContext: {
      sessionIssuer: { arn: "arn:aws:iam::111122223333:role/ci/Deploy", userName: "Deploy" },
    },
  });
  assert.is(actorLabel(role), "Deploy / ci-1234");
  assert.is(role.issuer, "arn:aws:iam::111122223333:role/ci/Deploy");
});

test("tells a role from its session without a session context", () => {
  const role = who({
    type: "AssumedRole",
    arn: "arn:aws:sts::111122223333:assumed-role/Deploy/ci-1234",
  });
  assert.is(actorLabel(role), "Deploy / ci-1234");
  assert.is(role.issuer, "arn:aws:sts::111122223333:assumed-role/Deploy");
});

test("reads a role's session from the principal id when there is no ARN", () => {
  const role = who({
    type: "AssumedRole",
    principalId: "AROAEXAMPLE:ci-1234",
    sessionContext: { sessionIssuer: { userName: "Deploy" } },
  });
  assert.is(actorLabel(role), "Deploy / ci-1234");
  assert.is(role.issuer, "AROAEXAMPLE");
});

const named: [what: string, userIdentity: Record<string, unknown>, name: string, issuer: string][] =
  [
    [
      "root",
      { type: "Root", arn: "arn:aws:iam::111122223333:root" },
      "root",
      "arn:aws:iam::111122223333:root",
    ],
    [
      "a service",
      { type: "AWSService", invokedBy: "cloudtrail.amazonaws.com" },
      "cloudtrail.amazonaws.com",
      "cloudtrail.amazonaws.com",
    ],
    [
      "another account",
      { type: "AWSAccount", accountId: "444455556666", principalId: "AIDAOTHER" },
      "account 444455556666",
      "AIDAOTHER",
    ],
    [
      "nobody signed in",
      { type: "AWSAccount", accountId: "ANONYMOUS_PRINCIPAL", principalId: "" },
      "anonymous",
      "anonymous",
    ],
    [
      "a federated user",
      {
        type: "FederatedUser",
        arn: "arn:aws:sts::111122223333:federated-user/bob",
        sessionContext: { sessionIssuer: { arn: "arn:aws:iam::111122223333:user/broker" } },
      },
      "bob",
      "arn:aws:iam::111122223333:user/broker",
    ],
    [
      "an Identity Center user",
      {
        type: "IdentityCenterUser",
        accountId: "111122223333",
        onBehalfOf: {
          userId: "94482488-3041-7051-18f3-be1c1b1d1b1d",
          identityStoreArn: "arn:aws:identitystore::111122223333:identitystore/d-9067",
        },
      },
      "94482488-3041-7051-18f3-be1c1b1d1b1d",
      "arn:aws:identitystore::111122223333:identitystore/d-9067/94482488-3041-7051-18f3-be1c1b1d1b1d",
    ],
    [
      "a web identity",
      { type: "WebIdentityUser", userName: "ada@example.com", principalId: "accounts.example" },
      "ada@example.com",
      "accounts.example",
    ],
  ];

for (const [what, userIdentity, name, issuer] of named) {
  test(`names ${what}`, () => {
    assert.is(who(userIdentity).name, name);
    assert.is(who(userIdentity).issuer, issuer);
  });
}

/** Identities → how people read them. */
const LABELS: [what: string, label: string, userIdentity: Record<string, unknown>][] = [
  [
    "a foreign role",
    "account 444455556666 / ada@ops",
    { type: "AWSAccount", accountId: "444455556666", principalId: "AROAEXAMPLE:ada@ops" },
  ],
  [
    "a foreign caller by its id alone",
    "account AIDAOTHER",
    { type: "AWSAccount", principalId: "AIDAOTHER" },
  ],
  ["nobody, in small letters", "anonymous", { type: "AWSAccount", accountId: "anonymous" }],
  ["root without an ARN", "root", { type: "Root", accountId: "111122223333" }],
  ["root with an alias", "root", { type: "Root", userName: "acme", arn: "arn:aws:iam::1:root" }],
  [
    "a role with a path and a session with an @",
    "path/Deploy / ada@example.com",
    { type: "AssumedRole", arn: "arn:aws:sts::1:assumed-role/path/Deploy/ada@example.com" },
  ],
  [
    "a role whose session has no name",
    "Deploy",
    { type: "AssumedRole", arn: "arn:aws:sts::1:assumed-role/Deploy/" },
  ],
  [
    "a role by its id alone",
    "AROAEXAMPLE / s",
    { type: "AssumedRole", principalId: "AROAEXAMPLE:s" },
  ],
  ["a role that says nothing", "111122223333", { type: "AssumedRole", accountId: "111122223333" }],
  [
    "a role under another type",
    "Deploy / s",
    { type: "Other", arn: "arn:aws:sts::1:assumed-role/Deploy/s" },
  ],
  [
    "a federated user by its principal",
    "bob",
    { type: "FederatedUser", principalId: "111122223333:bob" },
  ],
  [
    "a pipeline",
    "repo:acme/shop:ref:refs/heads/main",
    { type: "WebIdentityUser", userName: "repo:acme/shop:ref:refs/heads/main", principalId: "p" },
  ],
  [
    "a pipeline by its principal",
    "repo:acme/shop:pull_request",
    {
      type: "WebIdentityUser",
      principalId: "ci.example.com:sts.amazonaws.com:repo:acme/shop:pull_request",
    },
  ],
  ["a web identity that says nothing", UNKNOWN_ACTOR, { type: "WebIdentityUser" }],
  ["a SAML user", "ada", { type: "SAMLUser", userName: "ada", principalId: "hash:ada" }],
  ["a directory user", "ada", { type: "Directory", userName: "ada", accountId: "111122223333" }],
  [
    "a service's own work",
    "AWS Internal",
    { accountId: "111122223333", invokedBy: "AWS Internal" },
  ],
  ["an unknown user", "HIDDEN", { type: "Unknown", userName: "HIDDEN", principalId: "" }],
  [
    "an Identity Center user with a name",
    "ada",
    { type: "IdentityCenterUser", userName: "ada", onBehalfOf: { userId: "9448" } },
  ],
  [
    "an Identity Center user without one",
    "111122223333",
    { type: "IdentityCenterUser", accountId: "111122223333" },
  ],
];

for (const [what, label, userIdentity] of LABELS) {
  test(`labels ${what}`, () => assert.is(actorLabel(who(userIdentity)), label));
}

test("hashes an issuer that is too long to keep", () => {
  const { issuer } = who({ type: "IAMUser", arn: `arn:${"x".repeat(10_000)}` });
  assert.match(issuer ?? "", /^sha256:[0-9a-f]{64}$/);
});

test("brings back the leading zeros a numeric account id has lost", () => {
  assert.is(
    who({ type: "IAMUser", userName: "ada", accountId: 12345678901 }).account,
    "012345678901",
  );
});

test("names those an Insight attributes the calls to", () => {
  const insightContext = {
    attributions: [
      { attribute: "userAgent", insight: [{ value: "codedeploy.amazonaws.com", average: 0.6 }] },
      {
        attribute: "userIdentityArn",
        insight: [
          { value: "arn:aws:sts::111122223333:assumed-role/Deploy1", average: 0.2 },
          { value: "arn:aws:sts::111122223333:assumed-role/Deploy2", average: 0.2 },
        ],
      },
    ],
  };
  const insight = actor({ eventType: "AwsCloudTrailInsight", insightDetails: { insightContext } });
  assert.is(insight.name, "Deploy1 and 1 more");
  assert.is(actor({ eventType: "AwsCloudTrailInsight" }).name, "no single identity");
});

test.run();
