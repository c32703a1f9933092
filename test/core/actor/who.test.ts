import { suite } from "uvu";
import * as assert from "uvu/assert";
import { whoName, whoOf } from "../../../src/core/actor/who.ts";

const test = suite("whoOf()");

const SSO = "AWSReservedSSO_AdministratorAccess_0123456789abcdef";

for (const [actor, who] of [
  [{ name: "ada" }, { name: "ada" }],
  [{ name: "Deploy", session: "ci-1" }, { name: "Deploy / ci-1" }],
  [{ name: SSO }, { name: SSO }],
  [{ name: `my-${SSO}`, session: "ada" }, { name: `my-${SSO} / ada` }],
  [
    { name: "AWSReservedSSO_Admin_short", session: "ada" },
    { name: "AWSReservedSSO_Admin_short / ada" },
  ],
  [
    { name: SSO, session: "ada@example.com" },
    { name: "ada@example.com", permissionSet: "AdministratorAccess" },
  ],
  [
    { name: `aws-reserved/sso.amazonaws.com/${SSO}`, session: "ada" },
    { name: "ada", permissionSet: "AdministratorAccess" },
  ],
] as const) {
  test(`names ${JSON.stringify(actor)} ${JSON.stringify(who)}`, () => {
    assert.equal(whoOf(actor), who);
  });
}

test.run();

const names = suite("whoName()");

names("is the person with the permission set behind", () => {
  assert.is(
    whoName({ name: SSO, session: "ada@example.com" }),
    "ada@example.com (AdministratorAccess)",
  );
  assert.is(whoName({ name: "Deploy", session: "ci-1" }), "Deploy / ci-1");
});

names.run();
