import { suite } from "uvu";
import * as assert from "uvu/assert";
import { accountOfArn, isOwnRecord, roleOfArn } from "../../../src/core/entry/own-record.ts";
import { HOSTILE_RECORDS } from "../../support/hostile.ts";

const ROLE = { name: "trailbridge-splitter", account: "111122223333" };

const test = suite("isOwnRecord()");

test("takes no hostile record for its own", () => {
  for (const record of HOSTILE_RECORDS) assert.not(isOwnRecord(record, ROLE));
});

for (const [name, record] of [
  ["another call of the role", call({ eventName: "ListObjects" })],
  ["the call of that name to another service", call({ eventSource: "example.amazonaws.com" })],
  ["another role's call", call({}, { arn: session("deploy") })],
  ["a role whose name begins alike", call({}, { arn: session("trailbridge-splitter-2") })],
  [
    "the role of that name in another account",
    call({}, { arn: session(ROLE.name, "444455556666") }),
  ],
  ["a user of that name", call({}, { type: "IAMUser" })],
  [
    "a session that another role named so",
    call({}, { arn: session("deploy", ROLE.account, ROLE.name) }),
  ],
  ["a prototype's property", call({ eventName: "toString", eventSource: undefined })],
] as const) {
  test(`publishes ${name}`, () => assert.not(isOwnRecord(record, ROLE)));
}

for (const [name, record] of [
  ["its GetObject", call({})],
  ["its PutEvents", call({ eventName: "PutEvents", eventSource: "events.amazonaws.com" })],
  [
    "a call whose session is not named",
    call(
      {},
      {
        arn: null,
        sessionContext: { sessionIssuer: { userName: ROLE.name, accountId: ROLE.account } },
      },
    ),
  ],
] as const) {
  test(`knows ${name}`, () => assert.ok(isOwnRecord(record, ROLE)));
}

test("goes by the name alone when the account is not known", () => {
  const elsewhere = call({}, { arn: session(ROLE.name, "444455556666") });
  assert.ok(isOwnRecord(elsewhere, { name: ROLE.name }));
});

test("goes by the session too in a role that others may have sessions of", () => {
  const role = { ...ROLE, session: "trailbridge-splitter" };
  assert.ok(isOwnRecord(call({}), role));
  const others = call({}, { arn: session(ROLE.name, ROLE.account, "analyst") });
  assert.not(isOwnRecord(others, role));
  assert.not(isOwnRecord(call({}, { arn: `${session(ROLE.name)}-2` }), role));
});

test.run();

const role = suite("roleOfArn()");

role("finds name and account, without the path", () => {
  const account = "444455556666";
  assert.equal(roleOfArn(`arn:aws:iam::${account}:role/log-reader`), {
    name: "log-reader",
    account,
  });
  assert.equal(roleOfArn(`arn:aws-us-gov:iam::${account}:role/audit/x/log-reader`), {
    name: "log-reader",
    account,
  });
});

role.run();

const account = suite("accountOfArn()");

account("finds the account", () => {
  assert.is(accountOfArn("arn:aws:lambda:us-east-1:111122223333:function:x"), "111122223333");
  for (const none of [undefined, "", "x", "arn:aws:s3:::bucket"])
    assert.is(accountOfArn(none), undefined);
});

account.run();

function session(role: string, id = "111122223333", name = "trailbridge-splitter"): string {
  return `arn:aws:sts::${id}:assumed-role/${role}/${name}`;
}

function call(record: Record<string, unknown>, identity: Record<string, unknown> = {}) {
  return {
    eventName: "GetObject",
    eventSource: "s3.amazonaws.com",
    userIdentity: { type: "AssumedRole", arn: session(ROLE.name), ...identity },
    ...record,
  };
}
