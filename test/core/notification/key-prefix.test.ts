import { suite } from "uvu";
import * as assert from "uvu/assert";
import { keyPrefixProblems } from "../../../src/core/notification/key-prefix.ts";

const test = suite("keyPrefixProblems()");

for (const [prefix, problem] of [
  ["/AWSLogs/", /keys begin with a name: write "AWSLogs\/"/],
  ["./AWSLogs/", /write "AWSLogs\/"/],
  ["//audit/AWSLogs/", /write "audit\/AWSLogs\/"/],
  ["s3://acme-trail-logs/AWSLogs/", /the bucket in them: write "AWSLogs\/"/],
  ["s3://acme-trail-logs", /write "AWSLogs\/"/],
  ["https://acme-trail-logs.s3.amazonaws.com/audit/AWSLogs/", /write "audit\/AWSLogs\/"/],
  ["arn:aws:s3:::acme-trail-logs/AWSLogs/", /write "AWSLogs\/"/],
  ["AWSLogs/*", /no wildcards: write "AWSLogs\/"/],
  ["AWSLogs/*/CloudTrail/", /write "AWSLogs\/"/],
  ["*/AWSLogs/", /no wildcards/],
  ["AWSLogs%2F", /as they are/],
  ["audit//AWSLogs/", /two slashes/],
  ["audit\\AWSLogs\\", /such characters/],
  ["AWSLogs/ ", /such characters/],
  ["AWSLogs/<account>/", /such characters/],
  ["awslogs/111122223333/", /write "AWSLogs\/111122223333\/"/],
  ["audit/AwsLogs/o-a1b2c3d4e5/", /write "AWSLogs\/o-a1b2c3d4e5\/"/],
  ["AWSLogs/CloudTrail/", /an organisation's id.*it is "CloudTrail"/],
  ["AWSLogs/1111-2222-3333/", /12 digits: it is "1111-2222-3333"/],
  ["AWSLogs/11112222333/CloudTrail/", /12 digits/],
  ["AWSLogs/111122223333/cloudtrail/", /comes CloudTrail.*it is "cloudtrail"/],
  ["AWSLogs/111122223333/CloudTrail-Digest/", /comes CloudTrail/],
  ["AWSLogs/111122223333/Config/", /comes CloudTrail/],
  ["AWSLogs/111122223333/CloudTrail/2026/", /comes a Region/],
  ["AWSLogs/111122223333/CloudTrail/eu-central-1/2026/3/", /month of 2 digits/],
  ["o-a1b2c3d4e5/AWSLogs/o-a1b2c3d4e5/eu-central-1/", /12 digits/],
] as const) {
  test(`refuses "${prefix}"`, () => assert.match(keyPrefixProblems(prefix)[0] ?? "", problem));
}

const WHOLE =
  "audit/AWSLogs/o-a1b2c3d4e5/111122223333/CloudTrail/eu-central-1/2026/03/04/111122223333_CloudTrail_eu-central-1_20260304T0905Z_a.json.gz";

for (const prefix of [
  ...Array.from({ length: WHOLE.length + 1 }, (_, length) => WHOLE.slice(0, length)),
  "AWSLogs/111122223333/CloudTrail-Insight/us-gov-west-1/",
  "AWSLogs/111122223333/CloudTrail-NetworkActivity/",
  "AWSLogs/111122223333/CloudTrail-SomethingNew/",
  "o-a1b2c3d4e5/AWSLogs/o-a1b2c3d4e5/111122223333/",
  "trail's own (prefix) 1/AWSLogs/",
  "awslogs/",
  "awslogs/AWSLogs/111122223333/",
  "CloudTrail/eu-central-1/",
  "logs",
]) {
  test(`accepts "${prefix}"`, () => assert.equal(keyPrefixProblems(prefix), []));
}

test.run();
