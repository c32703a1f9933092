import { App, Aws, Stack } from "aws-cdk-lib";
import { type EventPattern, Match } from "aws-cdk-lib/aws-events";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  checkPattern,
  noticePattern,
  recordPattern,
  recordPresence,
} from "../../../infra/consumer/pattern.ts";
import { NOTICE_DETAIL_TYPE } from "../../../src/contract.ts";
import { patternMatcher } from "../../../src/core/pattern/match.ts";

const test = suite("recordPattern()");

test("refuses null, which CloudFormation would drop", () => {
  assert.throws(
    () => recordPattern({ errorCode: [null as unknown as string] }),
    /Cannot match on "errorCode" as a pattern in a template cannot carry null/,
  );
});

test("refuses an empty list, which EventBridge would at the deploy", () => {
  assert.throws(() => recordPattern({ eventName: [] }), /eventName/);
});

test("refuses a pattern longer than a rule may have", () => {
  const eventName = Array.from({ length: 200 }, (_, index) => `DeleteSomething${index}`);
  assert.throws(() => recordPattern({ eventName }), /2048/);
});

test("matches every record and no operator notice", () => {
  const matches = matcher(recordPattern());
  assert.ok(matches(event("AWS API Call via CloudTrail", { eventName: "CreateUser" })));
  assert.ok(matches(event("CloudTrail Record", {})));
  assert.not.ok(matches(event(NOTICE_DETAIL_TYPE, { notice: { kind: "x" } })));
  assert.not.ok(matches({ ...event("CloudTrail Record", {}), source: "aws.s3" }));
});

test("matches flat keys with their dots", () => {
  const matches = matcher(
    recordPattern({ "userIdentity.type": ["Root"], errorCode: [{ exists: false }] }),
  );
  const root = { "userIdentity.type": "Root" };
  assert.ok(matches(event("AWS API Call via CloudTrail", root)));
  assert.not.ok(
    matches(event("AWS API Call via CloudTrail", { ...root, errorCode: "AccessDenied" })),
  );
});

test.run();

const notices = suite("noticePattern()");

notices("matches operator notices alone", () => {
  const matches = matcher(noticePattern());
  assert.ok(matches(event(NOTICE_DETAIL_TYPE, {})));
  assert.not.ok(matches(event("CloudTrail Record", {})));
});

notices.run();

const presence = suite("recordPresence()");

presence("divides the records into those with their record and those without", () => {
  const pattern = recordPattern({ eventName: ["PutObject"] });
  const whole = matcher(recordPresence(pattern, "whole"));
  const trimmed = matcher(recordPresence(pattern, "trimmed"));
  const pointer = { bucket: "logs", key: "k", index: 0, version: "1" };
  const kept = event("CloudTrail Record", { eventName: "PutObject", trailbridge: pointer });
  const lost = event("CloudTrail Record", {
    eventName: "PutObject",
    trailbridge: { ...pointer, truncated: ["record", "requestParameters.policy"] },
  });
  assert.equal([whole(kept), trimmed(kept)], [true, false]);
  assert.equal([whole(lost), trimmed(lost)], [false, true]);
  const other = event("CloudTrail Record", { eventName: "GetObject", trailbridge: pointer });
  assert.equal([whole(other), trimmed(other)], [false, false]);
});

presence.run();

/** As the CDK writes a pattern into the template. */
const checked = suite("checkPattern()");

const check = (pattern: EventPattern) => checkPattern(new Stack(new App()), pattern, "add it");

checked("refuses what EventBridge would, saying what for", () => {
  assert.throws(
    () => check({ detail: { eventName: [{ prefx: "Get" }] } }),
    /^Cannot add it as EventBridge would refuse its pattern: .*prefx/,
  );
  assert.throws(() => check({ detailType: [], source: ["x"] }), /detail-type/);
});

checked("counts what was added to a pattern", () => {
  const eventName = Array.from({ length: 80 }, (_, index) => `DeleteSomething${index + 100}`);
  const pattern = recordPattern({ eventName });
  assert.ok(check(pattern) < 2048);
  assert.throws(
    () =>
      check(
        recordPresence(
          recordPattern({ eventName: [...eventName, "x".repeat(2048 - check(pattern) - 4)] }),
          "trimmed",
        ),
      ),
    /2048/,
  );
});

checked("takes the CDK's own matchers, and what only the deployment knows", () => {
  assert.is(
    check({ account: [Aws.ACCOUNT_ID], detail: { reason: Match.anythingBut("x") } }),
    JSON.stringify({ account: ["0".repeat(12)], detail: { reason: [{ "anything-but": ["x"] }] } })
      .length,
  );
});

checked.run();

function matcher({ detailType, ...pattern }: ReturnType<typeof recordPattern>) {
  return patternMatcher({ ...pattern, "detail-type": detailType });
}

function event(detailType: string, detail: Record<string, unknown>) {
  return { source: "trailbridge", "detail-type": detailType, detail };
}
