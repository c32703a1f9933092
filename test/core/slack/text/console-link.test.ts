import { suite } from "uvu";
import * as assert from "uvu/assert";
import { callsLink, consoleLink } from "../../../../src/core/slack/text/console-link.ts";

const ID = "0e4d136e-25d4-4d92-b2b2-8a9fe1e3f1af";

const test = suite("consoleLink()");

for (const [region, id] of [
  [undefined, ID],
  ["us-east-1", undefined],
  ["us-east-1/../x", ID],
  ["us-east-1", `${ID}|<x>`],
  ["us-iso-east-1", ID],
  ["global", ID],
] as const) {
  test(`makes no link of region ${region} and id ${id}`, () => {
    assert.is(consoleLink({ ...(region && { region }) }, id), undefined);
  });
}

for (const [region, host] of [
  ["us-east-1", "us-east-1.console.aws.amazon.com"],
  ["ap-southeast-4", "ap-southeast-4.console.aws.amazon.com"],
  ["us-gov-west-1", "console.amazonaws-us-gov.com"],
  ["eusc-de-east-1", "eusc-de-east-1.console.amazonaws-eusc.eu"],
  ["cn-northwest-1", "cn-northwest-1.console.amazonaws.cn"],
] as const) {
  test(`goes to ${host} for ${region}`, () => {
    assert.is(
      consoleLink({ region }, ID),
      `https://${host}/cloudtrailv2/home?region=${region}#/events/${ID}`,
    );
  });
}

const PLACE = {
  region: "us-east-1",
  account: "111122223333",
  accessPortalUrl: "https://d-1234567890.awsapps.com/start/",
};

test("opens in the event's account by the access portal", () => {
  assert.is(
    consoleLink(PLACE, ID),
    `https://d-1234567890.awsapps.com/start/#/console?account_id=111122223333&destination=https%3A%2F%2Fus-east-1.console.aws.amazon.com%2Fcloudtrailv2%2Fhome%3Fregion%3Dus-east-1%23%2Fevents%2F${ID}`,
  );
});

test("goes round the portal where the account is none", () => {
  for (const account of [undefined, "anonymous", "1111"]) {
    assert.match(consoleLink({ ...PLACE, account } as never, ID) ?? "", /^https:\/\/us-east-1\./);
  }
});

test.run();

const calls = suite("callsLink()");

calls("finds all calls of a name", () => {
  assert.is(
    callsLink({ region: "us-east-1" }, "GetObject"),
    "https://us-east-1.console.aws.amazon.com/cloudtrailv2/home?region=us-east-1#/events?EventName=GetObject",
  );
  assert.is(callsLink({ region: "us-east-1" }, "a&b"), undefined);
  assert.is(callsLink({ region: "us-east-1" }, undefined), undefined);
});

calls.run();
