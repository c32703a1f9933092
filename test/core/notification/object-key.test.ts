import { suite } from "uvu";
import * as assert from "uvu/assert";
import { classifyKey } from "../../../src/core/notification/object-key.ts";

const DAY = "us-east-1/2026/01/24";
const NAME = "111122223333_CloudTrail_us-east-1_20260124T0005Z_a1B2";
const DIGEST = "111122223333_CloudTrail-Digest_us-east-1_trail_us-east-1_20260124T0005Z";

const test = suite("classifyKey()");

for (const [expected, keys] of [
  [
    "foreign",
    [
      "",
      "/",
      "AWSLogs/",
      "AWSLogs/111122223333/CloudTrail/",
      "AWSLogs/111122223333/CloudTrail/us-east-1/",
      "AWSLogs/111122223333/CloudTrail/notes.txt",
      "CloudTrailAccessLogs2026-01-24-00-05-12-0123456789ABCDEF",
      "CloudTrailAccessLogs/2026-01-24-00-05-12-0123456789ABCDEF",
      `AWSLogs/111122223333/Config/${DAY}/ConfigHistory/111122223333_Config_us-east-1_x.json.gz`,
      "AWSLogs/111122223333/Config/ConfigWritabilityCheckFile",
      `AWSLogs/111122223333/elasticloadbalancing/${DAY}/x.log.gz`,
      `AWSLogs/111122223333/vpcflowlogs/${DAY}/x.log.gz`,
      `AWSLogs/o-abc123/111122223333/GuardDuty/${DAY}/x.json.gz`,
      "data/report.json",
      "data/report.csv.gz",
      "athena/x.json.gz.metadata",
      "x.json.gzip",
      "x_CloudTrail-1_y",
      "AWSLogs/111122223333/CloudTrail-Insight/x.txt",
    ],
  ],
  [
    "digest",
    [
      `AWSLogs/111122223333/AWSLogs/111122223333/CloudTrail-Digest/${DAY}/x.json.gz`,
      `AWSLogs/111122223333/CloudTrail-Digest/${DAY}/${DIGEST}.json.gz`,
      `team/AWSLogs/o-abc123/111122223333/CloudTrail-Digest/${DAY}/${DIGEST}.json.gz`,
      `CloudTrail/AWSLogs/111122223333/CloudTrail-Digest/${DAY}/x.json.gz`,
      `copies/CloudTrail-Digest/${DAY}/x.json.gz`,
      `copies/${DIGEST}.json.gz`,
      "CloudTrail-Digest/x.txt",
    ],
  ],
  ["insight", [`AWSLogs/111122223333/CloudTrail-Insight/${DAY}/x.json.gz`]],
  [
    "network-activity",
    [`AWSLogs/o-abc123/111122223333/CloudTrail-NetworkActivity/${DAY}/x.json.gz`],
  ],
  [
    "log",
    [
      `AWSLogs/111122223333/CloudTrail/${DAY}/${NAME}.json.gz`,
      `AWSLogs/o-abc123/111122223333/CloudTrail/${DAY}/${NAME}.json.gz`,
      `a/b/AWSLogs/111122223333/CloudTrail/${DAY}/x.JSON.GZ`,
      `TeamDigest/AWSLogs/111122223333/CloudTrail/${DAY}/${NAME}.json.gz`,
      `CloudTrail-Digest/AWSLogs/111122223333/CloudTrail/${DAY}/${NAME}.json.gz`,
      `AWSLogs/111122223333/Config/AWSLogs/111122223333/CloudTrail/${DAY}/${NAME}.json.gz`,
      `AWSLogs/111122223333/CloudTrail-Aggregated/${DAY}/x.json.gz`,
      `AWSLogs/111122223333/CloudTrail/${DAY}/${NAME}`,
      `my logs/AWSLogs/${NAME} copy.json.gz`,
      `TeamDigest/AWSLogs/${NAME}.json.gz`,
      `<!channel>/\`${NAME}\`.json.gz`,
      `a/../../etc/${NAME}.json.gz`,
      `//AWSLogs//${NAME}.json.gz`,
      `AWSLogs/${NAME}`,
      `AWSLogs/${NAME}\r\n.json.gz`,
      "MyDigest_CloudTrail.json.gz",
      "anything.json.gz",
    ],
  ],
] as const) {
  for (const key of keys) {
    test(`takes ${JSON.stringify(key)} for ${expected}`, () => {
      assert.is(classifyKey(key), expected);
    });
  }
}

test.run();
