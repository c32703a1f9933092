import { suite } from "uvu";
import * as assert from "uvu/assert";
import { consoleLink } from "../../../../src/core/slack/text/console-link.ts";

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
    assert.is(consoleLink(region, id), undefined);
  });
}

for (const [region, host] of [
  ["us-east-1", "us-east-1.console.aws.amazon.com"],
  ["ap-southeast-4", "ap-southeast-4.console.aws.amazon.com"],
  ["us-gov-west-1", "console.amazonaws-us-gov.com"],
  ["cn-northwest-1", "cn-northwest-1.console.amazonaws.cn"],
] as const) {
  test(`goes to ${host} for ${region}`, () => {
    assert.is(
      consoleLink(region, ID),
      `https://${host}/cloudtrailv2/home?region=${region}#/events/${ID}`,
    );
  });
}

test.run();
