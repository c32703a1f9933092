import { suite } from "uvu";
import * as assert from "uvu/assert";
import { redriveOf, type Stage } from "../../../src/core/operation/dead-letter.ts";

const RULE_ARN = "arn:aws:events:eu-central-1:111122223333:rule/records/trailbridge-Rule";
const notice = { s3Bucket: "trail", s3ObjectKey: ["AWSLogs/a", "AWSLogs/b"] };
const s3 = { eventSource: "aws:s3", eventName: "ObjectCreated:Put" };
const record = { ...s3, s3: { bucket: { name: "trail" }, object: { key: "AWSLogs/a" } } };
const event = {
  source: "trailbridge",
  "detail-type": "AWS API Call via CloudTrail",
  detail: { eventName: "StopLogging", eventID: "e-1" },
};

const test = suite("redriveOf()");

const CASES: readonly [
  what: string,
  stage: Stage,
  body: unknown,
  to: string,
  says: RegExp,
  attributes?: Record<string, string>,
][] = [
  ["text of nobody", "splitter", "hello", "stay", /a message that is not JSON/],
  ["an unknown notification", "splitter", { requestPayload: { a: 1 } }, "stay", /keys \["a"\]/],
  ["a number", "buffer", 7, "stay", /neither an event/],
  ["an event without a detail", "critical", { source: "x" }, "stay", /neither an event/],
  ["an event that was made another", "consumers", { a: 1 }, "stay", /neither/, { RULE_ARN }],
  ["S3's notice", "splitter", { Records: [record] }, "queue", /s3:\/\/trail\/AWSLogs\/a$/],
  ["CloudTrail's", "splitter", notice, "queue", /AWSLogs\/a and 1 more$/],
  [
    "SNS's envelope",
    "splitter",
    { Type: "Notification", Message: JSON.stringify(notice) },
    "queue",
    /and 1 more/,
  ],
  [
    "what Lambda gave up",
    "splitter",
    { requestPayload: { Records: [record] }, requestContext: { condition: "RetriesExhausted" } },
    "queue",
    /AWSLogs\/a$/,
  ],
  [
    "a file that stopped midway",
    "splitter",
    {
      requestPayload: {
        continuation: { bucket: "trail", key: "AWSLogs/a", next: 7, offset: 1, hops: 0 },
      },
    },
    "queue",
    /from record 7 on/,
  ],
  ["S3's test", "splitter", { Event: "s3:TestEvent" }, "nowhere", /about no log file/],
  [
    "a canary",
    "splitter",
    { requestPayload: { trailbridge: { canary: { rules: ["r"] } } } },
    "nowhere",
    /a canary/,
  ],
  [
    "an order to validate a folder",
    "splitter",
    { requestPayload: { trailbridge: { validate: { folder: "AWSLogs/a/", from: 1, to: 2 } } } },
    "queue",
    /^the validation of AWSLogs\/a\/$/,
  ],
  [
    "an order that nobody gives so",
    "splitter",
    { trailbridge: { validate: { folder: "AWSLogs/a" } } },
    "stay",
    /./,
  ],
  ["an event", "buffer", event, "queue", /^StopLogging e-1$/],
  ["an event in a letter", "notifier", { requestPayload: event }, "queue", /^StopLogging e-1$/],
  [
    "what is not shown",
    "notifier",
    { requestPayload: { trailbridge: { redraw: { channel: "slack:C1", window: "w" } } } },
    "queue",
    /what slack:C1 does not show/,
  ],
  [
    "a turn",
    "notifier",
    { trailbridge: { turn: "slack:C1", at: 1 } },
    "nowhere",
    /asked for again/,
  ],
  ["what a consumer's queue held", "consumers", { any: "record" }, "queue", /its reader/],
  ["what a target refused", "consumers", event, "bus", /^StopLogging e-1$/, { RULE_ARN }],
];

for (const [what, stage, body, to, says, attributes = {}] of CASES) {
  test(`has ${what} of ${stage} go to ${to}`, () => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const found = redriveOf(stage, { body: text, attributes }, 0);
    assert.is(found.to, to, found.what);
    assert.match(found.what, says);
  });
}

test("sends an order to validate anew, the last hours so that they have those it meant", () => {
  const order = { trailbridge: { validate: { folder: "AWSLogs/a/", from: 1, to: 2 } } };
  const hours = { requestPayload: { trailbridge: { validate: { hours: 3 } } } };
  const bodyOf = (value: unknown, sentAt: number) => {
    const found = redriveOf(
      "splitter",
      { body: JSON.stringify(value), attributes: {}, sentAt },
      36e5,
    );
    return found.to === "queue" && JSON.parse(found.body ?? "null");
  };
  assert.equal(bodyOf({ requestPayload: order }, 0), order);
  assert.equal(bodyOf(order, 0), order);
  assert.equal(bodyOf(hours, 36e5), { trailbridge: { validate: { hours: 4 } } });
  assert.equal(bodyOf(hours, 36e5 - 1), { trailbridge: { validate: { hours: 5 } } });
  assert.equal(bodyOf(hours, 37e5), { trailbridge: { validate: { hours: 4 } } });
});

test("says why it was given up, as who gave up wrote it", () => {
  const responsePayload = { errorType: "LogFileError", errorMessage: "no gzip" };
  const letter = { requestPayload: notice, responsePayload };
  const ofLambda = redriveOf("splitter", { body: JSON.stringify(letter), attributes: {} }, 0);
  assert.is(ofLambda.why, "LogFileError: no gzip");
  const attributes = { RULE_ARN, ERROR_CODE: "NO_PERMISSIONS", ERROR_MESSAGE: "denied" };
  const ofBus = redriveOf("consumers", { body: JSON.stringify(event), attributes }, 0);
  assert.is(ofBus.why, "NO_PERMISSIONS: denied");
});

test("takes an event apart as it was put: long numbers, its bus, its time", () => {
  const body =
    '{"id":"1","source":"trailbridge","detail-type":"T","time":"2026-01-02T03:04:05Z","resources":["arn:a"],"detail":{"n":9007199254740993, "x":1.10}}';
  const found = redriveOf("consumers", { body, attributes: { RULE_ARN } }, 0);
  assert.equal(found.to === "bus" && [found.bus, found.event], [
    "records",
    {
      source: "trailbridge",
      detailType: "T",
      time: "2026-01-02T03:04:05Z",
      resources: ["arn:a"],
      detail: '{"n":9007199254740993, "x":1.10}',
    },
  ]);
  const ofDefault = RULE_ARN.replace("rule/records/", "rule/");
  const other = redriveOf("consumers", { body, attributes: { RULE_ARN: ofDefault } }, 0);
  assert.is(other.to === "bus" && other.bus, "default");
});

test.run();
