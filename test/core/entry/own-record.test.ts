import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  accountOfArn,
  isOwn,
  isOwnRecord,
  type OwnWork,
  roleOfArn,
} from "../../../src/core/entry/own-record.ts";
import { RecordScanner } from "../../../src/core/log/record-scanner.ts";
import { FlatWalk } from "../../../src/core/walk/flat-walk.ts";
import { LearnedKeys } from "../../../src/core/walk/learned-keys.ts";
import { HOSTILE_RECORDS } from "../../support/hostile.ts";

const ROLE = {
  name: "trailbridge-splitter",
  account: "111122223333",
  session: "splitter-function",
};

const WORK = { roles: [ROLE], bucket: "org-logs", prefix: "AWSLogs/", bus: "records" };

const BUS_ARN = "arn:aws:events:eu-central-1:111122223333:event-bus/records";

const test = suite("isOwnRecord()");

/** What is said of a record, which is alike whether it was parsed or walked over. */
function isOwnEitherWay(record: Record<string, unknown>, work: OwnWork): boolean {
  const own = isOwnRecord(record, work);
  const text = JSON.stringify(record);
  // Letters of a name may be written by their number.
  for (const written of [text, text.replaceAll("splitter", "splitt\\u0065r")]) {
    for (const walk of [undefined, new FlatWalk(new LearnedKeys())]) {
      const scanner = new RecordScanner(undefined, { walk });
      scanner.push(Buffer.from(`{"Records":[${written}]}`));
      const found = scanner.next();
      if (found !== undefined && "text" in found) assert.is(isOwn(found, work), own);
    }
  }
  return own;
}

test("takes no hostile record for its own", () => {
  for (const record of HOSTILE_RECORDS) assert.not(isOwnEitherWay(record, WORK));
});

for (const [name, record] of [
  ["another call of the role", reading({ eventName: "ListObjects" })],
  ["the call of that name to another service", reading({ eventSource: "example.amazonaws.com" })],
  ["a reading that was refused", reading({ errorCode: "AccessDenied" })],
  ["a reading that says only why it failed", reading({ errorMessage: "No such key" })],
  ["a reading with an odd error", reading({ errorCode: { code: "AccessDenied" } })],
  ["a reading of another bucket", readingOf({ bucketName: "payroll" })],
  ["a reading of a bucket whose name begins alike", readingOf({ bucketName: "org-logs-2" })],
  ["a reading of a bucket that is in a list", readingOf({ bucketName: ["org-logs"] })],
  ["a reading of another prefix", readingOf({ key: "backups/AWSLogs/x" })],
  ["a reading that names no key", readingOf({ key: undefined })],
  ["a reading that names nothing", reading({ requestParameters: null })],
  ["another role's call", reading({}, { arn: session("deploy") })],
  ["a role whose name begins alike", reading({}, { arn: session("trailbridge-splitter-2") })],
  [
    "the role of that name in another account",
    reading({}, { arn: session(ROLE.name, "444455556666") }),
  ],
  ["another session of the role", reading({}, { arn: session(ROLE.name, ROLE.account, "ada") })],
  [
    "a session whose name begins alike",
    reading({}, { arn: session(ROLE.name, ROLE.account, `${ROLE.session}-2`) }),
  ],
  ["a user of that name", reading({}, { type: "IAMUser" })],
  [
    "a session that another role named so",
    reading({}, { arn: session("deploy", ROLE.account, ROLE.session) }),
  ],
  ["a session that is not named", reading({}, { arn: null, sessionContext: issued() })],
  ["entries for another bus", writing({ entries: [{ eventBusName: "other" }] })],
  [
    "entries for its bus and another",
    writing({ entries: [{ eventBusName: "records" }, { eventBusName: "other" }] }),
  ],
  ["entries for the default bus", writing({ entries: [{ eventBusName: "records" }, {}] })],
  ["entries that name no bus", writing({})],
  ["entries that were refused", writing({ entries: [{ eventBusName: "records" }] }, "Denied")],
  ["a prototype's property", reading({ eventName: "toString", eventSource: undefined })],
] as const) {
  test(`publishes ${name}`, () => assert.not(isOwnEitherWay(record, WORK)));
}

test("publishes every reading where its bucket is not known", () => {
  assert.not(isOwnRecord(reading({}), { ...WORK, bucket: undefined }));
});

for (const [name, record] of [
  ["its reading of a log file", reading({})],
  ["its entries by the bus's name", writing({ entries: [{ eventBusName: "records" }] })],
  ["its entries by the bus's ARN", writing({ entries: [{ eventBusName: BUS_ARN }] })],
  ["its entries by what they are about", { ...writing({}), resources: [{ ARN: BUS_ARN }] }],
  [
    "a call that names its session otherwise",
    reading({}, { arn: null, principalId: `AROAX:${ROLE.session}`, sessionContext: issued() }),
  ],
] as const) {
  test(`knows ${name}`, () => assert.ok(isOwnEitherWay(record, WORK)));
}

test("goes by the name alone when the account is not known", () => {
  const elsewhere = reading({}, { arn: session(ROLE.name, "444455556666") });
  const role = { name: ROLE.name, session: ROLE.session };
  assert.ok(isOwnRecord(elsewhere, { ...WORK, roles: [role] }));
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

function session(role: string, id = ROLE.account, name = ROLE.session): string {
  return `arn:aws:sts::${id}:assumed-role/${role}/${name}`;
}

function issued() {
  return { sessionIssuer: { userName: ROLE.name, accountId: ROLE.account } };
}

function readingOf(request: Record<string, unknown>) {
  return reading({
    requestParameters: { bucketName: "org-logs", key: "AWSLogs/x.json.gz", ...request },
  });
}

function reading(record: Record<string, unknown>, identity: Record<string, unknown> = {}) {
  return {
    eventName: "GetObject",
    eventSource: "s3.amazonaws.com",
    userIdentity: { type: "AssumedRole", arn: session(ROLE.name), ...identity },
    requestParameters: { bucketName: "org-logs", key: "AWSLogs/x.json.gz" },
    ...record,
  };
}

function writing(requestParameters: object, errorCode?: string) {
  return reading({
    eventName: "PutEvents",
    eventSource: "events.amazonaws.com",
    requestParameters,
    ...(errorCode && { errorCode }),
  });
}
