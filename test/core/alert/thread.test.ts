import { suite } from "uvu";
import * as assert from "uvu/assert";
import { alertOf } from "../../../src/core/alert/alert.ts";
import type { RemovedObject } from "../../../src/core/alert/removed-object.ts";
import { removedObjectThreadKey, threadKeyOf } from "../../../src/core/alert/thread.ts";
import { sha256 } from "../../../src/core/record/sha256.ts";
import type { Rule } from "../../../src/core/rule/rule.ts";
import { alertWith } from "../../support/alerts.ts";
import { detailOf } from "../../support/bus-events.ts";
import { HOSTILE_RECORDS, ordinary } from "../../support/hostile.ts";
import { ruleOf, ruleSetOf } from "../../support/rules.ts";

const keys = suite("threadKeyOf()");

function key(record: Record<string, unknown>, rule: Rule = ruleOf("rule")): string {
  const detail = detailOf(record);
  const source = { bucket: "b", key: "k", index: 0 };
  return threadKeyOf(
    alertOf(detail, { matched: [rule.id] }, ruleSetOf(rule), source),
    detail,
    rule,
  );
}

function session(name: string): Record<string, unknown> {
  return {
    ...ordinary(),
    userIdentity: {
      type: "AssumedRole",
      accountId: "111122223333",
      arn: `arn:aws:sts::111122223333:assumed-role/Deploy/${name}`,
      principalId: `AROAEXAMPLE:${name}`,
      sessionContext: { sessionIssuer: { arn: "arn:aws:iam::111122223333:role/Deploy" } },
    },
  };
}

/** A key of exactly these parts: another version's threads go on where it stays the same. */
const keyOf = (...parts: unknown[]) => sha256(JSON.stringify(parts)).slice(0, 40);

const ALERT = alertWith({
  actor: { type: "AssumedRole", name: "Deploy", issuer: "arn:role", account: "444455556666" },
  failure: "refused",
  errorCode: "Client.UnauthorizedOperation",
});
const PARTS = ["StopLogging", "cloudtrail.amazonaws.com", "refused", "UnauthorizedOperation"];

keys("keeps what its rule could not judge apart from what it matched", () => {
  const rule = ruleOf("rule");
  const unjudged = { ...ALERT, unjudged: ["rule"] };
  assert.is.not(threadKeyOf(unjudged, {}, rule), threadKeyOf(ALERT, {}, rule));
  const lesser = { ...ALERT, unjudged: ["other"] };
  assert.is(threadKeyOf(lesser, {}, rule), threadKeyOf(ALERT, {}, rule));
});

keys("is made of rule, severity, who and whose, what, its outcome, and where", () => {
  const who = ["rule", "high", "AssumedRole", "arn:role", "444455556666"];
  const key = keyOf("alert", ...who, ...PARTS, "111122223333");
  assert.is(threadKeyOf(ALERT, {}, undefined), key);
  assert.is(threadKeyOf(ALERT, {}, ruleOf("other")), key);
});

keys("takes the actor's name where nothing else stays, and null for what is not known", () => {
  const { account: _, ...nowhere } = ALERT;
  const alert = { ...nowhere, actor: { name: "Deploy" }, ruleIds: [] };
  assert.is(
    threadKeyOf(alert, {}, undefined),
    keyOf("alert", null, "high", null, "Deploy", null, ...PARTS, null),
  );
});

keys("differs by the actor's account alone", () => {
  const other = { ...ALERT, actor: { ...ALERT.actor, account: "777788889999" } };
  assert.is.not(threadKeyOf(other, {}, undefined), threadKeyOf(ALERT, {}, undefined));
});

keys("leaves out no prefix of a code but EC2's", () => {
  const found = ["SomeClient.Denied", "SomeDenied"].map((errorCode) =>
    threadKeyOf({ ...ALERT, errorCode }, {}, undefined),
  );
  assert.is(new Set(found).size, 2);
});

keys("is made of the values at a rule's paths, or of all below in one order", () => {
  const rule = ruleOf("rule", { thread: { by: ["sourceIPAddress", "requestParameters", "none"] } });
  const below = { "requestParameters.b": 2, "requestParameters.a": "x", "requestParametersX.c": 3 };
  const detail = { sourceIPAddress: "192.0.2.10", ...below, "requestParameters.list": [] };
  const key = keyOf(
    ...["alert", "rule", "high", "192.0.2.10"],
    [
      ["requestParameters.a", "x"],
      ["requestParameters.b", 2],
      ["requestParameters.list", []],
    ],
    null,
  );
  assert.is(threadKeyOf(ALERT, detail, rule), key);
  assert.is(threadKeyOf(ALERT, { ...detail, "requestParameters.o": {} }, rule), key);
});

keys("is by a rule's word kept by who called, whatever the session or the call", () => {
  const rule = ruleOf("rule", { thread: { by: ["$issuer", "$account"] } });
  const one = key(session("ci-1"), rule);
  assert.is(key({ ...session("ci-2"), eventName: "DeleteTrail" }, rule), one);
  assert.is.not(key({ ...session("ci-1"), recipientAccountId: "444455556666" }, rule), one);
  const { userIdentity } = session("ci-1") as { userIdentity: Record<string, unknown> };
  const foreign = { ...userIdentity, accountId: "777788889999" };
  assert.is.not(key({ ...session("ci-1"), userIdentity: foreign }, rule), one);
  const other = { sessionIssuer: { arn: "arn:aws:iam::111122223333:role/Other" } };
  assert.is.not(
    key({ ...session("ci-1"), userIdentity: { ...userIdentity, sessionContext: other } }, rule),
    one,
  );
});

keys("gives every record one, by the default and by paths", () => {
  const by = ruleOf("rule", {
    thread: { by: ["userIdentity.arn", "requestParameters", "$issuer", "$account"] },
  });
  for (const record of HOSTILE_RECORDS) {
    assert.match(key(record), /^[0-9a-f]{40}$/);
    assert.match(key(record, by), /^[0-9a-f]{40}$/);
  }
});

keys("two sessions of one role are one thread", () => {
  assert.is(key(session("ci-1")), key(session("ci-2")));
});

for (const [field, value] of Object.entries({
  eventName: "DeleteTrail",
  eventSource: "other.amazonaws.com",
  errorCode: "AccessDenied",
  recipientAccountId: "444455556666",
})) {
  keys(`differs by ${field}`, () => {
    assert.is.not(key(ordinary()), key({ ...ordinary(), [field]: value }));
  });
}

/** Identities of one actor in several sessions → must be one thread. */
const SESSIONS: [what: string, identities: Record<string, unknown>[]][] = [
  [
    "a foreign role",
    ["build-1", "build-2"].map((name) => ({
      type: "AWSAccount",
      principalId: `AROAEXAMPLEDEPLOY:${name}`,
      accountId: "444455556666",
    })),
  ],
  [
    "a foreign federated user's broker",
    ["bob", "eve"].map((name) => ({
      type: "AWSAccount",
      principalId: `444455556666:${name}`,
      accountId: "444455556666",
    })),
  ],
  [
    "a role without session context",
    ["ci-1", "ci-2"].map((name) => ({
      type: "AssumedRole",
      arn: `arn:aws:sts::111122223333:assumed-role/path/Deploy/${name}`,
    })),
  ],
  [
    "a role without ARN",
    ["ci-1", "ci-2"].map((name) => ({ type: "AssumedRole", principalId: `AROAEXAMPLE:${name}` })),
  ],
  ["a role without type", ["a", "b"].map((name) => ({ principalId: `AROAEXAMPLE:${name}` }))],
  [
    "one repository's branches",
    ["main", "fix-1"].map((branch) => ({
      type: "WebIdentityUser",
      userName: `repo:acme/shop:ref:refs/heads/${branch}`,
      identityProvider: "arn:aws:iam::111122223333:oidc-provider/ci.example.com",
      principalId: `arn:aws:iam::111122223333:oidc-provider/ci.example.com:sts.amazonaws.com:repo:acme/shop:ref:refs/heads/${branch}`,
    })),
  ],
  [
    "one repository's branches, known by the principal alone",
    ["main", "fix-1"].map((branch) => ({
      type: "WebIdentityUser",
      principalId: `ci.example.com:sts.amazonaws.com:repo:acme/shop:ref:refs/heads/${branch}`,
    })),
  ],
  [
    "one project's branches",
    ["main", "fix-1"].map((branch) => ({
      type: "WebIdentityUser",
      userName: `project_path:acme/shop:ref_type:branch:ref:${branch}`,
      identityProvider: "gitlab.example.com",
    })),
  ],
  [
    "users of one web identity provider",
    ["1001", "1002"].map((user) => ({
      type: "WebIdentityUser",
      userName: user,
      principalId: `accounts.example.com:app:${user}`,
      identityProvider: "accounts.example.com",
    })),
  ],
  [
    "users of one SAML provider",
    ["ada", "bob"].map((user) => ({
      type: "SAMLUser",
      userName: user,
      principalId: `idp-hash:${user}`,
      identityProvider: "idp-hash",
    })),
  ],
  [
    "federated users of one broker",
    ["ada", "bob"].map((user) => ({
      type: "FederatedUser",
      arn: `arn:aws:sts::111122223333:federated-user/${user}`,
      sessionContext: { sessionIssuer: { arn: "arn:aws:iam::111122223333:user/broker" } },
    })),
  ],
  [
    "root in several federated sessions",
    ["x", "y"].map((user) => ({
      type: "FederatedUser",
      arn: `arn:aws:sts::111122223333:federated-user/${user}`,
      sessionContext: {
        sessionIssuer: { type: "Root", arn: "arn:aws:iam::111122223333:root" },
      },
    })),
  ],
  [
    "an Identity Center user's sessions",
    ["1", "2"].map((credentialId) => ({
      type: "IdentityCenterUser",
      credentialId,
      onBehalfOf: {
        userId: "94482488",
        identityStoreArn: "arn:aws:identitystore::111122223333:identitystore/d-1",
      },
    })),
  ],
  [
    "nobody who is known",
    ["ANONYMOUS_PRINCIPAL", "ANONYMOUS_PRINCIPAL"].map((accountId, i) => ({
      type: "AWSAccount",
      accountId,
      principalId: i === 0 ? "" : null,
    })),
  ],
];

for (const [what, identities] of SESSIONS) {
  keys(`takes ${what} for one actor`, () => {
    const found = identities.map((userIdentity) => key({ ...ordinary(), userIdentity }));
    assert.is(new Set(found).size, 1);
  });
}

/** Identities that are different actors → must be different threads. */
const ACTORS: [what: string, identities: Record<string, unknown>[]][] = [
  [
    "two foreign roles",
    ["AROAONE", "AROATWO"].map((id) => ({
      type: "AWSAccount",
      principalId: `${id}:session`,
      accountId: "444455556666",
    })),
  ],
  [
    "two foreign accounts",
    ["444455556666", "777788889999"].map((accountId) => ({ type: "AWSAccount", accountId })),
  ],
  [
    "two repositories",
    ["acme/shop", "eve/shop"].map((repository) => ({
      type: "WebIdentityUser",
      userName: `repo:${repository}:ref:refs/heads/main`,
      identityProvider: "ci.example.com",
    })),
  ],
  [
    "two web identity providers",
    ["a.example.com", "b.example.com"].map((identityProvider) => ({
      type: "WebIdentityUser",
      userName: "1001",
      identityProvider,
    })),
  ],
  ["two services", ["ec2", "ssm"].map((name) => ({ type: "AWSService", invokedBy: `${name}.x` }))],
  [
    "two Identity Center users",
    ["1", "2"].map((userId) => ({ type: "IdentityCenterUser", onBehalfOf: { userId } })),
  ],
  [
    "two roles with names longer than anyone reads",
    ["a", "b"].map((end) => ({
      type: "AssumedRole",
      sessionContext: { sessionIssuer: { arn: `${"x".repeat(5_000)}${end}` } },
      principalId: "AROAEXAMPLE:s",
    })),
  ],
  ["one name as another type", ["IAMUser", "Unknown"].map((type) => ({ type, userName: "ada" }))],
];

for (const [what, identities] of ACTORS) {
  keys(`keeps ${what} apart`, () => {
    const found = identities.map((userIdentity) => key({ ...ordinary(), userIdentity }));
    assert.is(new Set(found).size, identities.length);
  });
}

keys("keeps the roles a web identity asks for apart", () => {
  const asking = (role: string) =>
    key({
      ...ordinary(),
      userIdentity: { type: "WebIdentityUser", userName: "1", identityProvider: "p" },
      requestParameters: { roleArn: `arn:aws:iam::111122223333:role/${role}` },
    });
  assert.is.not(asking("deploy"), asking("admin"));
});

keys("keeps outcomes apart, and the codes of refusals", () => {
  const outcomes = [
    {},
    { errorCode: "AccessDenied" },
    { errorCode: "UnauthorizedOperation" },
    { errorCode: "NoSuchEntity" },
    { errorMessage: "Failed authentication" },
  ];
  assert.is(new Set(outcomes.map((fields) => key({ ...ordinary(), ...fields }))).size, 5);
});

keys("takes the two spellings of EC2's refusal for one", () => {
  const denied = (errorCode: string) => key({ ...ordinary(), errorCode });
  assert.is(denied("UnauthorizedOperation"), denied("Client.UnauthorizedOperation"));
});

keys("keeps leading rules and severities apart", () => {
  const found = [ruleOf("rule"), ruleOf("rule-2"), ruleOf("rule", { severity: "critical" })].map(
    (rule) => key(ordinary(), rule),
  );
  assert.is(new Set(found).size, 3);
});

keys("does not differ by address, time, id or request", () => {
  const other = {
    ...ordinary(),
    eventID: "other",
    eventTime: "2026-01-24T00:09:00Z",
    sourceIPAddress: "192.0.2.99",
    requestParameters: { name: "another" },
  };
  assert.is(key(ordinary()), key(other));
});

keys("groups by the paths of the rule, if it names some", () => {
  const rule = ruleOf("rule", { thread: { by: ["sourceIPAddress", "requestParameters"] } });
  assert.is(key(ordinary(), rule), key({ ...ordinary(), eventName: "Other" }, rule));
  assert.is.not(key(ordinary(), rule), key({ ...ordinary(), sourceIPAddress: "192.0.2.9" }, rule));
  assert.is.not(key(ordinary(), rule), key({ ...ordinary(), requestParameters: { a: 1 } }, rule));
  assert.is.not(key(ordinary(), rule), key(ordinary(), { ...rule, id: "rule-2" }));
});

keys("takes removals of one requester in one bucket together", () => {
  const removed: RemovedObject = { kind: "removed-object", identity: "1", bucket: "b", key: "k1" };
  assert.is(removedObjectThreadKey(removed), removedObjectThreadKey({ ...removed, key: "k2" }));
  assert.is(
    removedObjectThreadKey({ ...removed, requester: "ada", deletionType: "D" }),
    keyOf("removed-object", "b", "ada", "D"),
  );
  assert.is.not(
    removedObjectThreadKey(removed),
    removedObjectThreadKey({ ...removed, requester: "eve" }),
  );
});

keys.run();
