import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Settings } from "../../../src/core/settings/settings.ts";
import { subscriptionProblems } from "../../../src/core/settings/subscription-check.ts";

type Subscriptions = Settings["sns"]["subscriptions"];

const test = suite("subscriptionProblems()");

const messageOf = (subscriptions: Subscriptions) => subscriptionProblems(subscriptions)[0]?.message;

const wrong: [endpoint: string, protocol: Subscriptions[string], message: RegExp][] = [
  ["soc", "email", /protocol email must be an address/],
  ["the soc@example.com", "email", /protocol email must be an address/],
  ["soc@example.com ", "email", /protocol email must be an address/],
  ["call +491701234567", "sms", /protocol sms must be a number/],
  ["+491701234567x", "sms", /protocol sms must be a number/],
  ["https://example.com", "email-json", /protocol email-json must be an address/],
  ["https://example.com", "http", /begins with http:/],
  ["http://example.com", "https", /begins with https:/],
  ["491701234567", "sms", /protocol sms must be a number .* in quotes/],
  ["my-queue", "sqs", /the ARN of a queue/],
  ["arn:aws:sqs:eu-central-1:111122223333:q.fifo", "sqs", /standard queues alone: it is FIFO/],
  ["arn:aws:sqs:eu-central-1:111122223333:q", "lambda", /the ARN of a function/],
  ["arn:asw:sqs:eu-central-1:111122223333:q", "sqs", /partition "asw" .*did you mean aws/],
  ["arn:aws:sqs:cn-north-1:111122223333:q", "sqs", /cn-north-1 lies in partition aws-cn/],
  ["arn:aws:sqs:eu-nowhere-77:111122223333:q", "sqs", /its Region "eu-nowhere-77"/],
  ["arn:aws:lambda:eu-central-1:1111:function:f", "lambda", /account "1111" must be 12 digits/],
  ["arn:aws:lambda:eu-central-1:111122223333:layer:f", "lambda", /names no such thing/],
  ["my-phone", "application", /the ARN of a mobile app's endpoint/],
  ["arn:aws:firehose:eu-central-1:111122223333:deliverystream/x", "firehose", /needs a role/],
];

for (const [endpoint, protocol, message] of wrong) {
  test(`refuses ${endpoint} by ${protocol}`, () => {
    assert.match(messageOf({ [endpoint]: protocol }) ?? "", message);
    assert.match(messageOf({ [endpoint]: protocol }) ?? "", /^Cannot use sns\.subscriptions/);
  });
}

test("takes an endpoint that fits its protocol", () => {
  const subscriptions: Subscriptions = {
    "soc@example.com": "email",
    "siem@example.com": "email-json",
    "http://example.com/x": "http",
    "https://example.com/x": "https",
    "+491701234567": "sms",
    "arn:aws:sqs:us-west-2:111122223333:q": "sqs",
    "arn:aws:lambda:us-west-2:111122223333:function:f": "lambda",
    "arn:aws:lambda:us-west-2:444455556666:function:f:live": "lambda",
    "arn:aws:sns:us-west-2:111122223333:endpoint/GCM/app/1": "application",
  };
  assert.equal(subscriptionProblems(subscriptions), []);
});

test.run();
