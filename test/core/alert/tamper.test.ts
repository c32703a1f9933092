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

test("is one for each call, and bounded whatever the call holds", () => {
  const long = {
    ...RECORD,
    eventName: "x".repeat(9_999),
    requestParameters: { a: "y".repeat(9_999) },
  };
  const notice = tamperNotice({ detail: long });
  assert.is(notice?.identity, "tamper#e-1");
  assert.ok(JSON.stringify(notice).length < 3_000);
});

test.run();
