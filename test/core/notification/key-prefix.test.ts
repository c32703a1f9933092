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
  ["x-s3://b/AWSLogs/", /two slashes/],
  ["http://b.s3.amazonaws.com/audit/AWSLogs/", /write "audit\/AWSLogs\/"/],
  ["awslogs/o-a1b2c3d4e5", /write "AWSLogs\/o-a1b2c3d4e5"/],
  ["AWSLogs/x111122223333/CloudTrail/", /12 digits: it is "x111122223333"/],
  ["AWSLogs/1111222233334/CloudTrail/", /12 digits: it is "1111222233334"/],
  ["AWSLogs/x1", /12 digits: it is "x1"/],
  ["AWSLogs/1x", /12 digits: it is "1x"/],
  ["AWSLogs/1111222233334", /12 digits: it is "1111222233334"/],
  ["AWSLogs/o-A", /12 digits: it is "o-A"/],
  ["AWSLogs/xo-a/111122223333/", /12 digits: it is "xo-a"/],
  ["AWSLogs/o-A/111122223333/", /12 digits: it is "o-A"/],
  ["AWSLogs/o-a/x/", /12 digits: it is "x"/],
  ["AWSLogs//CloudTrail/", /two slashes/],
  ["AWSLogs/111122223333/xCloudTrail/", /comes CloudTrail.*it is "xCloudTrail"/],
  ["AWSLogs/111122223333/CloudTrail-/", /comes CloudTrail.*it is "CloudTrail-"/],
  ["AWSLogs/111122223333/CloudTrail--/", /comes CloudTrail/],
  ["AWSLogs/111122223333/CloudTrail-Insight-x/", /comes CloudTrail/],
  ["AWSLogs/111122223333/xC", /comes CloudTrail.*it is "xC"/],
  ["AWSLogs/111122223333/Cx", /comes CloudTrail.*it is "Cx"/],
  ["AWSLogs/111122223333/CloudTrail-Digest", /comes CloudTrail/],
  ["AWSLogs/111122223333/CloudTrail--", /comes CloudTrail/],
  ["AWSLogs/111122223333/CloudTrail/x_eu-central-1/", /comes a Region: it is "x_eu-central-1"/],
  ["AWSLogs/111122223333/CloudTrail/eu-central-1_/", /comes a Region: it is "eu-central-1_"/],
  ["AWSLogs/111122223333/CloudTrail/eu-central/", /comes a Region: it is "eu-central"/],
  ["AWSLogs/111122223333/CloudTrail/_eu", /comes a Region: it is "_eu"/],
  ["AWSLogs/111122223333/CloudTrail/eu_", /comes a Region: it is "eu_"/],
  [
    "AWSLogs/111122223333/CloudTrail/eu-central-1/x2026/",
    /comes a year of 4 digits: it is "x2026"/,
  ],
  ["AWSLogs/111122223333/CloudTrail/eu-central-1/20261/", /comes a year of 4 digits/],
  ["AWSLogs/111122223333/CloudTrail/eu-central-1/x2", /the Region comes a year of 4 digits/],
  ["AWSLogs/111122223333/CloudTrail/eu-central-1/20261", /comes a year of 4 digits/],
  ["AWSLogs/111122223333/CloudTrail/eu-central-1/2026/x03/", /the year comes a month of 2 digits/],
  ["AWSLogs/111122223333/CloudTrail/eu-central-1/2026/031/", /comes a month of 2 digits/],
  ["AWSLogs/111122223333/CloudTrail/eu-central-1/2026/x0", /comes a month of 2 digits/],
  ["AWSLogs/111122223333/CloudTrail/eu-central-1/2026/031", /comes a month of 2 digits/],
  [
    "AWSLogs/111122223333/CloudTrail/eu-central-1/2026/03/x04/",
    /the month comes a day of 2 digits/,
  ],
  ["AWSLogs/111122223333/CloudTrail/eu-central-1/2026/03/041/", /comes a day of 2 digits/],
  ["AWSLogs/111122223333/CloudTrail/eu-central-1/2026/03/x0", /comes a day of 2 digits/],
  ["AWSLogs/111122223333/CloudTrail/eu-central-1/2026/03/041", /comes a day of 2 digits/],
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
  "AWSLogs/111122223333/CloudTrail/ap-southeast-12/",
  "AWSLogs/111122223333/CloudTrail-I",
  "AWSLogs/o-",
  "xAWSLogs/none/of/it",
]) {
  test(`accepts "${prefix}"`, () => assert.equal(keyPrefixProblems(prefix), []));
}

test.run();
