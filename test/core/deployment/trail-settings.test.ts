import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type Trail, trailPlan, widestTrail } from "../../../src/core/deployment/trail-settings.ts";

const AUDIT = "111122223333";
const KEY = "arn:aws:kms:eu-central-1:999900001111:key/1a2b3c4d-1111-2222-3333-444455556666";
const TOPIC = "arn:aws:sns:eu-central-1:111122223333:aws-controltower-AllConfigNotifications";

const LANDING_ZONE: Trail = {
  name: "aws-controltower-BaselineCloudTrail",
  arn: "arn:aws:cloudtrail:eu-central-1:999900001111:trail/aws-controltower-BaselineCloudTrail",
  homeRegion: "eu-central-1",
  bucket: "aws-controltower-logs-444455556666-eu-central-1",
  keyPrefix: "o-a1b2c3d4e5",
  topicArn: TOPIC,
  kmsKeyArn: KEY,
  isOrganizationTrail: true,
  isMultiRegion: true,
};

const OWN: Trail = {
  name: "own",
  arn: "arn:aws:cloudtrail:eu-west-1:111122223333:trail/own",
  homeRegion: "eu-west-1",
  bucket: "own-logs",
  isOrganizationTrail: false,
  isMultiRegion: true,
};

const test = suite("trailPlan()");

for (const [name, bucket] of [
  ["3", "aws-controltower-logs-444455556666-eu-central-1"],
  ["4", "aws-controltower-cloudtrail-444455556666-a1b2"],
] as const) {
  test(`reads a landing zone's files, version ${name}, by a role in the account its bucket names`, () => {
    const { settings, remarks } = trailPlan({ ...LANDING_ZONE, bucket }, AUDIT);
    assert.equal(settings, {
      account: AUDIT,
      region: "eu-central-1",
      logs: {
        bucket,
        prefix: "o-a1b2c3d4e5/AWSLogs/o-a1b2c3d4e5/",
        kmsKeyArn: KEY,
        readRoleArn: "arn:aws:iam::444455556666:role/trailbridge-log-reader",
        via: "sns",
        topicArn: TOPIC,
      },
    });
    assert.match(remarks.join("\n"), /log-reader\.template\.json in account 444455556666/);
    assert.match(remarks.join("\n"), /key is of account 999900001111.*LogKeyPolicy/);
  });
}

test("names the partition's role", () => {
  const gov = { ...LANDING_ZONE, arn: LANDING_ZONE.arn.replace("arn:aws:", "arn:aws-us-gov:") };
  const { logs } = trailPlan(gov, AUDIT).settings;
  assert.match(logs.readRoleArn ?? "", /^arn:aws-us-gov:iam::444455556666:role\//);
});

test("says where trailbridge belongs when the topic is another account's", () => {
  const { remarks } = trailPlan(LANDING_ZONE, "777788889999");
  assert.match(remarks.join("\n"), /topic is of account 111122223333.*the audit account/);
});

test("says what is missing where a landing zone's bucket does not name its account", () => {
  const { settings, remarks } = trailPlan(
    { ...LANDING_ZONE, bucket: "aws-controltower-logs-x" },
    AUDIT,
  );
  assert.is(settings.logs.readRoleArn, undefined);
  assert.match(remarks.join("\n"), /does not name its account/);
});

test("asks for no role where the log archive account itself deploys", () => {
  const { logs } = trailPlan(LANDING_ZONE, "444455556666").settings;
  assert.is(logs.readRoleArn, undefined);
});

test("has an own trail's bucket notify, under the trail's prefix", () => {
  const { settings } = trailPlan({ ...OWN, keyPrefix: "audit/logs" }, AUDIT);
  assert.equal(settings.logs, {
    bucket: "own-logs",
    prefix: "audit/logs/AWSLogs/",
    via: "s3",
  });
  assert.is(trailPlan(OWN, AUDIT).settings.logs.prefix, "AWSLogs/");
});

test("has a queue made for another account's trail without a topic, and says what is to be done", () => {
  const { settings, remarks } = trailPlan({ ...OWN, isOrganizationTrail: true }, "777788889999");
  assert.is(settings.logs.via, "sqs");
  assert.match(remarks.join("\n"), /set logs\.bucketAccount/);
});

test.run();

const widest = suite("widestTrail()");

widest("prefers the organisation's trail, then that of all Regions, then the first", () => {
  const local = { ...OWN, name: "local", isMultiRegion: false };
  assert.is(widestTrail([]), undefined);
  assert.is(widestTrail([local, OWN, LANDING_ZONE])?.name, LANDING_ZONE.name);
  assert.is(widestTrail([local, OWN])?.name, "own");
  assert.is(widestTrail([OWN, { ...OWN, name: "second" }])?.name, "own");
});

widest.run();
