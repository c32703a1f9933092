import { suite } from "uvu";
import * as assert from "uvu/assert";
import { arnFault, parseArn, partitionOf } from "../../../src/core/settings/arn.ts";
import type { ArnRule } from "../../../src/core/settings/schema-type.ts";

const TOPIC: ArnRule = {
  what: "an SNS topic",
  services: ["sns"],
  resource: "[\\w-]+",
  standard: "nobody names a group",
};
const KEY: ArnRule = { what: "a KMS key", services: ["kms"], resource: "key/[\\w-]+" };
const ROLE: ArnRule = {
  what: "an IAM role",
  services: ["iam"],
  global: true,
  resource: "role/([\\w+=,.@-]+/)*[\\w+=,.@-]{1,64}",
};
const QUEUE: ArnRule = { what: "an SQS queue", services: ["sqs"], resource: "[\\w-]+" };

const fault = suite("arnFault()");

const wrong: [text: string, rule: ArnRule, message: RegExp][] = [
  ["alerts", TOPIC, /no ARN of the form arn:aws:sns:<Region>/],
  ["arn:aws:sns:eu-central-1:111122223333", TOPIC, /no ARN of the form/],
  ["arn:aws:sqs:eu-central-1:111122223333:t", TOPIC, /an ARN of sqs, not of sns/],
  ["arn:aws::eu-central-1:111122223333:t", TOPIC, /an ARN of no service/],
  ["arn:asw:sns:eu-central-1:111122223333:t", TOPIC, /partition "asw".*did you mean aws\?/],
  ["arn:aws:sns::111122223333:t", TOPIC, /its Region is missing/],
  ["arn:aws:sns:Frankfurt:111122223333:t", TOPIC, /its Region "Frankfurt" must read like/],
  ["arn:aws:sns:cn-north-1:111122223333:t", TOPIC, /cn-north-1 lies in partition aws-cn, not aws/],
  ["arn:aws-cn:sns:eu-west-1:111122223333:t", TOPIC, /eu-west-1 lies in partition aws, not aws-cn/],
  ["arn:aws:sns:eu-central-1::t", TOPIC, /its account is missing/],
  ["arn:aws:sns:eu-central-1:11112222333:t", TOPIC, /its account "11112222333" must be 12 digits/],
  ["arn:aws:sns:eu-central-1:111122223333:t.fifo", TOPIC, /it is FIFO, and nobody names a group/],
  ["arn:aws:sns:eu-central-1:111122223333:t:0a1b", TOPIC, /the ARN of a subscription/],
  ["arn:aws:kms:eu-central-1:111122223333:alias/logs", KEY, /an alias, and IAM grants name keys/],
  ["arn:aws:kms:eu-central-1:111122223333:1a2b", KEY, /"1a2b" names no such thing/],
  ["arn:aws:sns:xeu-central-1x:111122223333:t", TOPIC, /its Region "xeu-central-1x" must read/],
  ["arn:aws:sns:EU-central-1:111122223333:t", TOPIC, /its Region "EU-central-1" must read/],
  ["arn:aws:sns:eu-central-1:1111222233334:t", TOPIC, /"1111222233334" must be 12 digits/],
  ["arn:aws:sns:eu-central-1:x111122223333:t", TOPIC, /"x111122223333" must be 12 digits/],
  ["arn:zzzzzzzz:sns:eu-central-1:111122223333:t", TOPIC, /"zzzzzzzz" must be one of AWS's$/],
  ["log-reader", ROLE, /no ARN of the form arn:aws:iam::<account id>/],
  ["arn:aws:iam:eu-central-1:444455556666:role/x", ROLE, /iam has no Regions: its ARNs name none/],
  ["arn:aws:iam::444455556666:user/x", ROLE, /"user\/x" names no such thing/],
  ["arn:aws:sts::444455556666:assumed-role/x/y", ROLE, /an ARN of sts, not of iam/],
  ["arn:aws:kms:eu-central-1:111122223333:key/1a2b.fifo", KEY, /"key\/1a2b\.fifo" names no such/],
];

for (const [text, rule, message] of wrong) {
  fault(`says what is wrong with ${text}`, () => {
    assert.match(arnFault(text, rule) ?? "nothing", message);
  });
}

for (const [text, rule] of [
  ["arn:aws:sns:eu-central-1:111122223333:alerts", TOPIC],
  ["arn:aws-us-gov:sns:us-gov-west-1:111122223333:alerts", TOPIC],
  ["arn:aws-eusc:sns:eusc-de-east-1:111122223333:alerts", TOPIC],
  ["arn:aws:sns:xx-north-1:111122223333:of-a-new-kind-of-region", TOPIC],
  ["arn:aws:kms:eu-central-1:111122223333:key/mrk-1a2b3c", KEY],
  ["arn:aws:sqs:eu-central-1:111122223333:files.fifo", QUEUE],
  ["arn:aws:iam::444455556666:role/log-reader", ROLE],
  ["arn:aws-us-gov:iam::444455556666:role/audit/log+reader@x", ROLE],
] as const) {
  fault(`finds nothing wrong with ${text}`, () => {
    assert.is(arnFault(text, rule), undefined);
  });
}

fault.run();

const parts = suite("parseArn()");

parts("keeps colons in the resource", () => {
  assert.equal(parseArn("arn:aws:sns:eu-central-1:111122223333:a:b"), {
    partition: "aws",
    service: "sns",
    region: "eu-central-1",
    account: "111122223333",
    resource: "a:b",
  });
});

parts("knows no ARN in other text", () => {
  for (const text of ["", "arn", "urn:a:b:c:d:e"]) assert.is(parseArn(text), undefined);
});

parts.run();

const partitions = suite("partitionOf()");

for (const [region, partition] of [
  ["cn-north-1", "aws-cn"],
  ["us-gov-west-1", "aws-us-gov"],
  ["us-iso-east-1", "aws-iso"],
  ["us-isob-east-1", "aws-iso-b"],
  ["eu-isoe-west-1", "aws-iso-e"],
  ["us-isof-south-1", "aws-iso-f"],
  ["eusc-de-east-1", "aws-eusc"],
  ["us-east-1", "aws"],
  ["af-south-1", "aws"],
  ["ap-southeast-5", "aws"],
  ["ca-west-1", "aws"],
  ["eu-central-2", "aws"],
  ["il-central-1", "aws"],
  ["me-south-1", "aws"],
  ["mx-central-1", "aws"],
  ["sa-east-1", "aws"],
  ["xx-north-1", undefined],
  ["xcn-north-1", undefined],
  ["north-us-1", undefined],
] as const) {
  partitions(`is ${partition} for ${region}`, () => {
    assert.is(partitionOf(region), partition);
  });
}

partitions.run();
