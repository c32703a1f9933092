import { suite } from "uvu";
import * as assert from "uvu/assert";
import { tamperNotice } from "../../../src/core/alert/tamper.ts";

const RECORD = {
  eventName: "DeleteTopic",
  eventSource: "sns.amazonaws.com",
  eventID: "e-1",
  sourceIPAddress: "192.0.2.1",
  userIdentity: { type: "IAMUser", arn: "arn:aws:iam::111122223333:user/mallory" },
  requestParameters: { topicArn: "arn:aws:sns:eu-central-1:111122223333:alarms" },
};

const test = suite("tamperNotice()");

for (const detail of [undefined, "text", {}, { ...RECORD, eventID: undefined }]) {
  test(`makes nothing of ${JSON.stringify(detail)?.slice(0, 60)}`, () => {
    assert.is(tamperNotice({ detail }), undefined);
  });
}

test("says who called what, and whether it was refused", () => {
  const notice = tamperNotice({ detail: RECORD });
  assert.match(notice?.title ?? "", /^DeleteTopic was called on trailbridge's own/);
  assert.match(notice?.text ?? "", /Somebody changed/);
  assert.equal(notice?.facts[0], ["Caller", "arn:aws:iam::111122223333:user/mallory"]);
  const refused = tamperNotice({ detail: { ...RECORD, errorCode: "AccessDenied" } });
  assert.match(refused?.text ?? "", /tried to change/);
});

test("is in one thread with the same request of an hour, and bounded whatever the call holds", () => {
  const notice = (fields: object) =>
    tamperNotice({ detail: { ...RECORD, eventTime: "2026-01-02T03:04:05Z", ...fields } });
  const thread = (fields: object) => notice(fields)?.thread;
  assert.is(thread({ eventID: "e-2" }), thread({}));
  assert.is.not(thread({ eventTime: "2026-01-02T04:04:05Z" }), thread({}));
  assert.is.not(thread({ requestParameters: { topicArn: "another" } }), thread({}));
  assert.is.not(thread({ userIdentity: { arn: "another" } }), thread({}));
  // The same call again is counted, and the same event again is not.
  assert.is.not(notice({ eventID: "e-2" })?.identity, notice({})?.identity);
  assert.is(notice({})?.identity, notice({})?.identity);
  const long = {
    ...RECORD,
    eventName: "x".repeat(9_999),
    requestParameters: { a: "y".repeat(9_999) },
  };
  assert.ok(JSON.stringify(tamperNotice({ detail: long })).length < 3_000);
});

test("is one for all that are refused alike, however many try", () => {
  const identities = Array.from({ length: 50 }, (_, n) => {
    const userIdentity = { arn: `arn:aws:iam::111122223333:user/u${n}` };
    const detail = { ...RECORD, eventID: `e-${n}`, userIdentity, errorCode: "AccessDenied" };
    return tamperNotice({ detail })?.identity;
  });
  assert.is(new Set(identities).size, 1);
});

test.run();
