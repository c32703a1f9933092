import { suite } from "uvu";
import * as assert from "uvu/assert";
import { resourceArns } from "../../../src/core/entry/resource-arns.ts";

const test = suite("resourceArns()");

const ROLE = "arn:aws:iam::111122223333:role/deploy";

for (const odd of [undefined, null, 7, "x", ROLE, {}, { ARN: ROLE }, [], [null, 7, ROLE, [], {}]]) {
  test(`finds none in ${JSON.stringify(odd)}`, () => assert.equal(resourceArns(odd), []));
}

for (const arn of [
  null,
  7,
  "",
  "arn",
  "arn:aws",
  "arn:aws:iam::111122223333:",
  "arn:aws:iam::1111:role/deploy",
  "arn:aws:iam::ACCOUNT:role/deploy",
  "xarn:aws:s3:::logs",
  "arn:aws:s3:::a\u0000b",
  "arn:aws:s3:::\ud800",
  `arn:aws:s3:::${"x".repeat(3000)}`,
]) {
  test(`leaves out ${JSON.stringify(arn).slice(0, 60)}`, () => {
    assert.equal(resourceArns([{ ARN: arn }, { ARN: ROLE }]), [ROLE]);
  });
}

for (const arn of [
  "arn:aws:s3:::logs/AWSLogs/a file.json.gz",
  "arn:aws-cn:iam::111122223333:user/ada",
  "arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/1",
  "arn:aws:iam::aws:policy/AdministratorAccess",
  "arn:aws:s3:::ü中😀",
]) {
  test(`takes ${arn}`, () => assert.equal(resourceArns([{ ARN: arn }]), [arn]));
}

test("reads ARN and arn, each ARN once, in their order", () => {
  const resources = [{ arn: "arn:aws:s3:::b" }, { ARN: ROLE, arn: "x" }, { ARN: "arn:aws:s3:::b" }];
  assert.equal(resourceArns(resources), ["arn:aws:s3:::b", ROLE]);
});

test("ends with the first that does not fit", () => {
  const resources = [{ ARN: "arn:aws:s3:::a" }, { ARN: ROLE }, { ARN: "arn:aws:s3:::c" }];
  assert.equal(resourceArns(resources, 28), ["arn:aws:s3:::a"]);
});

test.run();
