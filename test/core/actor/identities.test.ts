import { suite } from "uvu";
import * as assert from "uvu/assert";
import { actorLabel, actorOf } from "../../../src/core/actor/actor.ts";
import { flatten } from "../../../src/core/record/flatten.ts";

const test = suite("identities are named");

const ACCOUNT = "111122223333";
const ROLE = `arn:aws:iam::${ACCOUNT}:role/ci/Deploy`;
const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/Deploy/ci-1`;
const GITHUB = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com";

type Fields = Record<string, unknown>;

/** What is known of the identity, and of the request → what it is called and what of it lasts. */
const identities: [
  identity: Fields,
  label: string,
  issuer: string | undefined,
  request?: Fields,
][] = [
  [{ type: "Root", arn: `arn:aws:iam::${ACCOUNT}:root` }, "root", `arn:aws:iam::${ACCOUNT}:root`],
  [{ type: "Root", principalId: ACCOUNT, accountId: "x" }, "root", ACCOUNT],
  [{ type: "Root", accountId: ACCOUNT }, "root", ACCOUNT],
  [{ type: "Root" }, "root", undefined],
  [{ type: "AWSService", invokedBy: "a.com", userName: "u", principalId: "p" }, "a.com", "a.com"],
  [{ type: "AWSService", userName: "u", principalId: "p" }, "u", "u"],
  [{ type: "AWSService", principalId: "p", accountId: ACCOUNT }, "p", "p"],
  [{ type: "IAMUser", userName: "ada", principalId: "AIDA1" }, "ada", "AIDA1"],
  [
    { type: "IAMUser", arn: `arn:aws:iam::${ACCOUNT}:user/x/ada/` },
    "ada",
    `arn:aws:iam::${ACCOUNT}:user/x/ada/`,
  ],
  [{ type: "IAMUser", principalId: "AIDA1", invokedBy: "b.com" }, "AIDA1", "AIDA1"],
  [{ type: "New", invokedBy: "b.com", accountId: ACCOUNT }, "b.com", "b.com"],
  [{ type: "New", accountId: ACCOUNT }, ACCOUNT, ACCOUNT],
  [{ type: "New", arn: SESSION }, "Deploy / ci-1", SESSION.replace("/ci-1", "")],
  [{ type: "New", principalId: "AROA1:ci-1" }, "AROA1 / ci-1", "AROA1"],
  [{ type: "New", principalId: "AIDA1:ci-1" }, "AIDA1:ci-1", "AIDA1:ci-1"],
  [{ type: "New", principalId: "XAROA1:ci-1" }, "XAROA1:ci-1", "XAROA1:ci-1"],
  [{ type: "New", principalId: "AROA1" }, "AROA1", "AROA1"],
  [{ arn: SESSION, principalId: "AROA1:ci-1" }, "Deploy / ci-1", SESSION.replace("/ci-1", "")],
  [
    { type: "AssumedRole", arn: SESSION, sessionContext: { sessionIssuer: { arn: ROLE } } },
    "Deploy / ci-1",
    ROLE,
  ],
  [{ type: "AssumedRole", sessionContext: { sessionIssuer: { arn: ROLE } } }, "Deploy", ROLE],
  [
    { type: "AssumedRole", arn: `arn:aws:sts::${ACCOUNT}:assumed-role/Deploy/` },
    "Deploy",
    `arn:aws:sts::${ACCOUNT}:assumed-role/Deploy/`,
  ],
  [
    { type: "AssumedRole", arn: `arn:aws:sts::${ACCOUNT}:assumed-role/` },
    "assumed-role",
    `arn:aws:sts::${ACCOUNT}:assumed-role/`,
  ],
  [
    { type: "AssumedRole", arn: `arn:aws:sts::${ACCOUNT}:assumed-role//s` },
    "s",
    `arn:aws:sts::${ACCOUNT}:assumed-role//s`,
  ],
  [
    { type: "AssumedRole", arn: `arn:aws:sts::${ACCOUNT}:assumed-role/a/b/s` },
    "a/b / s",
    `arn:aws:sts::${ACCOUNT}:assumed-role/a/b`,
  ],
  [{ type: "AssumedRole", userName: "Deploy", principalId: "AROA1:" }, "Deploy", "AROA1"],
  [{ type: "AssumedRole", principalId: "AROA1:a:b" }, "AROA1 / a:b", "AROA1"],
  [{ type: "AssumedRole", principalId: ":b" }, ":b", ":b"],
  [{ type: "AssumedRole", userName: "Deploy" }, "Deploy", "Deploy"],
  [{ type: "AssumedRole", invokedBy: "b.com" }, "b.com", "b.com"],
  [{ type: "AssumedRole", accountId: ACCOUNT }, ACCOUNT, ACCOUNT],
  [
    {
      type: "FederatedUser",
      arn: `arn:aws:sts::${ACCOUNT}:federated-user/ada`,
      sessionContext: { sessionIssuer: { arn: "i" } },
    },
    "ada",
    "i",
  ],
  [
    { type: "FederatedUser", arn: `arn:aws:sts::${ACCOUNT}:federated-user/ada` },
    "ada",
    `arn:aws:sts::${ACCOUNT}:federated-user/ada`,
  ],
  [
    { type: "FederatedUser", userName: "ada", principalId: `${ACCOUNT}:bob` },
    "ada",
    `${ACCOUNT}:bob`,
  ],
  [{ type: "FederatedUser", principalId: `${ACCOUNT}:bob` }, "bob", `${ACCOUNT}:bob`],
  [{ type: "FederatedUser", principalId: "bob" }, "bob", "bob"],
  [{ type: "AWSAccount", accountId: "ANONYMOUS_PRINCIPAL" }, "anonymous", "anonymous"],
  [{ type: "AWSAccount", accountId: "anonymous" }, "anonymous", "anonymous"],
  [
    { type: "AWSAccount", accountId: ACCOUNT, principalId: "AROA1:s" },
    `account ${ACCOUNT} / s`,
    "AROA1",
  ],
  [
    { type: "AWSAccount", accountId: ACCOUNT, arn: SESSION },
    `account ${ACCOUNT}`,
    SESSION.replace("/ci-1", ""),
  ],
  [{ type: "AWSAccount", accountId: ACCOUNT, arn: "arn:x" }, `account ${ACCOUNT}`, "arn:x"],
  [{ type: "AWSAccount", accountId: ACCOUNT }, `account ${ACCOUNT}`, ACCOUNT],
  [{ type: "AWSAccount", principalId: "AIDA1" }, "account AIDA1", "AIDA1"],
  [{ type: "AWSAccount", invokedBy: "b.com" }, "b.com", "b.com"],
  [
    { type: "IdentityCenterUser", onBehalfOf: { userId: "u-1", identityStoreArn: "store" } },
    "u-1",
    "store/u-1",
  ],
  [{ type: "IdentityCenterUser", userName: "ada", onBehalfOf: { userId: "u-1" } }, "ada", "/u-1"],
  [{ type: "IdentityCenterUser", userName: "ada" }, "ada", "ada"],
  [
    { type: "WebIdentityUser", userName: "repo:acme/shop:ref:main", identityProvider: GITHUB },
    "repo:acme/shop:ref:main",
    JSON.stringify([GITHUB, "repo:acme/shop", "r"]),
    { roleArn: "r" },
  ],
  [
    {
      type: "WebIdentityUser",
      userName: "project_path:acme/shop:ref:main",
      identityProvider: "gitlab",
    },
    "project_path:acme/shop:ref:main",
    JSON.stringify(["gitlab", "project_path:acme/shop", null]),
  ],
  [{ type: "WebIdentityUser", userName: "repo:", identityProvider: "p" }, "repo:", "p"],
  [
    { type: "WebIdentityUser", userName: "other:a:b", identityProvider: "p" },
    "other:a:b",
    JSON.stringify(["p", null, "r"]),
    { roleArn: "r" },
  ],
  [
    { type: "WebIdentityUser", principalId: "p:aud:repo:acme/shop:ref:main" },
    "repo:acme/shop:ref:main",
    JSON.stringify(["p:aud", "repo:acme/shop", null]),
  ],
  [{ type: "WebIdentityUser", principalId: "p:aud:sub", userName: "sub" }, "sub", "p:aud"],
  [
    { type: "WebIdentityUser", principalId: "p:aud:other", userName: "sub" },
    "sub",
    "q",
    { providerId: "q" },
  ],
  [{ type: "WebIdentityUser", principalId: "p:aud:other", userName: "sub" }, "sub", "p:aud:other"],
  [{ type: "WebIdentityUser", principalId: "p" }, "p", "p"],
  [{ type: "WebIdentityUser", identityProvider: "p" }, "p", "p"],
  [{ type: "WebIdentityUser", userName: "sub" }, "sub", "sub"],
  [
    { type: "SAMLUser", userName: "ada", identityProvider: "p" },
    "ada",
    JSON.stringify(["corp", "r"]),
    { principalArn: "corp", roleArn: "r" },
  ],
  [{ type: "SAMLUser", userName: "ada", identityProvider: "p", principalId: "q:ada" }, "ada", "p"],
  [{ type: "SAMLUser", userName: "ada", principalId: "q:ada" }, "ada", "q"],
  [{ type: "SAMLUser", userName: "ada", principalId: "ada:q" }, "ada", "ada"],
  [{ type: "SAMLUser", principalId: "q" }, "q", "q"],
  [{ type: "SAMLUser", userName: "ada" }, "ada", "r", { roleArn: "r" }],
  [{ type: "SAMLUser" }, "corp", "corp", { principalArn: "corp" }],
];

for (const [identity, label, issuer, requestParameters] of identities) {
  test(`${JSON.stringify(identity)}${requestParameters ? ` asking ${JSON.stringify(requestParameters)}` : ""}`, () => {
    const actor = actorOf(flatten({ userIdentity: identity, requestParameters }));
    assert.equal([actorLabel(actor), actor.issuer], [label, issuer]);
  });
}

test.run();
